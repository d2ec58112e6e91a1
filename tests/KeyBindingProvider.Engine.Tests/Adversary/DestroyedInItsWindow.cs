using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Simulator.Faults;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>What somebody destroys while it is down is not down because of us.</summary>
public class DestroyedInItsWindow
{
    [Fact]
    public void Destroyed_HoldsNoSlot_TheOthersGoOn() =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Terminate, Id(1).Value))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(1) with { Canary = 0, FailureBudget = 10 }));
                await scenario.SettleAsync();
                Assert.True(report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed) >= 3, report.Story());
            }
        );

    [Fact]
    public void Destroyed_HoldsNoSlotOfTheProcess_LaterOperationsGoOn() =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Terminate, Id(1).Value))
                );
                await scenario.ApplyAsync(Association(Graceful(1) with { Canary = 0 }, [Id(1)], New));
                await scenario.SettleAsync();
                var second = await scenario.ApplyAsync(Association(Graceful(1) with { Canary = 0 }, [Id(2)], New));
                Assert.True(second.Outcomes.Single().Kind == OutcomeKind.Changed, second.Story());
            },
            processLimit: 1
        );

    [Fact]
    public void Destroyed_AsCanary_IsNotACanaryThatDidNotStart() =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Terminate, Id(1).Value))
                );
                await scenario.ApplyAsync(Association(Graceful(1), [Id(1)], New));
                await scenario.SettleAsync();
                var second = await scenario.ApplyAsync(Association(Graceful(1), [Id(2)], New));
                Assert.True(second.Outcomes.Single().Kind == OutcomeKind.Changed, second.Story());
            }
        );
}
