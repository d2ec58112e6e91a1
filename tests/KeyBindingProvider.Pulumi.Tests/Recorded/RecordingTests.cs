using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>
/// Runs of pulumi 3.274 against the provider of 2026-11-26, played against the provider of today: see <c>pulumi-3.274/README.md</c>. Every answer is the recorded
/// one, but for what stands, with its reason, in the list beside the recording.
/// </summary>
public sealed class RecordingTests
{
    private const int AllCalls = 533;

    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    private static readonly bool[] Both = [false, true];

    public static TheoryData<string, bool> Runs =>
        [.. Scenarios.All.SelectMany(scenario => Both.Select(ownState => (scenario.Recording, ownState)))];

    [Theory]
    [MemberData(nameof(Runs))]
    public void ARecording_Replayed_IsAnsweredAsRecordedButForWhatIsListed(string name, bool ownState)
    {
        var scenario = Scenarios.All.Single(each => each.Recording == name);
        var calls = RecordedCall.Read(PathOf($"{name}.jsonl"));
        Assert.Equal(scenario.Calls, calls.Count);

        var (differences, own) = (new Differences(), ownState ? new OwnState() : null);
        Stage.Play(
            scenario.World,
            async stage =>
            {
                stage.UseEnvironmentCredentials();
                differences = await new Replay(stage, calls, scenario, own).PlayAsync();
                Assert.Equal(scenario.LeftDown, DownOf(stage, scenario));
            }
        );

        Assert.True(own is null or { Replaced: > 0 } || calls.All(call => call.Rpc != "Diff"));
        var list = PathOf($"{name}.differences.json");
        var reviewed = File.Exists(list) ? File.ReadAllText(list) : "[]\n";
        var actual = differences.Write(reviewed);
        if (IsUpdate && !ownState && !differences.IsEmpty)
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

    private static IEnumerable<string> DownOf(Stage stage, Scenario scenario)
    {
        var ran = scenario.World.Instances.Where(instance => instance.State == InstanceStates.Running).Select(instance => instance.Id);
        return stage
            .Cloud.View.Instances.Where(instance => instance.State != InstanceStates.Running)
            .Select(instance => instance.Id)
            .Intersect(ran);
    }

    private static string PathOf(string name) => Path.Combine(Here(), "pulumi-3.274", name);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
