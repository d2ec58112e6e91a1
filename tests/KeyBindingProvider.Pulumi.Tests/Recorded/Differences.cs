using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>
/// In what today's answers differ from the recorded ones: each place by its path, equal ones as one entry with all its calls, and why it is right. The list is a
/// file beside the recording; a difference that is not there, one that is there and no longer exists, and one without a reason fail the test.
/// </summary>
internal sealed partial class Differences
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<(string Path, string? Was, string? Is), List<string>> _found = [];

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => _found.Count == 0;

    /// <summary>Compares one answer.</summary>
    public void Compare(RecordedCall call, JsonNode answer) => Compare(Label(call), "", Normal(call.Answer), Normal(answer));

    /// <summary>The list, with the reasons that <paramref name="reviewed"/> has for the same differences.</summary>
    public string Write(string reviewed)
    {
        var reasons = JsonNode.Parse(reviewed)!.AsArray().ToDictionary(entry => Key(entry!), entry => (string?)entry!["why"]);
        var list = new JsonArray();
        foreach (var ((path, was, now), calls) in _found)
        {
            var entry = new JsonObject { ["path"] = path };
            if (was is not null)
            {
                entry["was"] = JsonNode.Parse(was);
            }

            if (now is not null)
            {
                entry["is"] = JsonNode.Parse(now);
            }

            entry["why"] = reasons.GetValueOrDefault(Key(entry)) ?? "";
            entry["calls"] = string.Join(", ", calls);
            list.Add(entry);
        }

        return list.ToJsonString(Readable) + "\n";
    }

    private void Compare(string call, string path, JsonNode? was, JsonNode? now)
    {
        if (was is JsonObject before && now is JsonObject after)
        {
            foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
            {
                Compare(call, path.Length == 0 ? name : $"{path}.{name}", before[name], after[name]);
            }
        }
        else if (!JsonNode.DeepEquals(was, now))
        {
            var key = (path, was?.ToJsonString(), now?.ToJsonString());
            (_found.TryGetValue(key, out var calls) ? calls : _found[key] = []).Add(call);
        }
    }

    private static (string?, string?, string?) Key(JsonNode entry) =>
        ((string?)entry["path"], entry["was"]?.ToJsonString(), entry["is"]?.ToJsonString());

    private static string Label(RecordedCall call)
    {
        var name = ((string?)call.Request["urn"])?.Split("::")[^1];
        return name is null ? $"{call.Number} {call.Rpc}" : $"{call.Number} {call.Rpc} {name}";
    }

    /// <summary>Without what chance decides: the label in a new id, ids of requests. An observation is compared by its fields, a plan by being one.</summary>
    private static JsonNode? Normal(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.Select(field =>
                    KeyValuePair.Create(
                        field.Key,
                        field.Key switch
                        {
                            "__observation" => JsonNode.Parse((string)field.Value!),
                            "plannedChange" => "PLAN",
                            _ => Normal(field.Value),
                        }
                    )
                )
            ),
            JsonArray list => new JsonArray([.. list.Select(Normal)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => RequestId()
                .Replace(IdLabel().Replace((string)value!, "$1-LABEL"), "REQUEST"),
            _ => node?.DeepClone(),
        };

    [GeneratedRegex("^((?!ins|skey)[a-z-]+)-[0-9a-f]{8}$")]
    private static partial Regex IdLabel();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RequestId();
}
