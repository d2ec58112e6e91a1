using System.Globalization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>
/// Two processes that know nothing of each other work on the same twenty machines: two jobs of one program, or two stacks. The marker keeps each out of the other's
/// windows (rule <c>restart-marker</c>): nothing is stopped twice for one change, and nothing is undone.
/// </summary>
public class TwoProcesses(ITestOutputHelper output)
{
    private const int Machines = 20;

    /// <summary>A thousand are a matter of minutes: KEYBINDING_SOAK says how many, KEYBINDING_SEED from where.</summary>
    private const int FewInterleavings = 200;
    private const string Other = "AKIDSIMULATOR000000000000000000000002";
    private const string OtherKey = "simulatorSecretKey00000000000002";

    [Fact]
    public void Interleavings_OfTwoRuns_StopNothingTwiceAndUndoNothing()
    {
        var first = ulong.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : 1;
        var count = int.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SOAK"), CultureInfo.InvariantCulture, out var many)
            ? many
            : FewInterleavings;
        var tally = new Tally();
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            Interleave(seed, tally);
        }

        output.WriteLine(
            $"{count} interleavings from seed {first}: {tally.Windows} windows, {tally.Shared} machines changed by both, "
                + $"{tally.Waited} left to a later run because the other had them, {tally.Unsure} of them written to while a tag lagged"
        );
        Assert.True(tally is { Shared: > FewInterleavings, Waited: > 0 });
    }

    private static void Interleave(ulong seed, Tally tally)
    {
        var random = new Random((int)(seed & int.MaxValue));
        Play(
            Fleet(Instances(1, Machines, "RUNNING", Old)),
            async scenario =>
            {
                var isSameProgram = random.Next(3) == 0;
                var (mine, theirs) = (Some(random), Some(random));
                var isRevocation = !isSameProgram && random.Next(2) == 0;
                ResourceIntent here = Association(Policy(random), mine, New);
                ResourceIntent there =
                    isSameProgram ? here
                    : isRevocation ? OffBoarding(Policy(random) with { AllowKeyless = true })
                    : Association(Policy(random), theirs, Team);
                theirs =
                    isSameProgram ? mine
                    : isRevocation ? [.. Enumerable.Range(1, Machines).Select(Id)]
                    : theirs;
                var other = scenario.NextProcess(
                    SimulatedAccount.Connect(
                        scenario.Cloud,
                        scenario.Time,
                        Region,
                        SimulatedAccount.Configuration with
                        {
                            SecretId = SecretText.Of(Other),
                            SecretKey = SecretText.Of(OtherKey),
                        }
                    )
                );

                var first = scenario.ApplyAsync(here);
                await Task.Delay(TimeSpan.FromSeconds(random.Next(0, 120)), scenario.Time);
                var reports = await Task.WhenAll(first, other.ApplyAsync(there));

                var story =
                    $"seed {seed}, {(isSameProgram ? "the same program" : isRevocation ? "a revocation" : "another key")}, the second run: {string.Join("; ", reports[1].Outcomes.Select(o => $"{o.Instance} {o.Kind} {o.Keys}"))}\n{other.Loop}\n";
                AssertNoStopInAWindowOfTheOther(scenario);
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.True(instance.State == "RUNNING", $"{story}: {instance.Id}"));
                Assert.All(
                    scenario.Cloud.View.Instances,
                    instance => Assert.False(instance.Tags.ContainsKey(Core.Fleet.RestartMarker.Key), $"{story}: {instance.Id} is marked")
                );
                foreach (var id in mine.Union(theirs))
                {
                    var keys = scenario.Cloud.View[id.Value].KeyIds;
                    var (a, b) = (IsDone(reports[0], id), IsDone(reports[1], id));
                    Assert.True(!a || !mine.Contains(id) || keys.Contains(New.Value), $"{story}: {id} lost what the first had bound");
                    Assert.True(
                        !b || isSameProgram || !theirs.Contains(id) || keys.Contains(Team.Value) != isRevocation,
                        $"{story}: {id} lost what the second had bound"
                    );
                    Assert.True(keys.Contains(Old.Value) != (b && isRevocation && theirs.Contains(id)), $"{story}: {id} and the old key");
                    var cycles = scenario.Cloud.Oracle.Downs.Count(span => span.InstanceId == id.Value && span.PoweredOff);
                    Assert.True(cycles <= (isSameProgram ? 1 : 2), $"{story}: {id} was cycled {cycles} times");
                    tally.Windows += cycles;
                    tally.Shared += a && b && !isSameProgram && mine.Contains(id) && theirs.Contains(id) ? 1 : 0;
                }

                var waiting = reports.SelectMany(report => report.Outcomes).Where(outcome => outcome.Problem is not null).ToArray();
                // Under onBlocked: refuse who is busy has failed, and the failure budget ends the rest. A tag that shows later than the stop lets a run take the other's machine for
                // one that a person has stopped: it changes keys along with it, and says that it cannot tell what it has done.
                ProblemCode[] why = [ProblemCodes.Busy, ProblemCodes.NotReached, ProblemCodes.Unverified];
                Assert.All(waiting, outcome => Assert.True(why.Contains(outcome.Problem!.Code), $"{story}: {outcome}"));
                tally.Unsure += waiting.Count(outcome => outcome.Problem!.Code == ProblemCodes.Unverified);
                tally.Waited += waiting.Length;
            },
            new SimulatorOptions
            {
                Seed = (long)seed,
                Bind = random.Next(2) == 0 ? BindReading.Adds : BindReading.Replaces,
                TagLag = DurationRange.Seconds(0.5, random.Next(1, 20)),
                Credentials = new Dictionary<string, SimulatedCredential>(StringComparer.Ordinal)
                {
                    [SimulatorOptions.DefaultSecretId] = new(SimulatorOptions.DefaultSecretKey),
                    [Other] = new(OtherKey),
                },
            }
        );
    }

    private static void AssertNoStopInAWindowOfTheOther(FleetScenario scenario)
    {
        var spans = scenario.Cloud.Oracle.Downs.ToLookup(span => span.InstanceId);
        foreach (var stop in scenario.Cloud.Journal.Find("StopInstances").Where(call => call.Outcome == "OK"))
        {
            foreach (var id in stop.InstanceIds)
            {
                Assert.DoesNotContain(
                    spans[id],
                    span => span.Actor != stop.Actor && span.From <= stop.At && (span.To is null || stop.At < span.To)
                );
            }
        }
    }

    private static bool IsDone(ApplyReport report, InstanceId id) =>
        report.Outcomes.Any(outcome => outcome.Instance == id && outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo)
        || report.Outcomes.All(outcome => outcome.Instance != id);

    private static InstanceId[] Some(Random random) => [.. Enumerable.Range(1, Machines).Where(_ => random.Next(4) > 0).Select(Id)];

    private static ChangePolicy Policy(Random random) =>
        Graceful(random.Next(1, Machines + 1)) with
        {
            StopPolicy = random.Next(3) == 0 ? StopPolicy.GracefulThenForce : StopPolicy.Graceful,
            OnBlocked = random.Next(2) == 0 ? OnBlocked.Refuse : OnBlocked.Skip,
            RestartMarker = random.Next(2) == 0 ? RestartMarkerUse.Auto : RestartMarkerUse.Required,
        };

    private sealed record Tally
    {
        public int Windows { get; set; }
        public int Shared { get; set; }
        public int Waited { get; set; }
        public int Unsure { get; set; }
    }
}
