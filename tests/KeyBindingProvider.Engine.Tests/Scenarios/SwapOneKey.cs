using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;
using SimBind = KeyBindingProvider.Simulator.Options.BindReading;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>One key for another on machines that carry strangers' keys, under both readings of a bind.</summary>
public class SwapOneKey
{
    [Theory]
    [InlineData(SimBind.Adds, 1)]
    [InlineData(SimBind.Replaces, 0)]
    public void KeepsStrangersKeys_OneCycle_NeverKeyless(SimBind reading, int unbindsPerGroup) =>
        Play(
            Fleet(Instances(1, 20, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(
                    Association(Graceful(20) with { Canary = 0 }, Enumerable.Range(1, 20).Select(Id), New),
                    OffBoarding(Graceful(20) with { Canary = 0 })
                );

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.All(Enumerable.Range(1, 20), number => Assert.Equal([New.Value, Team.Value], scenario.KeysOf(number)));
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.Equal(0, scenario.Us.KeylessRunning.Spans + scenario.Us.KeylessStopped.Spans);
                Assert.Single(scenario.Calls("AssociateInstancesKeyPairs"));
                Assert.Equal(unbindsPerGroup, scenario.Calls("DisassociateInstancesKeyPairs").Length);
            },
            new SimulatorOptions { Bind = reading }
        );

    [Theory]
    [InlineData(ForceStopReading.PowerOffAndRestart)]
    [InlineData(ForceStopReading.ShutDownAndLeave)]
    [InlineData(ForceStopReading.RestartRefused)]
    public void UnderForce_ASwapIsOneHardWindowAndARemovalOneForcedCall(ForceStopReading reading) =>
        Play(
            Fleet([.. Instances(1, 3, "RUNNING", Old), .. Instances(10, 3, "RUNNING", New, Old)]),
            async scenario =>
            {
                var force = ChangePolicy.Default with
                {
                    StopPolicy = StopPolicy.Force,
                    MaxUnavailable = [MaxUnavailable.Count(10)],
                    Canary = 0,
                    RestartMarker = RestartMarkerUse.Off,
                };
                var report = await scenario.ApplyAsync(
                    Exactly(force, [.. Enumerable.Range(1, 3).Concat(Enumerable.Range(10, 3)).Select(Id)], New)
                );

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.Equal(1, scenario.Us.ForceStopCalls);
                Assert.Equal(1, scenario.Us.HardStopCalls);
                Assert.Equal(0, scenario.Us.KeylessRunning.Spans + scenario.Us.KeylessStopped.Spans);
            },
            new SimulatorOptions { ForceStop = reading }
        );

    [Fact]
    public void ServiceRefusesBoundKeys_LearnsOnceAndSendsDeltas() =>
        Play(
            Fleet(Instances(1, 12, "RUNNING", Team)),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(
                    Association(Graceful(4) with { Canary = 0 }, Enumerable.Range(1, 12).Select(Id), New)
                );

                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                // One refused full set, the same on a single instance, a delta on it, the delta for the rest of that wave; then one for each wave.
                Assert.Equal(6, scenario.Calls("AssociateInstancesKeyPairs").Length);
            },
            new SimulatorOptions { BoundKey = RepeatedPair.Error }
        );

    [Fact]
    public void LimitOfOneKey_SwapIsRefusedUnlessKeylessIsAllowed() =>
        Play(
            Fleet(Instance(1, "STOPPED", Old)),
            async scenario =>
            {
                var refused = await scenario.ApplyAsync(Exactly(Graceful(), [Id(1)], New));
                Assert.Equal(OutcomeKind.Failed, Assert.Single(refused.Outcomes).Kind);
                Assert.Equal([Old.Value], scenario.KeysOf(1));

                var allowed = await scenario.ApplyAsync(Exactly(Graceful() with { AllowKeyless = true }, [Id(1)], New));
                Assert.Equal(OutcomeKind.Changed, Assert.Single(allowed.Outcomes).Kind);
                Assert.Equal([New.Value], scenario.KeysOf(1));
            },
            new SimulatorOptions { MaxKeysPerInstance = 1 }
        );
}
