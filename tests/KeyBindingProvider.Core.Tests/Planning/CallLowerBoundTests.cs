using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class CallLowerBoundTests
{
    private static readonly ChangePolicy Forty = Graceful with { MaxUnavailable = [MaxUnavailable.Count(40)] };

    /// <summary>The demo's second act: 229 running and 15 stopped lose one key, 40 at once, one canary.</summary>
    [Fact]
    public void Plan_Demo_IsWithinATenthOfTheBound()
    {
        var fleet = FleetOf([
            .. Enumerable.Range(1, 229).Select(n => Running(n, 1, 9)),
            .. Enumerable.Range(300, 15).Select(n => Stopped(n, 1, 9)),
        ]);
        var plan = PlanOf(fleet, Revocation(Keys(1), Forty));
        Assert.Equal(new CallCounts(7, 0, 8, 7, Tags: 10), plan.Calls);
        Assert.Equal(new CallCounts(7, 0, 7, 7, Tags: 10), plan.LowerBound);
        Assert.True(plan.Calls.Total * 10 <= plan.LowerBound.Total * 11);
    }

    [Theory]
    [InlineData(200, 150, 0, 2)]
    [InlineData(200, 150, 150, 2)]
    [InlineData(300, 150, 0, 3)]
    [InlineData(250, 40, 1, 8)]
    [InlineData(250, 40, 0, 7)]
    [InlineData(1, 40, 1, 1)]
    [InlineData(1, 40, 0, 1)]
    public void Plan_Windows_BoundStopsAndStarts(int running, int limit, int canary, int expected)
    {
        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(limit)], Canary = canary };
        var bound = PlanOf(FleetOf(Enumerable.Range(1, running).Select(n => Running(n, 1, 9))), Revocation(Keys(1), policy)).LowerBound;
        Assert.Equal(new CallCounts(expected, 0, expected, expected), bound with { Tags = 0 });
    }

    /// <summary>Brute force over every way to cut the windows, more of them than needed included: never below the bound, never above the plan.</summary>
    [Theory]
    [InlineData(40, 0)]
    [InlineData(40, 1)]
    [InlineData(40, 7)]
    [InlineData(100, 1)]
    [InlineData(150, 0)]
    [InlineData(150, 120)]
    [InlineData(270, 1)]
    public void Plan_Windows_LeastStopsAreBetweenBoundAndPlan(int limit, int canary)
    {
        var least = new int[421];
        for (var running = 1; running < least.Length; running++)
        {
            least[running] = Enumerable.Range(1, Math.Min(limit, running)).Min(size => CvmLimits.Calls(size) + least[running - size]);
        }

        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(limit)], Canary = canary };
        for (var running = 1; running < least.Length; running += 19)
        {
            var plan = PlanOf(FleetOf(Enumerable.Range(1, running).Select(n => Running(n, 1, 9))), Revocation(Keys(1), policy));
            var fewest =
                canary == 0
                    ? least[running]
                    : Enumerable.Range(1, Math.Min(canary, running)).Min(first => CvmLimits.Calls(first) + least[running - first]);
            Assert.InRange(fewest, plan.LowerBound.Stops, plan.Calls.Stops);
            Assert.InRange(fewest, plan.LowerBound.Starts, plan.Calls.Starts);
            Assert.InRange(fewest, plan.LowerBound.Unbinds, plan.Calls.Unbinds);
        }
    }

    /// <summary>Where a bind replaces, the old key of a swap leaves by itself.</summary>
    [Fact]
    public void Plan_SwapsOnly_BoundNoUnbind()
    {
        var plan = PlanOf(FleetOf(Enumerable.Range(1, 60).Select(n => Running(n, 1))), Exclusive(Range(1, 60), Keys(2), Forty));
        Assert.Equal((0, 3), (plan.LowerBound.Unbinds, plan.Calls.Unbinds));
        Assert.Equal((3, 3), (plan.LowerBound.Binds, plan.Calls.Binds));
    }

    [Fact]
    public void Plan_ForcedCalls_BoundNoStop()
    {
        var policy = Forty with { StopPolicy = StopPolicy.Force };
        var plan = PlanOf(FleetOf(Enumerable.Range(1, 60).Select(n => Running(n, 1, 9))), Revocation(Keys(1), policy));
        Assert.Equal(new CallCounts(0, 0, 3, 0, Tags: 4), plan.LowerBound);
        Assert.Equal(plan.LowerBound, plan.Calls);
    }

    [Fact]
    public void Plan_OnlyStopped_BoundIsTheBusiestKeyAndTheWantedSets()
    {
        var removals = PlanOf(FleetOf(Enumerable.Range(1, 150).Select(n => Stopped(n, 1, 2, 9))), Revocation(Keys(1, 2)));
        Assert.Equal(new CallCounts(0, 0, 2, 0), removals.LowerBound);
        var additions = PlanOf(FleetOf(Enumerable.Range(1, 150).Select(n => Stopped(n, 8 + (n % 3)))), Association(Range(1, 150), Keys(1)));
        Assert.Equal(new CallCounts(0, 3, 0, 0), additions.LowerBound);
    }

    [Fact]
    public void Plan_TwoRollouts_AddUp()
    {
        var fleet = FleetOf(Running(1, 9), Running(2, 9));
        var plan = PlanOf(fleet, Association(Instances(1), Keys(1), Forty, "a"), Association(Instances(2), Keys(1), Forty, "b"));
        Assert.Equal(new CallCounts(2, 2, 0, 2, Tags: 4), plan.LowerBound);
        Assert.Equal(plan.LowerBound, plan.Calls);
    }

    /// <summary>Keys may leave in one call; the one that leaves the most instances says how many calls there are at least.</summary>
    [Fact]
    public void Plan_SeveralKeysLeave_TheBusiestForcesTheUnbinds()
    {
        var fleet = FleetOf([.. Enumerable.Range(1, 250).Select(n => Stopped(n, 1, 9)), Stopped(300, 2, 9)]);
        Assert.Equal(new CallCounts(0, 0, 3, 0), PlanOf(fleet, Revocation(Keys(1, 2))).LowerBound);
    }
}
