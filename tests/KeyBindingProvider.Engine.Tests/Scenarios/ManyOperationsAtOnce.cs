using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>Hundreds of resource operations over one engine, as the engines' faces drive it.</summary>
public class ManyOperationsAtOnce
{
    private static readonly string[] PowerAndKeys =
    [
        "StopInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
        "StartInstances",
    ];

    [Fact]
    public void FourHundred_StayWithinTheProvidersLimit_AndAllConverge() =>
        Play(
            Fleet(Instances(1, 400, "RUNNING", Team)),
            async scenario =>
            {
                var reports = await Task.WhenAll(
                    Enumerable.Range(1, 400).Select(number => scenario.ApplyAsync(Association(Graceful(), [Id(number)], New)))
                );

                Assert.All(reports, report => Assert.Equal(OutcomeKind.Changed, Assert.Single(report.Outcomes).Kind));
                Assert.Equal(20, scenario.Us.PeakDown);
                Assert.Equal(400, scenario.Us.PowerCycles.Count);
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
            },
            processLimit: 20
        );

    /// <summary>A ring: each operation shares one instance with its neighbour before and one with its neighbour after.</summary>
    [Fact]
    public void FourHundredInARing_OneWindowOnAnInstanceAtATime_NoneWaitsForEver() =>
        Play(
            Fleet(Instances(1, 400, "RUNNING", Old)),
            async scenario =>
            {
                var reports = await Task.WhenAll(
                    Enumerable
                        .Range(0, 400)
                        .Select(number =>
                            scenario.ApplyAsync(
                                Association(Graceful(), [Id(number + 1), Id(((number + 1) % 400) + 1)], number % 2 == 0 ? New : Team)
                            )
                        )
                );

                Assert.All(reports, report => Assert.False(report.IsPartial));
                Assert.All(Enumerable.Range(1, 400), number => Assert.Equal([New.Value, Old.Value, Team.Value], scenario.KeysOf(number)));
                Assert.InRange(scenario.Us.PeakDown, 2, 60);
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.InRange(cycles.Value, 1, 2));
                AssertOneWindowAtATime(scenario);
            },
            processLimit: 60
        );

    [Fact]
    public void OverlappingResources_ShareOneCount_TheStrictestHolds() =>
        Play(
            Fleet(Instances(1, 12, "RUNNING", Old)),
            async scenario =>
            {
                var all = Enumerable.Range(1, 12).Select(Id).ToArray();
                var strict = scenario.ApplyAsync(Association(Graceful(2) with { Canary = 0 }, all, New));
                var lax = scenario.ApplyAsync(Association(Graceful(12) with { Canary = 0 }, all, Team));
                await Task.WhenAll(strict, lax);

                Assert.False((await strict).IsPartial || (await lax).IsPartial);
                // As long as the strict one has windows to open, nobody takes more of its instances down than it allows.
                var downs = scenario.Cloud.Oracle.Downs;
                var untilStrictEnds = downs.Where(down => downs.Count(earlier => earlier.From < down.From) < 12);
                Assert.All(
                    untilStrictEnds,
                    down =>
                        Assert.InRange(downs.Count(other => other.From <= down.From && (other.To is null || other.To > down.From)), 1, 2)
                );
            }
        );

    [Fact]
    public void CanaryOfOneOperation_IsTheCanaryOfAll() =>
        Play(
            Fleet(Instances(1, 30, "RUNNING", Old, Team)),
            async scenario =>
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, 3)
                        .Select(part =>
                            scenario.ApplyAsync(Association(Graceful(10), Enumerable.Range((part * 10) + 1, 10).Select(Id), New))
                        )
                );

                var downs = scenario.Cloud.Oracle.Downs;
                Assert.All(downs.Skip(1), down => Assert.True(down.From >= downs[0].To));
                // Proven once it is proven for all: nobody queues at the gate any more.
                Assert.InRange(scenario.Us.PeakDown, 20, 30);
            }
        );

    [Fact]
    public void CanaryThatHangs_DoesNotHoldUpOperationsThatStopNothing() =>
        Play(
            Fleet([
                Instance(1, "RUNNING", Old, Team) with
                {
                    SoftStop = SoftStopManner.Hangs,
                },
                .. Instances(100, 50, "STOPPED", Old, Team),
            ]),
            async scenario =>
            {
                var canary = scenario.ApplyAsync(Association(Graceful(), [Id(1)], New));
                await Task.WhenAll(
                    Enumerable.Range(100, 50).Select(number => scenario.ApplyAsync(Association(Graceful(), [Id(number)], New)))
                );

                Assert.False(canary.IsCompleted);
                Assert.All(Enumerable.Range(100, 50), number => Assert.Contains(New.Value, scenario.KeysOf(number)));
                await canary;
            }
        );

    [Fact]
    public void CanaryThatCannotBeStarted_IsTheOnlyOneLost() =>
        Play(
            Fleet(Instances(1, 20, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"))
                );
                var reports = await Task.WhenAll(
                    Enumerable.Range(1, 20).Select(number => scenario.ApplyAsync(Association(Graceful(), [Id(number)], New)))
                );

                Assert.Single(scenario.Us.LeftDown);
                Assert.Single(scenario.Calls("StopInstances"));
                Assert.Single(reports.SelectMany(report => report.Problems), problem => problem.Code == ProblemCodes.StartFailed);
                Assert.Equal(19, reports.Count(report => report.Outcomes.Single().Kind == OutcomeKind.NotReached));
            }
        );

    [Fact]
    public void MachineLeftDown_KeepsItsSlot_AndNobodyWaitsForItForEver() =>
        Play(
            Fleet([Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Hangs }, .. Instances(2, 5, "RUNNING", Old, Team)]),
            async scenario =>
            {
                var policy = Graceful() with { Canary = 0, StopTimeoutSeconds = 30 };
                var reports = await Task.WhenAll(
                    Enumerable.Range(1, 6).Select(number => scenario.ApplyAsync(Association(policy, [Id(number)], New)))
                );

                Assert.Equal(5, reports.Count(report => report.Outcomes.Single().Kind == OutcomeKind.NotReached));
                Assert.Equal(1, scenario.Us.PeakDown);
            },
            processLimit: 1
        );

    [Fact]
    public void MachineThatCannotBeStopped_FailsForAllWhoRide_NotWaitedForInACircle() =>
        Play(
            Fleet([Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Hangs }, .. Instances(2, 3, "RUNNING", Old, Team)]),
            async scenario =>
            {
                var policy = Graceful(1) with { Canary = 0, StopTimeoutSeconds = 30, FailureBudget = 5, OnBlocked = OnBlocked.Skip };
                var first = scenario.ApplyAsync(Association(policy, [Id(1), Id(2)], New));
                await Task.Delay(TimeSpan.FromSeconds(5), scenario.Time);
                var second = await scenario.ApplyAsync(Association(policy with { StopTimeoutSeconds = 300 }, [Id(1), Id(3)], New));

                Assert.Equal(OutcomeKind.Failed, second.Outcomes.Single(outcome => outcome.Instance == Id(1)).Kind);
                Assert.Equal(OutcomeKind.NotReached, second.Outcomes.Single(outcome => outcome.Instance == Id(3)).Kind);
                Assert.Contains(ProblemCodes.StartFailed, (await first).Outcomes.Select(outcome => outcome.Problem?.Code));
                Assert.Single(scenario.Calls("StopInstances"), call => call.InstanceIds.Contains(Id(1).Value));
            }
        );

    [Fact]
    public void Cancelled_WhoWaitsForATurnGivesUpAtOnce_WhoHasOneFinishes() =>
        Play(
            Fleet(Instances(1, 50, "RUNNING", Old, Team)),
            async scenario =>
            {
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(10), scenario.Time);
                var began = scenario.Time.GetUtcNow();
                var reports = await Task.WhenAll(
                    Enumerable
                        .Range(1, 50)
                        .Select(number =>
                            scenario.ApplyAsync(
                                new ApplyCancellation(cancel.Token, default),
                                Association(Graceful() with { Canary = 0 }, [Id(number)], New)
                            )
                        )
                );

                Assert.Equal(3, reports.Count(report => report.Outcomes.Single().Kind == OutcomeKind.Changed));
                Assert.Equal(47, reports.Count(report => report.Outcomes.Single().Problem?.Code == ProblemCodes.Cancelled));
                Assert.InRange((scenario.Time.GetUtcNow() - began).TotalSeconds, 10, 120);
                Assert.Empty(scenario.Us.LeftDown);
            },
            processLimit: 3
        );

    [Fact]
    public void SomebodyElsesWindow_CountsAsRunningForThePlan() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old)),
            async scenario =>
            {
                var first = scenario.ApplyAsync(Association(Graceful(), [Id(1)], New));
                await Task.Delay(TimeSpan.FromSeconds(25), scenario.Time);
                Assert.Equal("STOPPED", scenario.StateOf(1));
                var plan = await scenario.Engine.PlanAsync([Association(ChangePolicy.Default, [Id(1)], Team)], default);

                Assert.Contains(plan.Problems, problem => problem.Code == ProblemCodes.RunningRefused);
                await first;
            },
            new SimulatorOptions { BindTime = DurationRange.Seconds(60, 60), StopSoft = DurationRange.Seconds(10, 10) }
        );

    /// <summary>For each instance the writes come in rounds of stop, changes, start, and never two rounds at once.</summary>
    private static void AssertOneWindowAtATime(FleetScenario scenario)
    {
        var story = scenario
            .Cloud.Journal.Calls.Where(call => PowerAndKeys.Contains(call.Action) && call.Outcome == CallJournal.Ok)
            .SelectMany(call => call.InstanceIds.Select(id => (id, call.Action)))
            .ToLookup(entry => entry.id, entry => entry.Action[..3]);
        Assert.All(story, instance => Assert.Matches("^(Sto(Ass|Dis)*Sta)+$", string.Concat(instance)));
    }
}
