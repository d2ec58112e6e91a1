using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>What is sent again after a refusal or a lost answer, and what never is.</summary>
public class RefusedAndLostWrites
{
    [Theory]
    [InlineData("StopInstances")]
    [InlineData("AssociateInstancesKeyPairs")]
    [InlineData("DisassociateInstancesKeyPairs")]
    [InlineData("StartInstances")]
    public void EffectThatLandsAfterOurRead_IsWaitedOut_AndNothingIsSentTwice(string action) =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On(action, 1, new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(14))));
                var report = await scenario.ApplyAsync(
                    Exactly(Graceful(4) with { Canary = 0 }, Enumerable.Range(1, 4).Select(Id), New, Team)
                );

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                // The journal has a call that lands late twice: as it came and as it took effect.
                Assert.Single(scenario.Calls(action), call => call.Outcome == CallJournal.Ok);
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            }
        );

    [Fact]
    public void AllOfABatchRefusedAlike_EachIsAskedAloneInTheFourthRound() =>
        Play(
            Fleet(Instances(1, 64, "STOPPED", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From(
                        "DisassociateInstancesKeyPairs",
                        1,
                        new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateBanning")
                    )
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.All(report.Outcomes, outcome => Assert.Equal(ProblemCodes.UnbindFailed, outcome.Problem!.Code));
                // 64, twice 32, sixteen times 4, and each alone.
                Assert.Equal(1 + 2 + 16 + 64, scenario.Calls("DisassociateInstancesKeyPairs").Length);
            }
        );

    [Fact]
    public void StartForbiddenForOneInstance_TheOthersAreFoundByHalving() =>
        Play(
            Fleet(Instances(1, 16, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    new FaultRule
                    {
                        Action = "StartInstances",
                        InstanceId = Id(7).Value,
                        Times = null,
                        Effect = new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"),
                    }
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(16) with { Canary = 0 }));

                Assert.Equal([Id(7).Value], scenario.Us.LeftDown);
                Assert.Equal([Id(7)], Assert.Single(report.Problems, problem => problem.Code == ProblemCodes.StartFailed).Instances);
            }
        );

    [Fact]
    public void BusyForcedBatch_TheHealthyPartIsNotPowerCycledTwice() =>
        Play(
            Fleet([.. Instances(1, 20, "RUNNING", Old, Team), Instance(30, "RUNNING", Old, Team) with { LatestOperation = null }]),
            async scenario =>
            {
                // Somebody starts an operation on one of the batch directly before our call: the batch is refused as busy, in part.
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Stop, Id(30).Value))
                );
                await scenario.ApplyAsync(
                    OffBoarding(Graceful(100) with { Canary = 0, StopPolicy = StopPolicy.Force, FailureBudget = 30 })
                );

                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.All(Enumerable.Range(1, 20), number => Assert.Equal("RUNNING", scenario.StateOf(number)));
            },
            new SimulatorOptions { RefusedBatch = RefusedBatch.HealthyPartProceeds, KeyChanges = KeyChangeMode.Synchronous }
        );

    [Fact]
    public void BusyStopBatch_TheHealthyPartIsOursAndIsStarted() =>
        Play(
            Fleet(Instances(1, 20, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 1, new FaultEffect.ActByHand(HandAct.Stop, Id(7).Value)));
                await scenario.ApplyAsync(OffBoarding(Graceful(20) with { Canary = 0, FailureBudget = 30 }));

                Assert.Empty(scenario.Us.LeftDown);
                Assert.Equal(19, scenario.Cloud.View.Instances.Count(instance => instance.State == "RUNNING"));
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            },
            new SimulatorOptions { RefusedBatch = RefusedBatch.HealthyPartProceeds }
        );

    [Fact]
    public void OneCulpritUnderTheReplacingReading_DoesNotPassForARefusalOfBoundKeys() =>
        Play(
            Fleet(Instances(1, 8, "RUNNING", Old, Team)),
            async scenario =>
            {
                // The first batch is refused for a cause that may mean a bound key, and the service replaces.
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("InvalidParameterValue.KeyPairNotSupported"))
                );
                var report = await scenario.ApplyAsync(
                    Association(Graceful(8) with { Canary = 0 }, Enumerable.Range(1, 8).Select(Id), New)
                );

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.All(Enumerable.Range(1, 8), number => Assert.Equal([New.Value, Old.Value, Team.Value], scenario.KeysOf(number)));
                Assert.DoesNotContain(scenario.Cloud.Oracle.Removals, removal => removal.Cause == RemovalCause.Replaced);
            },
            new SimulatorOptions { Bind = Simulator.Options.BindReading.Replaces }
        );

    [Fact]
    public void RightToReadTakenAwayWhileStopping_EndsInBoundedTime_AndStartsBlind() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From("DescribeInstances", 4, new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(3) with { Canary = 0 }));
                await Task.Delay(TimeSpan.FromMinutes(10), scenario.Time);

                Assert.Empty(scenario.Calls("DisassociateInstancesKeyPairs"));
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
                // Told by the service that they run; nobody could see with which keys.
                Assert.Equal(
                    [ProblemCodes.Unverified, ProblemCodes.Unverified, ProblemCodes.Unverified],
                    report.Outcomes.Select(outcome => outcome.Problem!.Code)
                );
                Assert.All(report.Outcomes, outcome => Assert.Equal(PendingCode.Unverified, outcome.Pending));
            }
        );

    [Fact]
    public void LostStopAndNoRightToReadAnyMore_TheMachineIsStartedUnseen() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 1, new FaultEffect.ResetAfterEffect()));
                scenario.Cloud.Faults.Add(
                    FaultRule.From("DescribeInstances", 3, new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal("RUNNING", Assert.Single(scenario.Cloud.View.Instances).State);
                Assert.Equal(PendingCode.Unverified, Assert.Single(report.Outcomes).Pending);
            }
        );

    [Fact]
    public void FailureBudget_CountsFailedOnes_NotThoseThatWait() =>
        Play(
            Fleet([
                .. Instances(1, 12, "RUNNING", Old, Team)
                    .Select(instance => instance.Id == Id(1).Value ? instance with { SoftStop = SoftStopManner.Reverts } : instance),
                .. Instances(20, 3, "STOPPED", Old, Team).Select(instance => instance with { StopCharging = true }),
            ]),
            async scenario =>
            {
                var policy = Graceful(4) with { Canary = 0, OnBlocked = OnBlocked.Skip };
                var tolerant = await scenario.ApplyAsync(OffBoarding(policy with { FailureBudget = 1 }));

                Assert.Equal(11, tolerant.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                Assert.Equal(3, tolerant.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Pending));
                Assert.Equal(
                    ProblemCodes.StopFailed,
                    Assert.Single(tolerant.Outcomes, outcome => outcome.Kind == OutcomeKind.Failed).Problem!.Code
                );
            }
        );

    [Fact]
    public void FailureBudgetExceeded_NoFurtherWaveStarts() =>
        Play(
            Fleet(Instances(1, 12, "RUNNING", Old, Team).Select(instance => instance with { SoftStop = SoftStopManner.Reverts })),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(4) with { Canary = 0, FailureBudget = 4 }));

                // Four are tolerated, so a second wave starts, and overshoots by its size.
                Assert.Equal(2, scenario.Calls("StopInstances").Length);
                Assert.Equal(8, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Failed));
                Assert.Equal(4, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.NotReached));
            }
        );
}
