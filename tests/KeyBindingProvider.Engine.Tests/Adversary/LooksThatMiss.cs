using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>One look that misses an instance is no proof that it is gone, nor that it has no keys.</summary>
public class LooksThatMiss
{
    [Fact]
    public void OneLookThatMisses_BetweenTwoBinds_KeepsEveryKey() =>
        VirtualTime.Run(async time =>
        {
            var cloud = new SimulatedCloud(
                Fleet(Instance(1, "STOPPED", Old, Team)),
                new SimulatorOptions { Bind = Simulator.Options.BindReading.Replaces },
                time
            );
            var api = new MissingOnce(SimulatedAccount.Connect(cloud, time, Region), nth: 3);
            var engine = new KeyBindingEngine(api, time, new EngineOptions());
            // Refused as busy once: the batch is read again before the next attempt, and that read misses the instance.
            cloud.Faults.Add(FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("MutexOperation.TaskRunning")));
            var report = await engine.ApplyAsync(
                [Association(Graceful(), [Id(1)], New)],
                Mock.Of<IApplyProgress>(),
                null,
                ApplyCancellation.None
            );
            await time.SettleAsync();
            Assert.Equal([New.Value, Old.Value, Team.Value], cloud.View[Id(1).Value].KeyIds);
        });

    [Fact]
    public void OneLookThatMisses_AfterAnUnbindThatFailed_IsNotUnbound() =>
        VirtualTime.Run(async time =>
        {
            var cloud = new SimulatedCloud(Fleet(Instance(1, "STOPPED", Old, Team)), new SimulatorOptions(), time);
            var api = new MissingOnce(SimulatedAccount.Connect(cloud, time, Region), nth: 3);
            cloud.Faults.Add(FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.FailOperation()));
            var engine = new KeyBindingEngine(api, time, new EngineOptions());
            var report = await engine.ApplyAsync(
                [Exactly(Graceful(), [Id(1)], Team)],
                Mock.Of<IApplyProgress>(),
                null,
                ApplyCancellation.None
            );
            await time.SettleAsync();
            var outcome = report.Outcomes.Single();
            var isTrue = outcome.Pending == PendingCode.Unverified || outcome.Kind is not (OutcomeKind.Changed or OutcomeKind.AlreadySo);
            Assert.True(
                isTrue || !cloud.View[Id(1).Value].KeyIds.Contains(Old.Value),
                $"{outcome.Kind} but has {string.Join(',', cloud.View[Id(1).Value].KeyIds)}"
            );
        });

    private sealed class MissingOnce(ICvmApi inner, int nth) : PassingApi(inner)
    {
        private int _reads;

        public override async Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
            IReadOnlyCollection<InstanceId> instances,
            CallPriority priority,
            CancellationToken cancellationToken
        )
        {
            var seen = await base.DescribeInstancesAsync(instances, priority, cancellationToken);
            return ++_reads == nth ? [] : seen;
        }
    }
}
