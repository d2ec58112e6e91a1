using System.Runtime.CompilerServices;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.TestKit;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Transcripts;

/// <summary>
/// What the loop does, as text that a person reviews: above the line what is asked and what goes wrong (<see cref="Script"/>), below it what was looked at, sent
/// and decided, with the seconds of the virtual clock. <c>UPDATE_GOLDEN=1 dotnet test</c> records the lower half anew.
/// </summary>
public class TranscriptTests
{
    private const string Line = "----\n";

    public static TheoryData<string> Names => [.. Directory.GetFiles(Here(), "*.txt").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Loop_DoesWhatTheTranscriptSays(string name)
    {
        var path = Path.Combine(Here(), name);
        var halves = File.ReadAllText(path).Split(Line, 2);
        var recorded = Play(Script.Read(halves[0]));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, halves[0] + Line + recorded);
            return;
        }

        Assert.Equal(halves.Length == 2 ? halves[1] : "", recorded);
    }

    private static string Play(Script script) =>
        VirtualTime.Run(async time =>
        {
            var cloud = new SimulatedCloud(script.World, script.Options, time);
            foreach (var fault in script.Faults)
            {
                cloud.Faults.Add(fault);
            }

            var recorder = new LoopRecorder();
            var engine = new KeyBindingEngine(
                SimulatedAccount.Connect(cloud, time, Region),
                time,
                new EngineOptions(),
                RunRules.All,
                recorder: recorder
            );
            using var soft = new CancellationTokenSource();
            using var hard = new CancellationTokenSource();
            var timers = script
                .Cancels.Select(cancel =>
                    time.CreateTimer(_ => (cancel.IsSecond ? hard : soft).Cancel(), null, cancel.At, Timeout.InfiniteTimeSpan)
                )
                .ToArray();
            var cancellation = new ApplyCancellation(soft.Token, hard.Token);
            var gather = script.Asks.Count > 1 ? Gather.OfEngines : default;
            var reports = await Task.WhenAll(script.Asks.Select(AskAsync));
            await Task.Delay(TimeSpan.FromMinutes(10), time);
            Assert.All(timers, timer => timer.Dispose());
            var keys = cloud.View.Instances.Select(instance =>
                $"{int.Parse(instance.Id[4..], System.Globalization.CultureInfo.InvariantCulture)} {instance.State} {{{string.Join(' ', instance.KeyIds.Select(Short).Order())}}}"
            );
            return $"{Folded(recorder.ToString())}{string.Concat(reports)}   truth  {string.Join("; ", keys)}\n".ReplaceLineEndings("\n");

            async Task<string> AskAsync(ScriptedAsk ask)
            {
                await Task.Delay(ask.At, time);
                var report = await engine.ApplyAsync(
                    () => [ask.Intent],
                    Mock.Of<IApplyProgress>(),
                    review: null,
                    cancellation,
                    ask.Intent.Name,
                    gather
                );
                return $"  report  {ask.Intent.Name}: {Core.Rendering.ApplyText.Counts(report)}{Problems(report)}\n";
            }
        });

    /// <summary>Looks that show the same, one after the other, as one line.</summary>
    private static string Folded(string recorded)
    {
        const int Text = 10;
        var lines = new List<(string First, int Count)>();
        foreach (var line in recorded.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')))
        {
            if (lines.Count > 0 && line[Text..].StartsWith("look", StringComparison.Ordinal) && lines[^1].First[Text..] == line[Text..])
            {
                lines[^1] = (lines[^1].First, lines[^1].Count + 1);
            }
            else
            {
                lines.Add((line, 1));
            }
        }

        return string.Concat(lines.Select(line => line.First + (line.Count > 1 ? $" ({line.Count} times)" : "") + "\n"));
    }

    private static string Problems(ApplyReport report)
    {
        var codes = report
            .Plan.Problems.Concat(report.Problems)
            .Concat(report.Outcomes.Select(outcome => outcome.Problem).OfType<Core.Problems.Problem>());
        var distinct = codes.Select(problem => problem.Code.Id).Distinct().Order(StringComparer.Ordinal).ToArray();
        return distinct.Length == 0 ? "" : $" [{string.Join(' ', distinct)}]";
    }

    private static string Short(string key) => key.Replace("skey-", "", StringComparison.Ordinal).TrimEnd('0');

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
