using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>Binds that fail or need a way round, credentials that end, answers that come late.</summary>
public class AwkwardAnswers
{
    [Fact]
    public void BindThatComesToNothing_SoleKeyStays_AndTheMachineIsStarted() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.From("AssociateInstancesKeyPairs", 1, new FaultEffect.FailOperation()));
                var report = await scenario.ApplyAsync(Exactly(Graceful(), [Id(1)], New));

                Assert.Equal(ProblemCodes.NotConverged, Assert.Single(report.Outcomes).Problem!.Code);
                Assert.Equal(2, scenario.Calls("AssociateInstancesKeyPairs").Length);
                Assert.Empty(scenario.Calls("DisassociateInstancesKeyPairs"));
                Assert.Equal([Old.Value], scenario.KeysOf(1));
                Assert.Equal("RUNNING", scenario.StateOf(1));
            }
        );

    [Fact]
    public void BindThatComesToNothing_AccessIsStillTakenAwayWhereAnotherKeyStays() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.From("AssociateInstancesKeyPairs", 1, new FaultEffect.FailOperation()));
                var report = await scenario.ApplyAsync(Association(Graceful(), [Id(1)], New), OffBoarding(Graceful()));

                Assert.Equal(OutcomeKind.Failed, Assert.Single(report.Outcomes).Kind);
                Assert.Equal([Team.Value], scenario.KeysOf(1));
                Assert.Equal("RUNNING", scenario.StateOf(1));
            }
        );

    [Fact]
    public void RefusesBoundKeysAndDropsTheOthers_TheOneAskedWithIsRepaired_AndNothingElseIsTried() =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Old, Team)),
            async scenario =>
            {
                // The batch and the one alone are refused; what is sent then replaces.
                scenario.Cloud.Faults.Add(
                    FaultRule.On(
                        "AssociateInstancesKeyPairs",
                        1,
                        new FaultEffect.RefuseWith("InvalidParameterValue.KeyPairNotSupported")
                    ) with
                    {
                        Times = 2,
                    }
                );
                var report = await scenario.ApplyAsync(
                    Association(Graceful(4) with { Canary = 0, FailureBudget = 9 }, Enumerable.Range(1, 4).Select(Id), New)
                );

                var asked = Assert.Single(Enumerable.Range(1, 4), number => scenario.KeysOf(number).Contains(New.Value));
                Assert.Equal([New.Value, Old.Value, Team.Value], scenario.KeysOf(asked));
                Assert.All(
                    Enumerable.Range(1, 4).Where(number => number != asked),
                    number => Assert.Equal([Old.Value, Team.Value], scenario.KeysOf(number))
                );
                Assert.Contains(report.Problems, problem => problem.Code == ProblemCodes.BindFailed);
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
            },
            new SimulatorOptions { Bind = Simulator.Options.BindReading.Replaces }
        );

    [Fact]
    public void LimitOfTwoKeys_RoomIsMadeFirst_LeavingOne() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(Exactly(Graceful(), [Id(1)], New));

                Assert.Equal(OutcomeKind.Changed, Assert.Single(report.Outcomes).Kind);
                Assert.Equal([New.Value], scenario.KeysOf(1));
                Assert.Equal(0, scenario.Us.KeylessRunning.Spans + scenario.Us.KeylessStopped.Spans);
                Assert.Single(scenario.Calls("StopInstances"));
            },
            new SimulatorOptions { MaxKeysPerInstance = 2 }
        );

    [Fact]
    public void CredentialsThatEndBeforeAWindowCould_NoWindowIsOpened() =>
        Play(
            Fleet([.. Instances(1, 3, "RUNNING", Old, Team), Instance(10, "STOPPED", Old, Team)]),
            async scenario =>
            {
                var api = new EndingCredentials(scenario.Api, scenario.Time.GetUtcNow().AddMinutes(5));
                var report = await new KeyBindingEngine(api, scenario.Time, new EngineOptions()).ApplyAsync(
                    [OffBoarding(Graceful())],
                    Mock.Of<IApplyProgress>(),
                    review: null,
                    ApplyCancellation.None
                );

                Assert.Empty(scenario.Calls("StopInstances"));
                Assert.Equal([Team.Value], scenario.KeysOf(10));
                Assert.Equal(3, report.Outcomes.Count(outcome => outcome.Problem?.Code == ProblemCodes.CredentialsExpiring));
            }
        );

    /// <summary>The stop takes 60 s of the service's time; its answer is 50 s late, and the time-out of 30 s runs from the answer.</summary>
    [Fact]
    public void AnswerToAStopThatComesLate_DoesNotRunTheStopClock() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Late }),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 1, new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(50))));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful() with { StopTimeoutSeconds = 30 }));

                Assert.Equal(OutcomeKind.Changed, Assert.Single(report.Outcomes).Kind);
            },
            new SimulatorOptions { StopLate = DurationRange.Seconds(60, 60) }
        );

    [Fact]
    public void HardStopRefusedBecauseItIsStopping_IsFollowedToASecondBound_ThenNamed() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Hangs }),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(
                    OffBoarding(Graceful() with { StopPolicy = StopPolicy.GracefulThenForce, StopTimeoutSeconds = 60 })
                );

                Assert.InRange(scenario.Us.HardStopCalls, 1, 2);
                Assert.Contains(report.Problems, problem => problem.Code == ProblemCodes.StartFailed);
            },
            new SimulatorOptions { HardWhileStopping = HardWhileStopping.Refused }
        );

    /// <summary>An account whose credentials end and cannot be refreshed. Stops are not foreseen; everything else goes through.</summary>
    private sealed class EndingCredentials(ICvmApi inner, DateTimeOffset end) : PassingApi(inner)
    {
        public override DateTimeOffset? CredentialsEnd => end;
    }
}
