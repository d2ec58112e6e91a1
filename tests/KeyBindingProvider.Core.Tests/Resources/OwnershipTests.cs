using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;
using static KeyBindingProvider.Core.Tests.Resources.GivenResource;

namespace KeyBindingProvider.Core.Tests.Resources;

public class OwnershipTests
{
    private static readonly FleetSnapshot Fleet = FleetOf(Running(1, 1, 2, 9), Running(2, 1, 2), Stopped(3, 1));

    [Fact]
    public void Update_KeyDropped_IsTakenFromOwnedPairsOnly()
    {
        var prior = StateOf(GivenResource.Association([1, 2], Keys(1, 2)), Fleet);
        var plan = PlanOf(Fleet, Update(GivenResource.Association([1, 2], Keys(1)), prior) with { Policy = Given.Graceful });
        Assert.Equal([(Ins(1), Keys(2)), (Ins(2), Keys(2))], plan.Changes.Select(change => (change.Id, change.Remove)).Order());
        Assert.All(plan.Changes, change => Assert.False(change.Adds));
    }

    [Fact]
    public void Update_InstanceLeaves_IsUnboundUnlessKept()
    {
        var prior = StateOf(GivenResource.Association([1, 2], Keys(1)), Fleet);
        var unbinds = Update(GivenResource.Association([1], Keys(1)), prior);
        var keeps = Update(GivenResource.Association([1], Keys(1), OnDestroy.Keep), prior);
        Assert.Equal([Ins(2)], PlanOf(Fleet, unbinds with { Policy = Given.Graceful }).Changes.Select(change => change.Id));
        Assert.Empty(PlanOf(Fleet, keeps with { Policy = Given.Graceful }).Changes);
    }

    /// <summary>Deferred by stoppedOnly, the dropped key must not turn into a stranger's and stay for ever.</summary>
    [Fact]
    public void SeenIn_DroppedKeyThatCouldNotGoYet_IsStillOwnedAndPending()
    {
        var prior = StateOf(GivenResource.Association([1], Keys(1, 2)), Fleet);
        var after = prior with { Declared = GivenResource.Association([1], Keys(1)) };
        var seen = after.SeenIn(Fleet);
        Assert.Equal(Keys(1, 2), seen.Outputs.Bindings[Ins(1)]);
        Assert.Equal(Keys(9), seen.Outputs.ForeignBindings[Ins(1)]);
        Assert.Equal(PendingCode.Running, seen.Outputs.PendingInstances[Ins(1)]);
    }

    [Fact]
    public void SeenIn_DroppedKeySeenUnbound_LeavesForGood()
    {
        var prior = StateOf(GivenResource.Association([1], Keys(1, 2)), Fleet) with { Declared = GivenResource.Association([1], Keys(1)) };
        var unbound = prior.SeenIn(FleetOf(Running(1, 1, 9)));
        var reboundByAStranger = unbound.SeenIn(Fleet);
        Assert.Equal(Keys(1), reboundByAStranger.Outputs.Bindings[Ins(1)]);
        Assert.Equal(Keys(2, 9), reboundByAStranger.Outputs.ForeignBindings[Ins(1)]);
        Assert.Empty(reboundByAStranger.Outputs.PendingInstances);
    }

    /// <summary>
    /// A run that died took the keys off a machine which its resource had given up, and left it down. Nobody can tell while its mark is fresh; forgotten until then,
    /// nobody would start it. The state is written and read in between.
    /// </summary>
    [Fact]
    public void SeenIn_GivenUpAndDownByAMark_IsRememberedUntilItRuns()
    {
        var prior = StateOf(GivenResource.Association([1, 2], Keys(1)), FleetOf(Running(1, 1), Running(2, 1)));
        var given = GivenResource.Association([1], Keys(1));
        var inWindow = FleetOf(Running(1, 1), Stopped(2) with { Marker = RestartMark.Fresh });
        var left = FleetOf(Running(1, 1), Stopped(2) with { Marker = RestartMark.Old });

        var fresh = Stored((prior with { Declared = given }).SeenIn(inWindow));
        fresh = Stored(fresh.SeenIn(inWindow));
        Assert.Empty(fresh.Outputs.PendingInstances);
        Assert.Empty(PlanOf(fresh.Observation.Fleet, Update(given, fresh) with { Policy = Given.Graceful }).Changes);

        var old = Stored(Stored(fresh.SeenIn(left)).SeenIn(left));
        var start = Assert.Single(PlanOf(old.Observation.Fleet, Update(given, old) with { Policy = Given.Graceful }).Changes);
        Assert.Equal((Ins(2), true, KeySet.Empty), (start.Id, start.MustStart, start.Remove));

        var up = Stored(old.SeenIn(FleetOf(Running(1, 1), Running(2))));
        Assert.Empty(PlanOf(left, Update(given, Stored(up.SeenIn(left))) with { Policy = Given.Graceful }).Changes);

        static ResourceState Stored(ResourceState state) => state with { Observation = Observation.TryDecode(state.Observation.Encode())! };
    }

