using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>A person at the console between two calls of ours: what was read last decides, not what was planned.</summary>
public class SomebodyActsInBetween
{
    [Fact]
    public void KeyTakenAwayWhileABindIsRefusedAsBusy_IsNotGivenBack() =>
        Play(
            Fleet(Instance(1, "STOPPED", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Unbind, Id(1).Value, Team.Value))
                );
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("MutexOperation.TaskRunning"))
                );
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 2, new FaultEffect.RefuseWith("MutexOperation.TaskRunning"))
                );
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 3, new FaultEffect.RefuseWith("MutexOperation.TaskRunning"))
                );
                await scenario.ApplyAsync(Association(Graceful(), [Id(1)], New));

                Assert.Equal([New.Value, Old.Value], scenario.KeysOf(1));
            }
        );

    [Fact]
    public void LastOtherKeyTakenAwayBeforeTheUnbind_TheKeyStays() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("StopInstances", 1, new FaultEffect.ActByHand(HandAct.Unbind, Id(1).Value, Team.Value))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal(ProblemCodes.WouldBeKeyless, Assert.Single(report.Outcomes).Problem!.Code);
                Assert.Equal([Old.Value], scenario.KeysOf(1));
                Assert.Equal("RUNNING", scenario.StateOf(1));
            }
        );

    [Fact]
    public void StrangersKeyThatCameAfterThePlan_IsLeft() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("StopInstances", 1, new FaultEffect.ActByHand(HandAct.Bind, Id(1).Value, New.Value))
                );
                await scenario.ApplyAsync(Exactly(Graceful(), [Id(1)], Team));

                Assert.Equal([New.Value, Team.Value], scenario.KeysOf(1));
            }
        );

    [Fact]
    public void StartedInItsWindow_IsNotStoppedASecondTime() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Start, Id(1).Value))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal(OutcomeKind.Failed, Assert.Single(report.Outcomes).Kind);
                Assert.Single(scenario.Calls("StopInstances"));
                Assert.Equal("RUNNING", scenario.StateOf(1));
            }
        );

    [Fact]
    public void StoppedWhileItWaitedForASlot_IsChangedAsItIs_AndStaysStopped() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("StartInstances", 1, new FaultEffect.ActByHand(HandAct.Stop, Id(2).Value)));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(2)));

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.Equal("STOPPED", scenario.StateOf(2));
                Assert.Single(scenario.Calls("StopInstances"));
            }
        );

    [Fact]
    public void StoppedByAnotherBeforeOurStop_IsNotOurs() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 1, new FaultEffect.ActByHand(HandAct.Stop, Id(1).Value)));
                await scenario.ApplyAsync(OffBoarding(Graceful()));

                Assert.Equal("STOPPED", scenario.StateOf(1));
                Assert.Empty(scenario.Cloud.Oracle.Starts);
            }
        );
}
