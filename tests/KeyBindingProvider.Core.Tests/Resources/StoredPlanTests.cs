using CsCheck;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;
using static KeyBindingProvider.Core.Tests.Resources.GivenResource;

namespace KeyBindingProvider.Core.Tests.Resources;

public class StoredPlanTests
{
    private static readonly FleetSnapshot Fleet = FleetOf(Running(1, 1, 9), Stopped(2, 1), In(PowerState.Rescue, 3, 9));

    [Fact]
    public void Of_ConvergedAndUnchanged_NeedsNothingUnderAnyPolicy()
    {
        var input = GivenResource.Association([1, 2], Keys(1));
        var state = StateOf(input, Fleet);
        Assert.All(
            [ChangePolicyInput.None, GivenResource.Graceful, StoppedOnly],
            policy => Assert.False(StoredPlan.Of(input, state, policy).NeedsApply)
        );
    }

    [Theory]
    [InlineData(StopPolicy.Refuse, true)]
    [InlineData(StopPolicy.StoppedOnly, false)]
    [InlineData(StopPolicy.Graceful, true)]
    public void Of_RunningInstanceWaits_IsActionableExactlyWhenThePolicyActsOrRefuses(StopPolicy stopPolicy, bool needsApply)
    {
        var input = GivenResource.Association([1], Keys(1, 2), policy: new ChangePolicyInput { StopPolicy = stopPolicy });
        Assert.Equal(needsApply, StoredPlan.Of(input, StateOf(input, Fleet), ChangePolicyInput.None).NeedsApply);
    }

    [Theory]
    [InlineData(OnBlocked.Refuse, true)]
    [InlineData(OnBlocked.Skip, false)]
    public void Of_BlockedInstance_IsLeftAloneWhereItMayBeSkipped(OnBlocked onBlocked, bool needsApply)
    {
        var input = GivenResource.Association([3], Keys(1), policy: GivenResource.Graceful with { OnBlocked = onBlocked });
        Assert.Equal(needsApply, StoredPlan.Of(input, StateOf(input, Fleet), ChangePolicyInput.None).NeedsApply);
    }

    [Fact]
    public void Of_AddedInstance_IsUnobservedAndPlannedByNobody()
    {
        var state = StateOf(GivenResource.Association([1], Keys(1)), Fleet);
        var desired = GivenResource.Association([1, 2], Keys(1), policy: GivenResource.Graceful);
        var stored = StoredPlan.Of(desired, state, ChangePolicyInput.None);
        Assert.True(stored.NeedsApply);
        Assert.Equal(Instances(2), stored.Unobserved);
        Assert.Empty(stored.Plan.Changes);
        var shown = PlannedChanges.Of(stored, desired, desired.ChangePolicy.Over(ChangePolicyInput.None))!;
        Assert.Equal(new PlannedChange(KeySet.Empty, Keys(1), StopMode.Soft), shown.Changes[Ins(2)]);
    }

    [Fact]
    public void Of_UnverifiedInstance_IsAlwaysWorthALook()
    {
        var input = GivenResource.Association([2], Keys(1));
        var state = StateOf(input, Fleet);
        state = state with
        {
            Outputs = state.Outputs with { PendingInstances = state.Outputs.PendingInstances.Add(Ins(2), PendingCode.Unverified) },
        };
        Assert.True(StoredPlan.Of(input, state, ChangePolicyInput.None).NeedsApply);
    }

    /// <summary>What was stored says the same as the fleet that it was taken from, through the text form too.</summary>
    [Fact]
    public void Of_StoredObservation_PlansLikeTheFleetItself() =>
        RandomPlans.Any.Sample(request =>
        {
            var fleet = request.Fleet;
            int[] instances = [.. fleet.Instances.Values.Take(5).Select(instance => int.Parse(instance.Id.Value.AsSpan(4)))];
            var keys = Keys(1, 2);
            foreach (var input in (ResourceInput[])[GivenResource.Association(instances, keys), GivenResource.Exclusive(instances, keys)])
            {
                var state = StateOf(input, fleet);
                state = state with { Observation = Observation.TryDecode(state.Observation.Encode())! };
                var policy = GivenResource.Graceful with { OnBlocked = OnBlocked.Skip };
                var stored = StoredPlan.Of(input with { ChangePolicy = policy }, state, ChangePolicyInput.None);
                var live = PlanOf(fleet, Ownership.ToApply(input, Region, policy.Over(ChangePolicyInput.None), state, Ownership.NoClaims));
                Assert.Equal(live.Digest, stored.Plan.Digest);
                Assert.Equal(live.Problems, stored.Plan.Problems);
            }
        });

    /// <summary>A key that nobody has looked up is taken to exist; that alone is no reason to apply what has to wait.</summary>
    [Fact]
    public void Of_AddedKeyThatHasToWait_IsUnobservedAndNeedsNothing()
    {
        var state = StateOf(GivenResource.Association([1], Keys(1)), Fleet);
        var stored = StoredPlan.Of(GivenResource.Association([1], Keys(1, 41), policy: StoppedOnly), state, ChangePolicyInput.None);
        Assert.Equal(Keys(41), stored.UnobservedKeys);
        Assert.Empty(stored.Unobserved);
        Assert.False(stored.IsWhollyObserved);
        Assert.False(stored.NeedsApply);
    }

    [Fact]
    public void Of_RevocationOfAnotherKey_NeedsALookBecauseItMayMeetAnyInstance()
    {
        var state = StateOf(GivenResource.Revocation(Keys(5)), Fleet);
        var desired = GivenResource.Revocation(Keys(5, 6));
        var stored = StoredPlan.Of(desired, state, ChangePolicyInput.None);
        Assert.True(stored.NeedsApply);
        Assert.Null(PlannedChanges.Of(stored, desired, ChangePolicy.Default));
    }

    [Fact]
    public void Of_AssociationOfAnotherKey_CanStillBeShown()
    {
        var state = StateOf(GivenResource.Association([2], Keys(1)), Fleet);
        var desired = GivenResource.Association([2], Keys(1, 6));
        var shown = PlannedChanges.Of(StoredPlan.Of(desired, state, ChangePolicyInput.None), desired, ChangePolicy.Default)!;
        Assert.Equal(Keys(6), shown.Changes[Ins(2)].Gain);
    }

    [Fact]
    public void IsWhollyObserved_WhatWasReadAndNothingElse()
    {
        var input = GivenResource.Association([1, 2], Keys(1));
        Assert.True(StoredPlan.Of(input, StateOf(input, Fleet), ChangePolicyInput.None).IsWhollyObserved);
        Assert.False(
            StoredPlan.Of(GivenResource.Association([1, 2, 3], Keys(1)), StateOf(input, Fleet), ChangePolicyInput.None).IsWhollyObserved
        );
    }
}
