using System.Diagnostics;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.TestKit;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>Ten times the machines cost the loop ten times as much: nothing sweeps over all of them after each event.</summary>
public class ManyMachines(ITestOutputHelper output)
{
    [Fact]
    public void TenTimesTheMachines_AllocateTenTimesAsMuch()
    {
        Apply(1_000);
        var (small, smallTime) = Apply(1_000);
        var (large, largeTime) = Apply(10_000);
        output.WriteLine(
            $"1,000 machines: {small / 1_000_000.0:0.0} MB, {smallTime.TotalMilliseconds:0} ms of processor time; "
                + $"10,000: {large / 1_000_000.0:0.0} MB ({(double)large / small:0.0}x), {largeTime.TotalMilliseconds:0} ms ({largeTime / smallTime:0.0}x)"
        );
        Assert.InRange((double)large / small, 0, 11.5);
    }

    /// <summary>One apply in waves of 100 that swaps one key; what the loop, the plan and the report allocate.</summary>
    private static (long Bytes, TimeSpan Time) Apply(int machines) =>
        VirtualTime.Run(async time =>
        {
            var api = new InstantApi(
                Enumerable
                    .Range(1, machines)
                    .Select(number => new InstanceSnapshot
                    {
                        Id = InstanceId.FromService($"ins-{number:00000000}"),
                        State = PowerState.Running,
                        Keys = KeySet.Of(Old, Team),
                    })
            );
            var engine = new KeyBindingEngine(api, time, new EngineOptions());
            var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var report = await engine.ApplyAsync(
                [Exactly(Graceful(100) with { Canary = 0 }, Enumerable.Range(1, machines).Select(Id), New, Team)],
                Mock.Of<Progress.IApplyProgress>(),
                review: null,
                ApplyCancellation.None
            );
            Assert.Equal(machines, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
            // Stop, bind, unbind and start for each wave.
            Assert.Equal(machines / 100 * 4, report.Plan.Calls.Total);
            return (GC.GetAllocatedBytesForCurrentThread() - bytes, Stopwatch.GetElapsedTime(began));
        });
}
