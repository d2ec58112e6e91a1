using System.Text.Json;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A plan as JSON with everything in it. Its shape is published in <c>docs/schemas/plan.schema.json</c>.</summary>
public static class PlanJson
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) =>
        JsonDocumentWriter.Write(
            "plan",
            json =>
            {
                json.WriteString("program", document.Program);
                json.WriteString("digest", document.Digest);
                json.WriteBoolean("refused", document.IsRefused);
                json.WriteBoolean("actionable", document.IsActionable);
                json.WriteNumber("waiting", document.WaitingCount);
                json.Objects("regions", document.Regions, region => Region(json, region));
            }
        );

    private static void Region(Utf8JsonWriter json, PlannedRegion region)
    {
        json.WriteString("title", region.Title);
        Fields(json, region.Plan);
    }

    internal static void Fields(Utf8JsonWriter json, Plan plan)
    {
        json.WriteString("region", plan.Region);
        json.WriteString("digest", plan.Digest);
        json.WriteBoolean("refused", plan.IsRefused);
        json.WriteBoolean("actionable", plan.IsActionable);
        json.WriteNumber("changes", plan.Changes.Count());
        json.WriteNumber("stops", plan.StopCount);
        json.Calls("calls", plan.Calls);
        json.Calls("lowerBound", plan.LowerBound);
        json.Problems("problems", plan.Problems);
        json.KeyNames(plan.KeyNames);
        json.Objects("resources", plan.Resources, resource => Resource(json, resource));
        json.Objects("rollouts", plan.Rollouts, rollout => Rollout(json, rollout));
    }

    private static void Resource(Utf8JsonWriter json, ResourceSummary resource)
    {
        json.WriteString("name", resource.Name);
        json.WriteString("kind", resource.Kind.Name);
        json.WriteNumber("instances", resource.Instances);
        json.WriteNumber("alreadySo", resource.AlreadySo);
        json.WriteNumber("adoptedPairs", resource.Adopted);
    }

    private static void Rollout(Utf8JsonWriter json, Rollout rollout)
    {
        json.Texts("resources", rollout.Resources);
        json.Texts("dependsOn", rollout.DependsOn);
        json.Object("policy", () => Policy(json, rollout.Policy));
        json.Objects(
            "resourcePolicies",
            rollout.Resources.Zip(rollout.Policies),
            each =>
            {
                json.WriteString("resource", each.First);
                json.Object("policy", () => Policy(json, each.Second));
            }
        );
        json.WriteNumber("maxUnavailable", rollout.MaxUnavailable);
        json.Calls("calls", rollout.Calls);
        json.Calls("lowerBound", rollout.LowerBound);
        json.Objects("waves", rollout.Waves, wave => Wave(json, wave));
        json.Objects(
            "pending",
            rollout.Pending,
            pending =>
            {
                json.WriteString("code", Wording.CodeOf(pending.Code));
                json.WriteString("disposition", EnumNames.Of(pending.Disposition));
                Change(json, pending.Change);
            }
        );
    }

    private static void Policy(Utf8JsonWriter json, ChangePolicy policy)
    {
        foreach (var (field, value) in policy.Values)
        {
            field.Write(json, value);
        }
    }

    private static void Wave(Utf8JsonWriter json, Wave wave)
    {
        json.WriteNumber("number", wave.Number);
        json.WriteString("kind", EnumNames.Of(wave.Kind));
        json.Objects("changes", wave.Changes, change => Change(json, change));
        json.Objects(
            "calls",
            wave.Calls,
            call =>
            {
                json.WriteString("action", EnumNames.Of(call.Action));
                json.Ids("instanceIds", call.Instances);
                json.Keys("keyIds", call.Keys);
                json.WriteBoolean("forceStop", call.ForceStop);
            }
        );
    }

    internal static void Change(Utf8JsonWriter json, InstanceChange change)
    {
        json.WriteString("instanceId", change.Id.Value);
        json.WriteString("name", change.Name);
        json.WriteString("zone", change.Zone);
        json.WriteString("stopMode", EnumNames.Of(change.StopMode));
        json.Keys("bound", change.Bound);
        json.Keys("lose", change.Remove);
        json.Keys("gain", change.Add);
        json.Keys("want", change.Want);
        json.Keys("foreign", change.Foreign);
        json.Texts("resources", change.Resources);
    }
}
