using System.Text.Json.Nodes;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>Puts what we have answered in the place of what was answered when the recording was made, wherever a later request hands it back.</summary>
internal sealed class OwnState
{
    private static readonly string[] Outputs = ["properties", "olds", "oldOutputs"];
    private static readonly string[] Inputs = ["inputs", "oldInputs", "olds", "news"];

    private readonly List<(JsonNode Recorded, JsonNode Ours)> _outputs = [];
    private readonly List<(JsonNode Recorded, JsonNode Ours)> _inputs = [];

    /// <summary>How often a value was put in the place of a recorded one.</summary>
    public int Replaced { get; private set; }

    /// <summary>Remembers what a call was answered.</summary>
    public void Learn(RecordedCall call, JsonNode answer)
    {
        Keep(_outputs, call.Answer["properties"] ?? call.Answer["kept"], answer["properties"] ?? answer["kept"]);
        Keep(_inputs, call.Answer["inputs"], answer["inputs"]);
    }

    /// <summary>The call with our own values.</summary>
    public RecordedCall Of(RecordedCall call)
    {
        var request = call.Request.DeepClone().AsObject();
        Replace(request, Outputs, _outputs);
        Replace(request, Inputs, _inputs);
        return call with { Request = request };
    }

    private static void Keep(List<(JsonNode, JsonNode)> known, JsonNode? recorded, JsonNode? ours)
    {
        if (recorded is JsonObject { Count: > 0 } && ours is not null)
        {
            known.Add((recorded, ours));
        }
    }

    private void Replace(JsonObject request, string[] names, List<(JsonNode Recorded, JsonNode Ours)> known)
    {
        foreach (var name in names)
        {
            // The latest of what is equal.
            if (request[name] is { } value && known.FindLast(each => JsonNode.DeepEquals(each.Recorded, value)) is { Ours: { } ours })
            {
                request[name] = ours.DeepClone();
                Replaced++;
            }
        }
    }
}
