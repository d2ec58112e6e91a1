using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class PlannedCallsTests
{
    [Fact]
    public void Plan_Swap_StopsBindsTheFullSetUnbindsStarts()
    {
        var calls = CallsOf(StopPolicy.Graceful, Running(1, 1, 9), Keys(2));
        Assert.Equal([CallAction.Stop, CallAction.Associate, CallAction.Disassociate, CallAction.Start], calls.Select(call => call.Action));
        Assert.Equal([KeySet.Empty, Keys(2, 9), Keys(1), KeySet.Empty], calls.Select(call => call.Keys));
        Assert.All(calls, call => Assert.False(call.ForceStop));
    }

    [Fact]
    public void Plan_SwapUnderForce_StopsHardAndSendsNoForcedCall()
    {
        var calls = CallsOf(StopPolicy.Force, Running(1, 1, 9), Keys(2));
        Assert.Equal([CallAction.Stop, CallAction.Associate, CallAction.Disassociate, CallAction.Start], calls.Select(call => call.Action));
        Assert.Equal([true, false, false, false], calls.Select(call => call.ForceStop));
    }

    [Fact]
    public void Plan_RemovalUnderForce_IsOneForcedCall()
    {
        var call = Assert.Single(CallsOf(StopPolicy.Force, Running(1, 1, 2, 9), KeySet.Empty));
        Assert.Equal((CallAction.Disassociate, Keys(1), true), (call.Action, call.Keys, call.ForceStop));
    }

    [Fact]
    public void Plan_AdditionUnderForce_IsOneForcedBindOfTheFullSet()
    {
        var call = Assert.Single(CallsOf(StopPolicy.Force, Running(1, 9), Keys(2)));
        Assert.Equal((CallAction.Associate, Keys(2, 9), true), (call.Action, call.Keys, call.ForceStop));
    }

    /// <summary>Two forced calls would be two power cycles.</summary>
    [Fact]
    public void Plan_MoreRemovalsThanOneCallCarriesUnderForce_OpensOneWindow()
    {
        var many = Enumerable.Range(100, 101).ToArray();
        var policy = Graceful with { StopPolicy = StopPolicy.Force };
        var plan = PlanOf(FleetOf(Running(1, [9, .. many])), Exclusive(Instances(1), Keys(9), policy));
        Assert.Equal(StopMode.Hard, Assert.Single(plan.Changes).StopMode);
        Assert.Equal(new CallCounts(1, 0, 2, 1, Tags: 2), plan.Calls);
    }

    [Theory]
    [InlineData(StopPolicy.Graceful, StopMode.Soft)]
    [InlineData(StopPolicy.GracefulThenForce, StopMode.SoftThenHard)]
    public void Plan_Graceful_NeverForces(StopPolicy policy, StopMode expected)
    {
        var plan = PlanOf(FleetOf(Running(1, 1, 9)), Revocation(Keys(1), Graceful with { StopPolicy = policy }));
        Assert.Equal(expected, Assert.Single(plan.Changes).StopMode);
        Assert.DoesNotContain(plan.Rollouts.SelectMany(r => r.Waves).SelectMany(wave => wave.Calls), call => call.ForceStop);
    }

    [Theory]
    [InlineData(StopPolicy.Graceful)]
    [InlineData(StopPolicy.Force)]
    public void Plan_StoppedInstances_AreNeverStoppedStartedOrForced(StopPolicy stop)
    {
        var plan = PlanOf(
            FleetOf(Stopped(1, 1, 9), Stopped(2, 9)),
            Exclusive(Instances(1, 2), Keys(2), Graceful with { StopPolicy = stop })
        );
        Assert.Equal(0, plan.StopCount);
        Assert.Equal((0, 0), (plan.Calls.Stops, plan.Calls.Starts));
        Assert.DoesNotContain(plan.Rollouts.SelectMany(r => r.Waves).SelectMany(wave => wave.Calls), call => call.ForceStop);
    }

    [Fact]
    public void Plan_246DisassociationsOfOneKeyAllStopped_IsThreeUnbinds()
    {
        var plan = PlanOf(FleetOf(Enumerable.Range(1, 250).Select(n => Stopped(n, n <= 246 ? [1, 100 + n] : [9]))), Revocation(Keys(1)));
        Assert.Equal(new CallCounts(0, 0, 3, 0), plan.Calls);
        Assert.Equal(plan.LowerBound, plan.Calls);
        Assert.Equal(246, plan.Changes.Count());
    }

    /// <summary>Three different sets leave, of two keys: by key it is two calls.</summary>
    [Fact]
    public void Plan_RemovalsOnStoppedInstances_AreCoveredNotGroupedByInstance()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 1, 9), Stopped(2, 2, 9), Stopped(3, 1, 2, 9)), Revocation(Keys(1, 2)));
        Assert.Equal(new CallCounts(0, 0, 2, 0), plan.Calls);
    }

    [Fact]
    public void Plan_ForeignKeysMakeWantedSetsUnique_CostsOneBindEach()
    {
        var plan = PlanOf(FleetOf(Enumerable.Range(1, 30).Select(n => Stopped(n, 100 + n))), Association(Range(1, 30), Keys(1)));
        Assert.Equal(new CallCounts(0, 30, 0, 0), plan.Calls);
        Assert.Equal(30, plan.LowerBound.Binds);
    }

    private static PlannedCall[] CallsOf(StopPolicy stop, InstanceSnapshot instance, KeySet added)
    {
        var intent = Association(added.IsEmpty ? [] : Instances(1), added, Graceful with { StopPolicy = stop }) with
        {
            Owned = Pairs((1, Keys(1))),
        };
        return [.. PlanOf(FleetOf(instance), intent).Rollouts.SelectMany(rollout => rollout.Waves).SelectMany(wave => wave.Calls)];
    }
}
