using System.Text.Json.Nodes;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>One call of a recording. A line of a recording is one of these, in the order in which the calls began.</summary>
/// <param name="Number">Its place in the recording, from 0.</param>
/// <param name="Rpc">The name of the call.</param>
/// <param name="Request">What the engine sent.</param>
/// <param name="Answer">What it was answered: the response, or <c>error</c> with the status and, where a later request shows it, <c>kept</c>.</param>
/// <param name="Ended">How many calls had begun when it ended: the first of the others has seen its answer.</param>
internal sealed record RecordedCall(int Number, string Rpc, JsonNode Request, JsonNode Answer, int Ended)
{
    public static IReadOnlyList<RecordedCall> Read(string path) => [.. File.ReadLines(path).Select(Parse)];

    private static RecordedCall Parse(string line, int number)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        var answer = json["response"]?.DeepClone() ?? new JsonObject { ["error"] = json["error"]!.DeepClone() };
        if (json["kept"] is { } kept)
        {
            answer["kept"] = kept.DeepClone();
        }

        return new RecordedCall(number, (string)json["rpc"]!, json["request"]!.DeepClone(), answer, (int)json["ended"]!);
    }
}
