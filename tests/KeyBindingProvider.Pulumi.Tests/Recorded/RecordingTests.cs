using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KeyBindingProvider.Pulumi.Tests.Kit;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>
/// Runs of pulumi 3.274 against the provider of 2026-11-26, played against the provider of today: see <c>pulumi-3.274/README.md</c>. Every answer is the recorded
/// one, but for what stands, with its reason, in the list beside the recording.
/// </summary>
public sealed class RecordingTests
{
    private const int AllCalls = 533;

    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    public static TheoryData<string> Names => [.. Scenarios.All.Select(scenario => scenario.Recording)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ARecording_Replayed_IsAnsweredAsRecordedButForWhatIsListed(string name)
    {
        var scenario = Scenarios.All.Single(each => each.Recording == name);
        var calls = RecordedCall.Read(PathOf($"{name}.jsonl"));
        Assert.Equal(scenario.Calls, calls.Count);

        var differences = new Differences();
        Stage.Play(
            scenario.World,
            async stage =>
            {
                stage.UseEnvironmentCredentials();
                differences = await new Replay(stage, calls, scenario).PlayAsync();
            }
        );

        var list = PathOf($"{name}.differences.json");
        var reviewed = File.Exists(list) ? File.ReadAllText(list) : "[]\n";
        var actual = differences.Write(reviewed);
        if (IsUpdate && !differences.IsEmpty)
        {
            File.WriteAllText(list, reviewed = actual);
        }

        Assert.Equal(reviewed, actual);
        Assert.All(JsonNode.Parse(actual)!.AsArray(), entry => Assert.NotEmpty((string)entry!["why"]!));
    }

    [Fact]
    public void TheRecordings_Together_AreAllThatWereMade()
    {
        Assert.Equal(AllCalls, Scenarios.All.Sum(scenario => scenario.Calls));
        Assert.Equal(
            Directory.EnumerateFiles(PathOf(""), "*.jsonl").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            Scenarios.All.Select(scenario => scenario.Recording).Order(StringComparer.Ordinal)
        );
    }

    private static string PathOf(string name) => Path.Combine(Here(), "pulumi-3.274", name);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
