using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>Ctrl-C once and twice.</summary>
public class CancelInTheMiddle
{
    [Fact]
    public void Once_FinishesWhatIsDown_StartsIt_AndStopsNothingMore() =>
        Play(
            Fleet(Instances(1, 30, "RUNNING", Old, Team)),
            async scenario =>
            {
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(8), scenario.Time);
                var report = await scenario.ApplyAsync(
                    new ApplyCancellation(cancel.Token, default),
                    OffBoarding(Graceful(10) with { Canary = 0 })
                );

                Assert.True(report.Cancelled);
                Assert.Single(scenario.Calls("StopInstances"));
                Assert.Equal(10, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                Assert.Equal(20, report.Outcomes.Count(outcome => outcome.Problem?.Code == ProblemCodes.Cancelled));
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
            }
        );

    [Fact]
    public void Twice_OnlyStartsWhatIsDown() =>
        Play(
            Fleet(Instances(1, 30, "RUNNING", Old, Team)),
            async scenario =>
            {
                using var first = new CancellationTokenSource(TimeSpan.FromSeconds(3), scenario.Time);
                using var second = new CancellationTokenSource(TimeSpan.FromSeconds(4), scenario.Time);
                var report = await scenario.ApplyAsync(
                    new ApplyCancellation(first.Token, second.Token),
                    OffBoarding(Graceful(10) with { Canary = 0 })
                );

                Assert.Empty(scenario.Calls("DisassociateInstancesKeyPairs"));
                Assert.DoesNotContain(report.Outcomes, outcome => outcome.Kind == OutcomeKind.Changed);
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
                Assert.Empty(scenario.Us.LeftDown);
            }
        );

    [Fact]
    public void RightsTakenAwayInTheMiddle_SaysWhatIsStillDown() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                var down = Assert.Single(report.Problems, problem => problem.Code == ProblemCodes.StartFailed);
                Assert.Single(down.Instances);
                Assert.Contains("START IT BY HAND", down.EffectiveRemedy, StringComparison.Ordinal);
                Assert.Equal(2, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.NotReached));
            }
        );

    [Fact]
    public void OnceWhileOneHangs_ItIsFollowedToItsTimeoutAMinuteAndTheStalenessBoundMore_ThenNamed() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old, Team).Select(instance => instance with { SoftStop = SoftStopManner.Hangs })),
            async scenario =>
            {
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(10), scenario.Time);
                var began = scenario.Time.GetUtcNow();
                var report = await scenario.ApplyAsync(
                    new ApplyCancellation(cancel.Token, default),
                    OffBoarding(Graceful(2) with { Canary = 0, StopPolicy = StopPolicy.GracefulThenForce, StopTimeoutSeconds = 120 })
                );

                Assert.InRange((scenario.Time.GetUtcNow() - began).TotalSeconds, 210, 220);
                Assert.Equal(0, scenario.Us.HardStopCalls);
                Assert.Equal(
                    [Id(1), Id(2)],
                    report.Problems.Where(problem => problem.Code == ProblemCodes.StartFailed).SelectMany(problem => problem.Instances)
                );
            }
        );

    [Fact]
    public void OnceWhileOneStopsLate_ItIsStartedAgain() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Late }),
            async scenario =>
            {
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(10), scenario.Time);
                await scenario.ApplyAsync(
                    new ApplyCancellation(cancel.Token, default),
                    OffBoarding(Graceful() with { StopTimeoutSeconds = 60 })
                );

                Assert.Equal("RUNNING", scenario.StateOf(1));
                Assert.Empty(scenario.Us.LeftDown);
            },
            new SimulatorOptions { StopLate = DurationRange.Seconds(100, 110) }
        );

    [Fact]
    public void TwiceWhileAStoppedOneChanges_TheCallOnItsWayIsNotWaitedFor_AndSaidToBeUnverified() =>
        Play(
            Fleet(Instance(1, "STOPPED", Old, Team)),
            async scenario =>
            {
                using var first = new CancellationTokenSource(TimeSpan.FromSeconds(1), scenario.Time);
                using var second = new CancellationTokenSource(TimeSpan.FromSeconds(2), scenario.Time);
                var began = scenario.Time.GetUtcNow();
                var report = await scenario.ApplyAsync(new ApplyCancellation(first.Token, second.Token), OffBoarding(Graceful()));

                Assert.InRange((scenario.Time.GetUtcNow() - began).TotalSeconds, 1, 5);
                Assert.Equal(PendingCode.Unverified, Assert.Single(report.Outcomes).Pending);
            },
            new SimulatorOptions { UnbindTime = DurationRange.Seconds(30, 30) }
        );

    [Fact]
    public void BeforeAnythingBegan_NothingIsWritten() =>
        Play(
            Fleet([.. Instances(1, 3, "RUNNING", Old, Team), .. Instances(10, 3, "STOPPED", Old, Team)]),
            async scenario =>
            {
                using var cancel = new CancellationTokenSource();
                var report = await scenario.Engine.ApplyAsync(
                    [OffBoarding(Graceful())],
                    Mock.Of<IApplyProgress>(),
                    _ =>
                    {
                        cancel.Cancel();
                        return Task.FromResult<IReadOnlyList<Problem>>([]);
                    },
                    new ApplyCancellation(cancel.Token, default)
                );

                Assert.Equal(0, scenario.Writes);
                Assert.All(report.Outcomes, outcome => Assert.Equal(ProblemCodes.Cancelled, outcome.Problem!.Code));
            }
        );
}
