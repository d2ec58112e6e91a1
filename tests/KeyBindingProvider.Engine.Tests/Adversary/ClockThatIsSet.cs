using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>Bounds are counted on the monotonic clock: setting the wall clock neither keeps machines down nor ends a quarantine.</summary>
public class ClockThatIsSet
{
    [Fact]
    public void SetBack_KeepsNoMachineDown()
    {
        for (var after = 9.0; after < 15; after += 0.25)
        {
            var down = VirtualTime.Run(async time =>
            {
                var options = new SimulatorOptions { Latency = DurationRange.Seconds(0.3, 0.3) };
                var cloud = new SimulatedCloud(Fleet(Instance(1, "RUNNING", Old, Team)), options, time);
                var stepped = new SteppedClock(time, TimeSpan.FromMinutes(-4), TimeSpan.FromSeconds(after));
                var engine = new KeyBindingEngine(SimulatedAccount.Connect(cloud, stepped, Region), stepped, new EngineOptions());
                await engine.ApplyAsync([OffBoarding(Graceful())], Mock.Of<IApplyProgress>(), null, ApplyCancellation.None);
                await time.SettleAsync();
                return cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LongestDown;
            });
            Assert.True(down < TimeSpan.FromSeconds(150), $"set back at {after} s: down for {down}");
        }
    }

    /// <summary>The answer to a forced call is lost, and it lands 28 s after it was sent: ended early, the plug is pulled twice.</summary>
    [Fact]
    public void SetForward_EndsNoQuarantine() =>
        VirtualTime.Run(async time =>
        {
            var options = new SimulatorOptions
            {
                StopHard = DurationRange.Seconds(1, 1),
                UnbindTime = DurationRange.Seconds(1, 1),
                Start = DurationRange.Seconds(4, 4),
            };
            var cloud = new SimulatedCloud(Fleet(Instance(1, "RUNNING", Old, Team)), options, time);
            var stepped = new SteppedClock(time, TimeSpan.FromMinutes(4), after: TimeSpan.FromSeconds(3));
            cloud.Faults.Add(FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(28))));
            var engine = new KeyBindingEngine(SimulatedAccount.Connect(cloud, stepped, Region), stepped, new EngineOptions());
            await engine.ApplyAsync(
                [OffBoarding(Graceful() with { StopPolicy = StopPolicy.Force })],
                Mock.Of<IApplyProgress>(),
                null,
                ApplyCancellation.None
            );
            await time.SettleAsync();
            Assert.All(cloud.Oracle.For(SimulatorOptions.DefaultSecretId).PowerCycles, cycles => Assert.Equal(1, cycles.Value));
        });

    private sealed class SteppedClock(VirtualTime time, TimeSpan step, TimeSpan after) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() =>
            time.GetUtcNow() + (time.GetUtcNow() - VirtualTime.Origin >= after ? step : TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }
}
