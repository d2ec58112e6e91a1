using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>What goes wrong in the middle, and what is left when it has.</summary>
public class TroubleInAWave
{
    [Fact]
    public void OneThatWillNotStop_IsFollowedAndNamed_NobodyWaitsForIt() =>
        Play(
            Fleet(
                Instances(1, 30, "RUNNING", Old, Team)
                    .Select(instance => instance.Id == Id(5).Value ? instance with { SoftStop = SoftStopManner.Hangs } : instance)
            ),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(10)));

                var failed = Assert.Single(report.Outcomes, outcome => outcome.Kind == OutcomeKind.Failed);
                Assert.Equal(Id(5), failed.Instance);
                // Left behind by its wave it is a straggler: the next wave opens, within maxUnavailable.
                Assert.Equal(29, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                Assert.InRange(scenario.Us.PeakDown, 1, 10);
                Assert.Equal(29, scenario.Cloud.View.Instances.Count(instance => instance.State == "RUNNING"));
                Assert.Contains(report.Problems, problem => problem.Code == ProblemCodes.StartFailed && problem.Instances.Contains(Id(5)));
            }
        );

    [Fact]
    public void OneThatStopsSlowly_DoesNotKeepTheOthersDown() =>
        Play(
            Fleet(
                Instances(1, 10, "RUNNING", Old, Team)
                    .Select(instance => instance.Id == Id(5).Value ? instance with { SoftStop = SoftStopManner.Late } : instance)
            ),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(10) with { Canary = 0, StopTimeoutSeconds = 1200 }));

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                var quick = scenario.Cloud.Oracle.Downs.Where(span => span.InstanceId != Id(5).Value);
                Assert.All(quick, span => Assert.InRange((span.To!.Value - span.From).TotalSeconds, 0, 150));
            }
        );

    [Fact]
    public void OneThatStopsAfterItsTimeout_IsStartedAgain() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Late }),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful() with { StopTimeoutSeconds = 60 }));

                Assert.Equal(ProblemCodes.StopTimedOut, Assert.Single(report.Outcomes).Problem!.Code);
                Assert.Equal("RUNNING", scenario.StateOf(1));
                Assert.Equal([Old.Value, Team.Value], scenario.KeysOf(1));
            },
            new SimulatorOptions { StopLate = DurationRange.Seconds(90, 100) }
        );

    [Fact]
    public void GracefulThenForce_PullsThePlugAtTheTimeout() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Hangs }),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(
                    OffBoarding(Graceful() with { StopPolicy = StopPolicy.GracefulThenForce, StopTimeoutSeconds = 60 })
                );

                Assert.Equal(OutcomeKind.Changed, Assert.Single(report.Outcomes).Kind);
                Assert.Equal(1, scenario.Us.HardStopCalls);
                Assert.Equal(0, scenario.Us.ForceStopCalls);
            }
        );

    [Fact]
    public void BlockedOneInABatchOf40_IsFoundByHalving_AndThe39GoOn() =>
        Play(
            Fleet(Instances(1, 40, "STOPPED", Old, Team)),
            async scenario =>
            {
                // Started by somebody directly before our call: the whole batch is refused for it.
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Start, Id(17).Value))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal(39, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                var failed = Assert.Single(report.Outcomes, outcome => outcome.Kind == OutcomeKind.Failed);
                Assert.Equal(ProblemCodes.StartedByAnother, failed.Problem!.Code);
                Assert.Equal("RUNNING", scenario.StateOf(17));
                Assert.Equal([Old.Value, Team.Value], scenario.KeysOf(17));
            }
        );

    [Theory]
    [InlineData(RefusedBatch.NothingChanged)]
    [InlineData(RefusedBatch.HealthyPartProceeds)]
    public void SettledRefusalOfOneMember_CostsAFewCallsAndOnlyThatMember(RefusedBatch reading) =>
        Play(
            Fleet(
                Instances(1, 64, "RUNNING", Old, Team)
                    .Select(instance =>
                        instance.Id == Id(33).Value
                            ? instance with
                            {
                                StartRefused = "UnsupportedOperation.InstanceStateFreezing",
                            }
                            : instance
                    )
            ),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(64) with { Canary = 0 }));

                Assert.Equal(63, scenario.Cloud.View.Instances.Count(instance => instance.State == "RUNNING"));
                var failed = Assert.Single(report.Outcomes, outcome => outcome.Kind == OutcomeKind.Failed);
                Assert.Equal(ProblemCodes.StartFailed, failed.Problem!.Code);
                Assert.Contains("InstanceStateFreezing", failed.Problem.Message, StringComparison.Ordinal);
                Assert.InRange(scenario.Calls("StartInstances").Length, 2, 25);
            },
            new SimulatorOptions { RefusedBatch = reading }
        );

    [Theory]
    [InlineData("StopInstances")]
    [InlineData("DisassociateInstancesKeyPairs")]
    [InlineData("StartInstances")]
    public void LostAnswer_IsReadBeforeAnythingIsSentAgain(string action) =>
        Play(
            Fleet(Instances(1, 5, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On(action, 1, new FaultEffect.ResetAfterEffect()));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(5) with { Canary = 0 }));

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.Single(scenario.Calls(action));
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            }
        );

    [Fact]
    public void LostForcedCall_IsNeverSentToAMachineThatMayBeHalfWay() =>
        Play(
            Fleet(Instances(1, 5, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ResetAfterEffect()));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(5) with { Canary = 0, StopPolicy = StopPolicy.Force }));

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.Single(scenario.Calls("DisassociateInstancesKeyPairs"));
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            }
        );

    [Fact]
    public void Throttled_WaitsAndGoesOn() =>
        Play(
            Fleet(Instances(1, 5, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("RequestLimitExceeded"))
                );
                scenario.Cloud.Faults.Add(
                    FaultRule.On("StartInstances", 1, new FaultEffect.RefuseWith("RequestLimitExceeded.UinLimitExceeded"))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(5) with { Canary = 0 }));

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
            }
        );

    [Fact]
    public void StoppedInNoChargeModeAllTheSame_IsStartedAtOnceAndNotChanged() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal(ProblemCodes.StopCharging, Assert.Single(report.Outcomes).Problem!.Code);
                Assert.Equal("RUNNING", scenario.StateOf(1));
            },
            new SimulatorOptions { StopChargingAnyway = true }
        );

    [Fact]
    public void OperationThatEndsFailed_IsRepairedOnceInsideTheWindow() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.FailOperation()));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal(OutcomeKind.Changed, Assert.Single(report.Outcomes).Kind);
                Assert.Equal(2, scenario.Calls("DisassociateInstancesKeyPairs").Length);
                Assert.Single(scenario.Calls("StopInstances"));
            }
        );

    [Fact]
    public void TwoResourcesOnOneInstance_AreOneWindow() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old)),
            async scenario =>
            {
                await scenario.ApplyAsync(Association(Graceful(), [Id(1)], New, Team), OffBoarding(Graceful()));

                Assert.Equal([New.Value, Team.Value], scenario.KeysOf(1));
                Assert.Single(scenario.Calls("StopInstances"));
            }
        );

    [Fact]
    public void DependencyThatDidNotFinish_KeepsTheOtherFromStarting() =>
        Play(
            Fleet([Instance(1, "RUNNING", Team) with { SoftStop = SoftStopManner.Hangs }, Instance(2, "STOPPED", Old, Team)]),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(
                    Association(Graceful() with { StopTimeoutSeconds = 30, FailureBudget = 5 }, [Id(1)], New),
                    OffBoarding(Graceful() with { FailureBudget = 5 }) with
                    {
                        DependsOn = ["web"],
                    }
                );

                Assert.Equal(ProblemCodes.DependencyFailed, report.Outcomes.Single(outcome => outcome.Instance == Id(2)).Problem!.Code);
                Assert.Equal([Old.Value, Team.Value], scenario.KeysOf(2));
            }
        );
}
