using System.Buffers;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>
/// One plan in one line: the same names and values as <see cref="RenderingJson"/> writes, which makes the published schema. By hand, since this is the only document that
/// the providers write, and a serializer brings types along for each of its own.
/// </summary>
internal static class PlanLine
{
    /// <summary>The line, without a line feed.</summary>
    public static string Of(RegionPlan plan)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, plan);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, RegionPlan plan)
    {
        json.WriteString("region", plan.Region);
        json.WriteString("digest", plan.Digest);
        json.WriteBoolean("refused", plan.Refused);
        json.WriteBoolean("actionable", plan.Actionable);
        json.WriteNumber("changes", plan.Changes);
        json.WriteNumber("stops", plan.Stops);
        Write(json, "calls", plan.Calls);
        Write(json, "lowerBound", plan.LowerBound);
        json.Objects("problems", plan.Problems, problem => Write(json, problem));
        json.Object(
            "keyNames",
            () =>
            {
                foreach (var (key, name) in plan.KeyNames)
                {
                    json.WriteString(key.Value, name);
                }
            }
        );
        json.Objects("resources", plan.Resources, resource => Write(json, resource));
        json.Objects("rollouts", plan.Rollouts, rollout => Write(json, rollout));
        if (plan.KeySources is { } sources)
        {
            json.Objects("keySources", sources, source => Write(json, source));
        }
    }

    private static void Write(Utf8JsonWriter json, string name, CallFields calls) =>
        json.Object(
            name,
            () =>
            {
                json.WriteNumber("stop", calls.Stop);
                json.WriteNumber("bind", calls.Bind);
                json.WriteNumber("unbind", calls.Unbind);
                json.WriteNumber("start", calls.Start);
                json.WriteNumber("tag", calls.Tag);
                json.WriteNumber("total", calls.Total);
            }
        );

    private static void Write(Utf8JsonWriter json, ProblemFields problem)
    {
        json.WriteString("code", problem.Code);
        json.WriteString("severity", Camel(problem.Severity));
        json.WriteString("message", problem.Message);
        json.WriteString("location", problem.Location);
        json.WriteString("path", problem.Path);
        json.WriteString("remedy", problem.Remedy);
        json.Ids("instanceIds", problem.InstanceIds);
        if (problem.KeySources is { } sources)
        {
            json.Objects("keySources", sources, source => Write(json, source));
        }
    }

    private static void Write(Utf8JsonWriter json, SourceMoveFields move)
    {
        json.WriteString("kind", Camel(move.Kind));
        json.WriteString("id", move.Id);
        Write(json, "planned", move.Planned);
        Write(json, "now", move.Now);
    }

    private static void Write(Utf8JsonWriter json, string name, SourceStandFields? stand)
    {
        if (stand is null)
        {
            json.WriteNull(name);
            return;
        }

        json.Object(
            name,
            () =>
            {
                Write(json, "version", stand.Version);
                json.Keys("keyIds", stand.KeyIds);
                json.KeysOrNull("newKeyIds", stand.NewKeyIds);
            }
        );
    }

    private static void Write(Utf8JsonWriter json, ResourceFields resource)
    {
        json.WriteString("name", resource.Name);
        json.WriteString("kind", resource.Kind.Name);
        json.WriteNumber("instances", resource.Instances);
        json.WriteNumber("alreadySo", resource.AlreadySo);
        json.WriteNumber("adoptedPairs", resource.AdoptedPairs);
        json.WriteString("accessEnded", resource.AccessEnded);
    }

    private static void Write(Utf8JsonWriter json, RolloutFields rollout)
    {
        json.Texts("resources", rollout.Resources);
        json.Texts("dependsOn", rollout.DependsOn);
        Write(json, rollout.Policy);
        json.Objects(
            "resourcePolicies",
            rollout.ResourcePolicies,
            of =>
            {
                json.WriteString("resource", of.Resource);
                Write(json, of.Policy);
            }
        );
        json.WriteNumber("maxUnavailable", rollout.MaxUnavailable);
        Write(json, "calls", rollout.Calls);
        Write(json, "lowerBound", rollout.LowerBound);
        json.Objects("waves", rollout.Waves, wave => Write(json, wave));
        json.Objects("pending", rollout.Pending, pending => Write(json, pending));
    }

    private static void Write(Utf8JsonWriter json, ChangePolicy policy) =>
        json.Object(
            "policy",
            () =>
            {
                foreach (var (field, of) in policy.Values)
                {
                    field.Write(json, of);
                }
            }
        );

    private static void Write(Utf8JsonWriter json, WaveFields wave)
    {
        json.WriteNumber("number", wave.Number);
        json.WriteString("kind", Camel(wave.Kind));
        json.Objects("changes", wave.Changes, change => Write(json, change));
        json.Objects(
            "calls",
            wave.Calls,
            call =>
            {
                json.WriteString("action", Camel(call.Action));
                json.Ids("instanceIds", call.InstanceIds);
                json.Keys("keyIds", call.KeyIds);
                json.WriteBoolean("forceStop", call.ForceStop);
            }
        );
    }

    private static void Write(Utf8JsonWriter json, PendingFields pending)
    {
        json.WriteString("code", JsonNamingPolicy.SnakeCaseLower.ConvertName(pending.Code.ToString()));
        json.WriteString("disposition", Camel(pending.Disposition));
        Write(json, (ChangeFields)pending);
    }

    private static void Write(Utf8JsonWriter json, ChangeFields change)
    {
        json.WriteString("instanceId", change.InstanceId.Value);
        json.WriteString("name", change.Name);
        json.WriteString("zone", change.Zone);
        json.WriteString("stopMode", Camel(change.StopMode));
        if (change.MustStart)
        {
            json.WriteBoolean("mustStart", true);
        }

        json.Keys("bound", change.Bound);
        json.Keys("lose", change.Lose);
        json.Keys("gain", change.Gain);
        json.Keys("want", change.Want);
        json.Keys("foreign", change.Foreign);
        json.Texts("resources", change.Resources);
    }

    private static void Write(Utf8JsonWriter json, SourceFields source)
    {
        json.WriteString("kind", Camel(source.Kind));
        json.WriteString("id", source.Id);
        json.WriteString("name", source.Name);
        json.Keys("keyIds", source.KeyIds);
        json.KeysOrNull("newKeyIds", source.NewKeyIds);
        json.Keys("comingBackKeyIds", source.ComingBackKeyIds);
        Write(json, "version", source.Version);
        Write(json, "preparedVersion", source.PreparedVersion);
        json.Objects(
            "olderVersions",
            source.OlderVersions,
            older =>
            {
                json.WriteNumber("version", older.Version);
                json.Keys("keyIds", older.KeyIds);
            }
        );
        json.Texts("usedBy", source.UsedBy);
        json.Texts("resources", source.Resources);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } told)
        {
            json.WriteNumber(name, told);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Camel(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
