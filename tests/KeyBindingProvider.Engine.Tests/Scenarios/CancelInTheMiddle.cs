using KeyBindingProvider.Core;
using KeyBindingProvider.Simulator;
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
}
