using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

public class PlannedChangesTests
{
    private static readonly ChangePolicy StoppedOnlyPolicy = ChangePolicy.Default with { StopPolicy = StopPolicy.StoppedOnly };

    private static PlannedChanges Shown(ChangePolicy policy) =>
        PlannedChanges.OfCreate(GivenResource.Association([1, 2], Keys(1)), policy)!;

    [Fact]
    public void Exceeded_ADoneOrStoppedPart_IsCovered()
    {
        var now = PlanOf(FleetOf(Stopped(1, 9), Running(2, 1)), Given.Association(Instances(1, 2), Keys(1), Given.Graceful));
        Assert.Empty(Shown(Given.Graceful).Exceeded(now));
    }

    [Fact]
    public void Exceeded_AStopThatWasNotShown_NamesTheInstances()
    {
        var now = PlanOf(FleetOf(Stopped(1, 9), Running(2, 9)), Given.Association(Instances(1, 2), Keys(1), Given.Graceful));
        var problem = Assert.Single(Shown(StoppedOnlyPolicy).Exceeded(now));
        Assert.Equal(ProblemCodes.ChangedMeanwhile, problem.Code);
        Assert.Equal([Ins(2)], problem.Instances);
    }

    [Fact]
    public void Exceeded_AHardStopWhereASoftOneWasShown_IsBeyond()
    {
        var force = ChangePolicy.Default with { StopPolicy = StopPolicy.Force };
        var now = PlanOf(FleetOf(Running(1, 9)), Given.Association(Instances(1), Keys(1), force));
        Assert.NotEmpty(Shown(Given.Graceful).Exceeded(now));
        Assert.Empty(Shown(force).Exceeded(now));
    }

    [Fact]
    public void Exceeded_OtherKeysOrInstances_AreBeyond()
    {
        var fleet = FleetOf(Stopped(1, 9), Stopped(2, 9), Stopped(3, 9));
        Assert.NotEmpty(Shown(Given.Graceful).Exceeded(PlanOf(fleet, Given.Association(Instances(3), Keys(1)))));
        Assert.NotEmpty(Shown(Given.Graceful).Exceeded(PlanOf(fleet, Given.Association(Instances(1), Keys(2)))));
        Assert.NotEmpty(Shown(Given.Graceful).Exceeded(PlanOf(fleet, Given.Exclusive(Instances(1), Keys(1)))));
    }

    [Fact]
    public void Exceeded_AnExclusiveCreate_CoversStrangersOfInstancesNobodyHasSeen() =>
        Assert.Empty(
            PlannedChanges
                .OfCreate(GivenResource.Exclusive([1], Keys(1)), Given.Graceful)!
                .Exceeded(PlanOf(FleetOf(Running(1, 7, 9)), Given.Exclusive(Instances(1), Keys(1), Given.Graceful)))
        );

    /// <summary>Seen stopped, allowed to be stopped; what runs is shown as it is, and what needs nothing is not spoken of.</summary>
    [Fact]
    public void MoreStopsThan_WhatWasSeenStopped_IsWhatItIsNotHeldTo()
    {
        var seen = PlanOf(
            FleetOf(Stopped(2, 9), Stopped(1, 1), Running(3, 9)),
            Given.Association(Instances(1, 2, 3), Keys(1), Given.Graceful)
        );
        var policy = Given.Graceful;
        Assert.Equal([Ins(2)], PlannedChanges.OfCreate(GivenResource.Association([1, 2, 3], Keys(1)), policy)!.MoreStopsThan(seen));
        Assert.Empty(PlannedChanges.OfCreate(GivenResource.Association([1, 2, 3], Keys(1)), StoppedOnlyPolicy)!.MoreStopsThan(seen));
        Assert.Empty(PlannedChanges.Of(seen).MoreStopsThan(seen));
    }

    [Fact]
    public void OfCreate_Revocation_CannotSay() => Assert.Null(PlannedChanges.OfCreate(GivenResource.Revocation(Keys(1)), Given.Graceful));

    [Fact]
    public void Equals_TheSameChanges_AndNothingElse()
    {
        Assert.Equal(Shown(Given.Graceful), Shown(Given.Graceful));
        Assert.NotEqual(Shown(Given.Graceful), Shown(StoppedOnlyPolicy));
        Assert.False(Shown(Given.Graceful).Equals(null));
    }
}
