using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class RolloutGroupsTests
{
    private static readonly FleetSnapshot Eight = FleetOf(Enumerable.Range(1, 8).Select(n => Stopped(n, 9)));

    [Fact]
    public void Plan_ResourcesThatMeetOnNoInstance_KeepRolloutsOfTheirOwn() =>
        Assert.Equal(["a", "b"], Labels(Needing("b", 2), Needing("a", 1)));

    [Fact]
    public void Plan_ResourcesThatMeet_ShareOneRollout() =>
        Assert.Equal(["a+b", "c"], Labels(Needing("a", 1, 2), Needing("b", 2, 3), Needing("c", 4)));

    [Fact]
    public void Plan_ChainOfMeetings_IsOneRollout() =>
        Assert.Equal(["a+b+c"], Labels(Needing("a", 1, 2), Needing("c", 3, 4), Needing("b", 2, 3)));

    /// <summary>Where one of two has nothing to do on the common instance they do not meet.</summary>
    [Fact]
    public void Plan_OverlapWithoutAChange_DoesNotMeet()
    {
        var content = Association(Instances(1), Keys(9), name: "content");
        Assert.Equal(["a"], Labels(Needing("a", 1), content));
    }

    [Fact]
    public void Plan_DependsOn_GoesAfterAgainstTheNames() =>
        Assert.Equal(["c", "b", "a"], Labels(Needing("a", 1).After("b"), Needing("b", 2).After("c"), Needing("c", 3)));

    [Fact]
    public void Plan_DependsOnThroughAResourceThatChangesNothing_StillWaits()
    {
        var content = Association(Instances(8), Keys(9), name: "content").After("z");
        var plan = PlanOf(Eight, Needing("a", 1).After("content"), content, Needing("z", 2));
        Assert.Equal(["z", "a"], plan.Rollouts.Select(rollout => string.Join('+', rollout.Resources)));
        Assert.Equal(["z"], plan.Rollouts[1].DependsOn);
    }

    [Fact]
    public void Plan_DependsOnInsideARollout_IsOneWindow()
    {
        var plan = PlanOf(Eight, Needing("a", 1).After("b"), Needing("b", 1));
        Assert.Empty(Assert.Single(plan.Rollouts).DependsOn);
    }

    [Fact]
    public void Plan_CircleMadeByMerging_UnitesOnlyTheCircle()
    {
        // a and b meet; a waits for c, and c for b. d waits for the circle, e for nothing.
        ResourceIntent[] intents =
        [
            Needing("a", 1).After("c"),
            Needing("b", 1),
            Needing("c", 3).After("b"),
            Needing("d", 4).After("c"),
            Needing("e", 5),
        ];
        Assert.Equal(["a+b+c", "d", "e"], Labels(intents));
    }

    [Fact]
    public void Plan_ResourceThatWaitsForACircle_StaysOutOfIt() =>
        Assert.Equal(["b+c", "a"], Labels(Needing("a", 1).After("b"), Needing("b", 2).After("c"), Needing("c", 3).After("b")));

    [Fact]
    public void Plan_CircleClosedByAResourceThatChangesNothing_UnitesNothingMore()
    {
        var content = Association(Instances(8), Keys(9), new ChangePolicy { MaxStops = 0 }, "content").After("b");
        var plan = PlanOf(Eight, Needing("a", 1).After("content"), content, Needing("b", 1));
        var rollout = Assert.Single(plan.Rollouts);
        Assert.Equal(["a", "b"], rollout.Resources);
        Assert.Null(rollout.Policy.MaxStops);
    }

    [Fact]
    public void Plan_DeclaredCircle_IsUnitedAndTerminates() =>
        Assert.Equal(
            ["a+b", "c"],
            Labels(Needing("a", 1).After("b"), Needing("b", 2).After("a"), Needing("c", 3).After("a", "nobody", "c"))
        );

    [Fact]
    public void Plan_MergedResources_TakeTheStrictestPolicyForTheRollout()
    {
        var a = Needing("a", 1) with { Policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(5)], FailureBudget = 2 } };
        var b = Needing("b", 1) with { Policy = Graceful with { MaxUnavailable = [MaxUnavailable.Percent(50)], MaxStops = 4 } };
        Assert.Equal(a.Policy.Strictest(b.Policy), Assert.Single(PlanOf(Eight, a, b).Rollouts).Policy);
    }

    /// <summary>The small one may have one of its two down, whatever it is merged with.</summary>
    [Fact]
    public void Plan_PercentageOfASmallResourceBesideALargeOne_IsOfItsOwnInstances()
    {
        var fleet = FleetOf(Enumerable.Range(1, 101).Select(n => Running(n, 9)));
        var large = Association(Range(1, 100), Keys(1), Graceful with { MaxUnavailable = [MaxUnavailable.Percent(10)] }, "large");
        var small = Association(Range(100, 2), Keys(2), Graceful with { MaxUnavailable = [MaxUnavailable.Percent(50)] }, "small");
        Assert.Equal(10, Assert.Single(PlanOf(fleet, large).Rollouts).MaxUnavailable);
        Assert.Equal(1, Assert.Single(PlanOf(fleet, large, small).Rollouts).MaxUnavailable);
    }

    /// <summary>An instance waits for the resources that change it, not for a neighbour's: else the next run would find it actionable.</summary>
    [Fact]
    public void Plan_MergedPolicies_AreJudgedInstanceByInstance()
    {
        var fleet = FleetOf(Stopped(1, 9), Running(2, 9), Running(3, 9));
        var strict = Association(Instances(1, 3), Keys(1), Graceful with { StopPolicy = StopPolicy.StoppedOnly }, "strict");
        var plan = PlanOf(fleet, Association(Instances(1, 2), Keys(2), Graceful, "loose"), strict);
        Assert.Equal([Ins(1), Ins(2)], plan.Changes.Select(change => change.Id).Order());
        var pending = Assert.Single(plan.Pending);
        Assert.Equal((Ins(3), PendingCode.Running, Disposition.Deferred), (pending.Change.Id, pending.Code, pending.Disposition));
    }

    [Fact]
    public void Plan_DependsOnAResourceThatIsNotThere_WaitsForNobody()
    {
        var plan = PlanOf(Eight, Needing("a", 1), Needing("b", 2).After("nobody"));
        Assert.All(plan.Rollouts, rollout => Assert.Empty(rollout.DependsOn));
    }

    [Fact]
    public void Plan_DependsOnSeveral_NamesThemInTheOrderOfTheProgram()
    {
        var plan = PlanOf(Eight, Needing("a", 1), Needing("b", 2), Needing("c", 3).After("b", "a"));
        Assert.Equal(["a", "b"], plan.Rollouts[2].DependsOn);
    }

    /// <summary>A problem of one resource has its path; of several that were merged it names them all.</summary>
    [Fact]
    public void Plan_ProblemOfMergedResources_NamesThem()
    {
        var fleet = FleetOf(Running(1, 9));
        var refuse = Graceful with { StopPolicy = StopPolicy.Refuse };
        var merged = Assert.Single(
            PlanOf(fleet, Association(Instances(1), Keys(1), refuse, "a"), Association(Instances(1), Keys(2), refuse, "b")).Problems
        );
        Assert.StartsWith("a + b: ", merged.Message, StringComparison.Ordinal);
        Assert.Equal("", merged.Path);
        var own = Assert.Single(PlanOf(fleet, Association(Instances(1), Keys(1), refuse, "a")).Problems);
        Assert.StartsWith("1 instance must change", own.Message, StringComparison.Ordinal);
        Assert.Equal("resources.a", own.Path);
    }

    private static string[] Labels(params ResourceIntent[] intents) =>
        [.. PlanOf(Eight, intents).Rollouts.Select(rollout => string.Join('+', rollout.Resources))];

    /// <summary>An association that must bind key 1 to these instances.</summary>
    private static KeyPairAssociationIntent Needing(string name, params int[] instances) =>
        Association(Instances(instances), Keys(1), Graceful, name);
}

/// <summary>Says what comes first.</summary>
internal static class DependsOnExtensions
{
    public static KeyPairAssociationIntent After(this KeyPairAssociationIntent intent, params string[] names) =>
        intent with
        {
            DependsOn = [.. names],
        };
}
