using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Ten times the fleet may cost at most twelve times the memory, or less. Time is for the benchmarks: it depends on the machine.</summary>
public class AllocationGrowthTests
{
    /// <summary>Less than ten times: the more machines there are, the more of them share the terms of their change.</summary>
    [Fact]
    public void Plan_TenTimesTheFleet_AllocatesAtMostSevenTimes() =>
        AssertGrowth(
            size =>
            {
                var request = SwapOf(size);
                return () => Planner.Plan(request).Calls.Total;
            },
            most: 7
        );

    [Fact]
    public void Cover_TenTimesTheFleet_AllocatesAtMostTwelveTimes() =>
        AssertGrowth(size =>
        {
            var needs = SwapOf(size).Fleet.Instances.Values.Select(instance => KeyValuePair.Create(instance.Id, instance.Keys)).ToArray();
            return () => RectangleCover.Of(needs).Count();
        });

    /// <summary>Each waits for the one before it; none meets another.</summary>
    [Fact]
    public void Plan_TenTimesAChain_AllocatesAtMostTwelveTimes() =>
        AssertGrowth(size => Work(size, number => Instances(number)), 800, 8_000);

    /// <summary>All on one pair, so that they share one rollout; each waits for the one before it.</summary>
    [Fact]
    public void Plan_TenTimesAChainOnOnePair_AllocatesAtMostTwelveTimes() =>
        AssertGrowth(size => Work(size, _ => Instances(1)), 800, 8_000);

    /// <summary>Every second one has nothing to do, and stands in the way of nothing.</summary>
    [Fact]
    public void Plan_TenTimesAChainThroughWhatChangesNothing_AllocatesAtMostTwelveTimes() =>
        AssertGrowth(size => Work(size, number => Instances(number % 2 == 0 ? number : 0)), 800, 8_000);

    private static Func<int> Work(int size, Func<int, ImmutableSortedSet<InstanceId>> instancesOf)
    {
        var fleet = FleetOf(Enumerable.Range(1, size).Select(n => Stopped(n, 9)).Append(Stopped(0, 1)));
        var request = new PlanRequest(
            Region,
            [
                .. Enumerable
                    .Range(1, size)
                    .Select(n => Association(instancesOf(n), Keys(1), Graceful, Name(n)).After(n > 1 ? [Name(n - 1)] : [])),
            ],
            fleet
        );
        return () => Planner.Plan(request).Rollouts.Length;
    }

    private static string Name(int number) => $"r{number:00000}";

    private static void AssertGrowth(Func<int, Func<int>> workOf, int less = 1_000, int more = 10_000, int most = 12)
    {
        var (small, large) = (Allocated(workOf(less)), Allocated(workOf(more)));
        Assert.True(large <= most * small, $"{small} bytes grow to {large}");
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