    [Fact]
    public void Update_PairClaimedByAnother_IsNotTakenAwayAndNoLongerOwned()
    {
        var prior = StateOf(GivenResource.Association([1, 2], Keys(1)), Fleet);
        var intent = Ownership.ToApply(GivenResource.Association([1], Keys(1)), Region, Given.Graceful, prior, Pairs((2, Keys(1))));
        Assert.Empty(PlanOf(Fleet, intent).Changes);
        Assert.DoesNotContain(Ins(2), ResourceOutputs.Of(intent, Fleet).Bindings.Keys);
    }

    [Fact]
    public void Delete_Association_TakesOwnedAndLeavesForeign()
    {
        var prior = StateOf(GivenResource.Association([1, 3], Keys(1)), Fleet);
        var plan = PlanOf(Fleet, Ownership.ToDelete(prior, Given.Graceful with { AllowKeyless = true }, Ownership.NoClaims));
        Assert.Equal([(Ins(1), Keys(1)), (Ins(3), Keys(1))], plan.Changes.Select(change => (change.Id, change.Remove)).Order());
    }

    [Theory]
    [InlineData(OnDestroy.Keep, 0)]
    [InlineData(OnDestroy.Unbind, 1)]
    public void Delete_Exclusive_TakesItsOwnKeysOnlyWhenTold(OnDestroy onDestroy, int changes)
    {
        var prior = StateOf(GivenResource.Exclusive([1], Keys(1, 2), onDestroy), Fleet);
        var plan = PlanOf(Fleet, Ownership.ToDelete(prior, Given.Graceful, Ownership.NoClaims));
        Assert.Equal(changes, plan.Changes.Count());
        Assert.All(plan.Changes, change => Assert.Equal(Keys(1, 2), change.Remove));
    }

    [Fact]
    public void Delete_Revocation_ChangesNothing() =>
        Assert.Empty(
            PlanOf(Fleet, Ownership.ToDelete(StateOf(GivenResource.Revocation(Keys(1)), Fleet), Given.Graceful, Ownership.NoClaims)).Changes
        );

    /// <summary>A delete that left something waiting would be reported as done and forgotten.</summary>
    [Fact]
    public void Delete_UnderStoppedOnlyAndSkip_RefusesInsteadOfDeferring()
    {
        var prior = StateOf(GivenResource.Association([1, 3], Keys(1)), Fleet);
        var lenient = new ChangePolicy
        {
            StopPolicy = StopPolicy.StoppedOnly,
            OnBlocked = OnBlocked.Skip,
            AllowKeyless = true,
        };
        Assert.True(PlanOf(Fleet, Ownership.ToDelete(prior, lenient, Ownership.NoClaims)).IsRefused);
    }

    [Fact]
    public void ExclusiveInstanceLeaves_WithUnbind_StaysListedUntilItsKeysAreGone()
    {
        var prior = StateOf(GivenResource.Exclusive([1, 2], Keys(1, 2), OnDestroy.Unbind), Fleet);
        var desired = GivenResource.Exclusive([1], Keys(1, 2), OnDestroy.Unbind);
        var intent = Update(desired, prior);
        var waiting = (prior with { Declared = desired, Outputs = ResourceOutputs.Of(intent, Fleet) }).SeenIn(Fleet);
        Assert.Equal(Keys(1, 2), waiting.Outputs.Bindings[Ins(2)]);
        Assert.Contains(Ins(2), waiting.Outputs.PendingInstances.Keys);
        var done = waiting.SeenIn(FleetOf(Running(1, 1, 2), Running(2, 7)));
        Assert.DoesNotContain(Ins(2), done.Outputs.Bindings.Keys);
        Assert.Empty(done.Outputs.PendingInstances);
    }
}
