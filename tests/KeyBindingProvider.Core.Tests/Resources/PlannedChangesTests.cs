using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Core.Sources;
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

    /// <summary>What names no instance: any of them, by the policy; sources by what was seen, and no other.</summary>
    [Fact]
    public void OfRewriting_BindsSources_AndAnyInstanceByThePolicy()
    {
        var rewriting = GivenResource.Revocation(Keys(1)) with { RewriteSources = true, ReplacementKeyId = Key(2) };
        var seen = Rewriting("asc-00000001", Given.Graceful);
        var shown = PlannedChanges.OfRewriting(rewriting, Given.Graceful, seen)!;

        Assert.Equal(["ins-*", "asc-00000001"], shown.Entries.Select(entry => entry.Id));
        Assert.Equal(shown, PlannedChanges.OfEntries(shown.Entries));
        Assert.NotEqual(shown, shown with { Any = null });
        Assert.Empty(shown.Exceeded(seen));
        Assert.Contains(
            "asc-00000002",
            Assert.Single(shown.Exceeded(Rewriting("asc-00000002", Given.Graceful))).Message,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(PlannedChanges.OfRewriting(rewriting, StoppedOnlyPolicy, seen)!.Exceeded(seen));
        Assert.NotEmpty((shown with { Any = null }).Exceeded(seen));
        Assert.Null(PlannedChanges.OfRewriting(rewriting with { RewriteSources = null }, Given.Graceful, seen));
        Assert.Null(PlannedChanges.OfRewriting(rewriting, Given.Graceful, seen: null));
    }

    private static Plan Rewriting(string source, ChangePolicy policy)
    {
        var found = new KeySource
        {
            Kind = KeySourceKind.LaunchConfiguration,
            Id = source,
            Keys = Keys(1),
        };
        var fleet = FleetOf(Running(1, 1, 2)) with
        {
            Sources = new KeySources(Keys(1), [found], ImmutableSortedDictionary<KeySourceKind, int>.Empty, []),
        };
        return PlanOf(fleet, Given.Revocation(Keys(1), policy) with { FindSources = true, ReplacementKeyId = Key(2) });
    }
}
