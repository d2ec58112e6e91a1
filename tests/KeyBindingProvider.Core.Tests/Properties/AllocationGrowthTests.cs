using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Ten times the fleet may cost at most twelve times the memory. Time is for the benchmarks: it depends on the machine.</summary>
public class AllocationGrowthTests
{
    [Fact]
    public void Plan_TenTimesTheFleet_AllocatesAtMostTwelveTimes() =>
        AssertGrowth(size =>
        {
            var request = SwapOf(size);
            return () => Planner.Plan(request).Calls.Total;
        });

    [Fact]
    public void Cover_TenTimesTheFleet_AllocatesAtMostTwelveTimes() =>
        AssertGrowth(size =>
        {
            var needs = SwapOf(size).Fleet.Instances.Values.Select(instance => KeyValuePair.Create(instance.Id, instance.Keys)).ToArray();
            return () => RectangleCover.Of(needs).Count();
        });

    private static void AssertGrowth(Func<int, Func<int>> workOf)
    {
        var (small, large) = (Allocated(workOf(1_000)), Allocated(workOf(10_000)));
        Assert.True(large <= 12 * small, $"{small} bytes grow to {large}");
    }

    private static long Allocated(Func<int> work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Four keys on each machine, one swapped on all, one revoked from a half, services and strangers for the rest.</summary>
    private static PlanRequest SwapOf(int size)
    {
        var fleet = FleetOf(
            Enumerable
                .Range(1, size)
                .Select(n =>
                    In(n % 10 == 9 ? PowerState.Stopped : PowerState.Running, n, 1, 2 + (n % 2), 4 + (n % 30), 100 + (n * 7919 % 50))
                )
        );
        var swap = Association([.. fleet.Instances.Keys], Keys(40), Graceful) with
        {
            Owned = Pairs([.. Enumerable.Range(1, size).Select(n => (n, Keys(1)))]),
        };
        return new PlanRequest(Region, [swap, Revocation(Keys(2), Graceful)], fleet);
    }
}
