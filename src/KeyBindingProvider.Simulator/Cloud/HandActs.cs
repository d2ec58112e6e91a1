using System.Text.Json;
using System.Text.Json.Nodes;
using KeyBindingProvider.Simulator.Api.Actions;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// What people do at the console. Keys change at once and in any state, because how the console gets there is of no
/// interest here; power takes its time as always, and is refused where the API would refuse it.
/// </summary>
internal sealed class HandActs(LivingCloud cloud, CallJournal journal)
{
    /// <summary>Acts, and notes what came of it: OK or the code of the refusal.</summary>
    public string TryAct(HandAct act, string instanceId, IReadOnlyList<string> keyIds)
    {
        var found = cloud.Fleet.FindAnywhere(instanceId);
        var outcome = found is { Instance.Gone: false } here ? Act(act, here.Instance, here.Region, keyIds) : "InvalidInstanceId.NotFound";
        var number = ++cloud.Calls;
        journal.Add(
            new CallRecord
            {
                Number = number,
                At = cloud.Timeline.Now,
                Actor = Actors.Console,
                SecretId = "",
                Action = $"{nameof(Console)}.{act}",
                Region = found?.Instance.Origin.Region ?? "",
                Parameters = Written(new JsonObject { ["InstanceIds"] = Texts([instanceId]), ["KeyIds"] = Texts(keyIds) }),
                RequestId = cloud.Dice.Guid("call", number),
                Outcome = outcome,
                Delivery = "answered",
                InstanceIds = outcome == CallJournal.Ok ? [instanceId] : [],
            }
        );
        // What takes no time is there before the call that this act comes ahead of.
        cloud.Timeline.AdvanceTo(cloud.Timeline.Now);
        return outcome;
    }

    /// <summary>A template, launch configuration or node pool starts a machine; answers its id, or null where there is no such source.</summary>
    public string? TryScaleOut(string sourceId)
    {
        var region = cloud.Fleet.Regions.FirstOrDefault(region => region.KeysOfNext(sourceId) is not null);
        var number = ++cloud.Calls;
        SimulatedInstance? started = null;
        if (region is not null)
        {
            var place = region
                .Templates.Select(template => (template.Id, template.Origin.Region))
                .Concat(region.Configurations.Select(configuration => (configuration.Id, configuration.Origin.Region)))
                .Concat(region.NodePools.Select(pool => (pool.Id, pool.Region)))
                .First(place => place.Id == sourceId);
            started = new SimulatedInstance(
                new WorldInstance
                {
                    Id = "ins-" + cloud.Dice.Letters("scale-out", number, 8).ToLowerInvariant(),
                    Region = place.Region,
                    Name = "scaled out",
                    KeyIds = region.KeysOfNext(sourceId)!,
                    Tags = TagsOf(region, sourceId),
                }
            );
            region.Instances.Add(started);
            region.InstanceById.Add(started.Id, started);
        }

        journal.Add(
            new CallRecord
            {
                Number = number,
                At = cloud.Timeline.Now,
                Actor = Actors.Console,
                SecretId = "",
                Action = $"{nameof(Console)}.ScaleOut",
                Region = started?.Origin.Region ?? "",
                Parameters = Written(new JsonObject { ["Source"] = sourceId }),
                RequestId = cloud.Dice.Guid("call", number),
                Outcome = started is null ? "ResourceNotFound" : CallJournal.Ok,
                Delivery = "answered",
                InstanceIds = started is null ? [] : [started.Id],
            }
        );
        return started?.Id;
    }

    /// <summary>A scaling group tags what it starts; of several with one launch configuration it is the first by id.</summary>
    private static Dictionary<string, string> TagsOf(RegionFleet region, string sourceId)
    {
        var pool = region.NodePools.FirstOrDefault(pool => pool.Id == sourceId);
        var configuration = region.Configurations.FirstOrDefault(configuration =>
            configuration.Id == (pool?.LaunchConfigurationId ?? sourceId)
        );
        return configuration?.Origin.Groups.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } group
            ? new() { ["tencentcloud:autoscaling:auto-scaling-group-id"] = group }
            : [];
    }

    private static JsonElement Written(JsonObject parameters) => JsonElement.Parse(parameters.ToJsonString());

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);

    private string Act(HandAct act, SimulatedInstance instance, RegionFleet region, IReadOnlyList<string> keyIds)
    {
        var order = new OperationOrder(ActionOf(act), cloud.Dice.Guid("call", cloud.Calls + 1), Actors.Console);
        switch (act)
        {
            case HandAct.Bind or HandAct.Unbind:
                if (keyIds.FirstOrDefault(k => act == HandAct.Bind && !region.KeyById.ContainsKey(k)) is not null)
                {
                    return "InvalidKeyPairId.NotFound";
                }

                var keys = act == HandAct.Unbind && keyIds.Count == 0 ? instance.Keys : keyIds;
                cloud.Machine.ChangeKeysByHand(instance, order, new KeyChange(act == HandAct.Bind, keys, []));
                return CallJournal.Ok;
            case HandAct.Stop:
                return cloud.Rules.RefuseStop(instance, StopTypes.Hard)
                    ?? Do(() => cloud.Machine.Stop(instance, order, StopTypes.Hard, stopCharging: false));
            case HandAct.Start:
                return cloud.Rules.RefuseStart(instance) ?? Do(() => cloud.Machine.Start(instance, order));
            default:
                return Do(() => cloud.Machine.Terminate(instance, order));
        }
    }

    private static string Do(Action act)
    {
        act();
        return CallJournal.Ok;
    }

    private static string ActionOf(HandAct act) =>
        act switch
        {
            HandAct.Bind => nameof(AssociateInstancesKeyPairs),
            HandAct.Unbind => nameof(DisassociateInstancesKeyPairs),
            HandAct.Stop => nameof(StopInstances),
            HandAct.Start => nameof(StartInstances),
            _ => "TerminateInstances",
        };
}
