using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>What each kind of resource makes of a fleet, seen through the plan.</summary>
public class RequiredChangesTests
{
    private static readonly ChangePolicy Skip = Graceful with { OnBlocked = OnBlocked.Skip };

    [Fact]
    public void Plan_Association_BindsWhatIsMissingAndTouchesNoForeignKey()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 9), Stopped(2, 1, 2, 9)), Association(Instances(1, 2), Keys(1, 2)));
        var change = Assert.Single(plan.Changes);
        Assert.Equal((Ins(1), Keys(1, 2), KeySet.Empty), (change.Id, change.Add, change.Remove));
        Assert.Equal((Keys(1, 2, 9), Keys(9)), (change.Want, change.Foreign));
        Assert.Equal(new ResourceSummary("web", KeyPairAssociationKind.Instance, 2, 1, 2), Assert.Single(plan.Resources));
    }

    [Fact]
    public void Plan_Association_RemovesOwnedThatIsNoLongerDeclared()
    {
        var intent = Association(Instances(1), Keys(1)) with { Owned = Pairs((1, Keys(1, 2)), (2, Keys(1, 3)), (3, Keys(1))) };
        var plan = PlanOf(FleetOf(Stopped(1, 1, 2, 9), Stopped(2, 1, 9), Stopped(3, 9)), intent);
        Assert.Equal([(Ins(1), Keys(2)), (Ins(2), Keys(1))], plan.Changes.Select(change => (change.Id, change.Remove)).Order());
        // Instance 3 lost its key already: it is spoken of and needs nothing. No pair is new to the resource.
        Assert.Equal(new ResourceSummary("web", KeyPairAssociationKind.Instance, 3, 1, 0), Assert.Single(plan.Resources));
    }

    [Fact]
    public void Plan_OwnedPairThatAnotherClaimsOrDeclares_Stays()
    {
        var leaving = Association([], KeySet.Empty) with { Owned = Pairs((1, Keys(1, 2, 3)), (2, Keys(1))), Claims = Pairs((1, Keys(1))) };
        var plan = PlanOf(FleetOf(Stopped(1, 1, 2, 3, 9), Stopped(2, 1, 9)), leaving, Association(Instances(1), Keys(2), name: "other"));
        Assert.Equal([(Ins(1), Keys(3)), (Ins(2), Keys(1))], plan.Changes.Select(change => (change.Id, change.Remove)).Order());
    }

    [Fact]
    public void Plan_Exclusive_RemovesStrangersAndBindsTheRest()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 1, 8, 9), Stopped(2, 1, 2), Stopped(3, 8)), Exclusive(Instances(1, 2), Keys(1, 2)));
        var change = Assert.Single(plan.Changes);
        Assert.Equal((Ins(1), Keys(2), Keys(8, 9), Keys(1, 2)), (change.Id, change.Add, change.Remove, change.Want));
    }

    [Fact]
    public void Plan_ExclusiveReleased_UnbindsOnlyThePairsGivenUp()
    {
        var intent = Exclusive(Instances(1), Keys(1)) with
        {
            Released = Pairs((1, Keys(2)), (2, Keys(1, 2, 3)), (3, Keys(1))),
            Claims = Pairs((2, Keys(2))),
        };
        var plan = PlanOf(FleetOf(Stopped(1, 1, 2), Stopped(2, 1, 2, 9), Stopped(3, 9)), intent);
        Assert.Equal([(Ins(1), Keys(2)), (Ins(2), Keys(1))], plan.Changes.Select(change => (change.Id, change.Remove)).Order());
        Assert.All(plan.Changes, change => Assert.Equal(["exact"], change.Resources));
    }

    [Fact]
    public void Plan_Revocation_ReachesTheWholeRegionButTheExceptions()
    {
        var intent = Revocation(Keys(1, 2)) with { ExceptInstanceIds = Instances(3, 77) };
        var plan = PlanOf(FleetOf(Stopped(1, 1, 9), Stopped(2, 1, 2, 9), Stopped(3, 1, 9), Stopped(4, 9)), intent);
        Assert.Equal([(Ins(1), Keys(1)), (Ins(2), Keys(1, 2))], plan.Changes.Select(change => (change.Id, change.Remove)).Order());
        Assert.Equal(new ResourceSummary("gone", KeyRevocationKind.Instance, 3, 1, 0), Assert.Single(plan.Resources));
    }

    [Fact]
    public void Plan_RevokedKey_NeverEntersABindUnlessTheInstanceIsExcepted()
    {
        var revocation = Revocation(Keys(1)) with { ExceptInstanceIds = Instances(2) };
        var plan = PlanOf(FleetOf(Stopped(1, 9), Stopped(2, 1)), revocation, Association(Instances(1, 2), Keys(5)));
        var changes = plan.Changes.OrderBy(change => change.Id).ToArray();
        // Somebody binds key 1 to instance 1 before its window is read: it must not be given back.
        Assert.Equal(Keys(5, 9), changes[0].WantFrom(Keys(1, 9)));
        Assert.Equal(Keys(1, 5), changes[1].WantFrom(Keys(1)));
    }

    [Fact]
    public void WantFrom_KeyRevokedMeanwhileByAnother_IsNotGivenBack()
    {
        var change = Change(Keys(1, 8, 9), declared: Keys(2), remove: Keys(1));
        Assert.Equal(Keys(2, 9), change.WantFrom(Keys(1, 9)));
        Assert.Equal(KeySet.Empty, change.RemoveFrom(Keys(9)));
        Assert.True(change.IsSatisfiedBy(Keys(2, 7)));
        Assert.False(change.IsSatisfiedBy(Keys(1, 2)));
        Assert.False(change.IsSatisfiedBy(Keys(9)));
    }

    [Fact]
    public void Plan_OneInstanceOfThreeResources_IsOneChange()
    {
        var plan = PlanOf(
            FleetOf(Stopped(1, 1, 8)),
            Association(Instances(1), Keys(2)),
            Association([], KeySet.Empty, name: "old") with
            {
                Owned = Pairs((1, Keys(1))),
            },
            Revocation(Keys(8))
        );
        var change = Assert.Single(plan.Changes);
        Assert.Equal((Keys(2), Keys(1, 8), Keys(2)), (change.Add, change.Remove, change.Want));
        Assert.Equal(["gone", "old", "web"], change.Resources);
    }

    [Fact]
    public void Plan_ResourcesOfAChange_AreSortedWhoeverAddsOrRemoves()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 8)), Revocation(Keys(8), name: "b"), Association(Instances(1), Keys(2), name: "a"));
        Assert.Equal(["a", "b"], Assert.Single(plan.Changes).Resources);
    }

    public static TheoryData<string> GoingStates => ["TERMINATING", "SHUTDOWN"];

    [Theory]
    [MemberData(nameof(GoingStates))]
    public void Plan_RemovalOnAnInstanceThatIsGoing_IsAlreadySo(string state)
    {
        var plan = PlanOf(FleetOf(In(new PowerState(state), 1, 1)), Revocation(Keys(1)));
        Assert.Empty(plan.Rollouts);
        Assert.Equal(1, Assert.Single(plan.Resources).AlreadySo);
        Assert.False(plan.IsRefused);
    }

    [Theory]
    [MemberData(nameof(GoingStates))]
    public void Plan_AdditionOnAnInstanceThatIsGoing_IsBlocked(string state)
    {
        var plan = PlanOf(FleetOf(In(new PowerState(state), 1, 1)), Association(Instances(1), Keys(2)), Revocation(Keys(1)));
        var pending = Assert.Single(plan.Pending);
        Assert.Equal((PendingCode.Isolated, Disposition.Refused), (pending.Code, pending.Disposition));
        // The revocation has nothing to do there, so it is not drawn in.
        Assert.Equal(["web"], Assert.Single(plan.Rollouts).Resources);
    }

    [Fact]
    public void Plan_MissingInstance_BlocksAnAdditionAndSatisfiesARemoval()
    {
        var removal = Association([], KeySet.Empty, name: "old") with { Owned = Pairs((7, Keys(1))) };
        Assert.Empty(PlanOf(FleetOf(), removal).Rollouts);
        Assert.Empty(PlanOf(FleetOf(), Exclusive(Instances(7), KeySet.Empty, Graceful with { AllowKeyless = true })).Rollouts);

        var plan = PlanOf(FleetOf(Stopped(1)), Association(Instances(1, 7), Keys(1), Skip));
        Assert.Equal([(Ins(7), PendingCode.Missing, Disposition.Skipped)], plan.Pending.Select(p => (p.Change.Id, p.Code, p.Disposition)));
        Assert.Equal(1, Assert.Single(plan.Resources).Instances);
        Assert.True(plan.IsActionable);
    }

    [Theory]
    [InlineData("FREEZING")]
    [InlineData("")]
    public void Plan_UnknownPowerState_IsBusyNotGuessed(string state) =>
        Assert.Equal(
            PendingCode.Busy,
            Assert.Single(PlanOf(FleetOf(In(new PowerState(state), 1, 1, 9)), Revocation(Keys(1))).Pending).Code
        );

    [Fact]
    public void Plan_ConvergedWindowsInstance_BlocksNothing()
    {
        var plan = PlanOf(FleetOf(Running(1, 1) with { IsWindows = true }, Running(2) with { IsWindows = true }), Revocation(Keys(9)));
        Assert.Empty(plan.Rollouts);
        Assert.False(plan.IsRefused);
    }

    [Fact]
    public void Plan_EverythingAsWished_IsEmpty()
    {
        var plan = PlanOf(
            FleetOf(Running(1, 1, 9), Running(2, 1)),
            Association(Instances(1), Keys(1)),
            Exclusive(Instances(2), Keys(1)),
            Revocation(Keys(3))
        );
        Assert.Empty(plan.Rollouts);
        Assert.Empty(plan.Problems);
        Assert.Equal((CallCounts.Zero, CallCounts.Zero, 0), (plan.Calls, plan.LowerBound, plan.StopCount));
    }

    [Fact]
    public void Plan_SecondResource_CountsItsInstancesAsTheFirstDoes()
    {
        var fleet = FleetOf(Stopped(1, 1), Stopped(2), Stopped(3, 1), Stopped(4));
        var plan = PlanOf(fleet, Association(Instances(1, 2), Keys(1), name: "a"), Association(Instances(3, 4, 5), Keys(1), name: "b"));
        Assert.Equal([(2, 1), (2, 1)], plan.Resources.Select(resource => (resource.Instances, resource.AlreadySo)));
    }

    [Fact]
    public void Plan_Change_CarriesNameAndZoneOfItsInstance()
    {
        var fleet = FleetOf(Stopped(1) with { Name = "web-1", Zone = "ap-guangzhou-3" });
        var change = Assert.Single(PlanOf(fleet, Association(Instances(1), Keys(1))).Changes);
        Assert.Equal(("web-1", "ap-guangzhou-3"), (change.Name, change.Zone));
    }
}
