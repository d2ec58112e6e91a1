using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Planning;

/// <summary>Keys for emergencies (rule <c>pinned-keys</c>): whatever would take one away refuses the plan, and says where.</summary>
public class PinnedKeysTests
{
    private static readonly FleetSnapshot s_fleet = FleetOf(Stopped(1, 1, 9), Stopped(2, 9), Running(3, 1));

    [Fact]
    public void ExclusiveSet_WithoutIt_IsRefused() =>
        Assert.Equal(
            ["skey-00000009 is pinned, and 'exact' would take it off 2 instances: ins-00000001, ins-00000002."],
            Refusals(Exclusive(Instances(1, 2), Keys(1)))
        );

    [Fact]
    public void ExclusiveSet_WithIt_IsNot() => Assert.Empty(Refusals(Exclusive(Instances(1, 2), Keys(1, 9))));

    [Fact]
    public void AssociationThatGivesItUp_IsRefused() =>
        Assert.Equal(
            ["skey-00000009 is pinned, and 'web' would take it off 1 instance: ins-00000001."],
            Refusals(Association(Instances(1), Keys(1)) with { Owned = Pairs((1, Keys(9))) })
        );

    /// <summary>A revocation would take it off whatever comes later: it is refused where the key is bound nowhere, too.</summary>
    [Theory]
    [InlineData(9, "'gone' revokes skey-00000009, which is pinned, and would take it off 2 instances: ins-00000001, ins-00000002.", 1, 2)]
    [InlineData(8, "'gone' revokes skey-00000008, which is pinned.")]
    public void Revocation_OfIt_IsRefused_BoundOrNot(int key, string message, params int[] machines)
    {
        var problem = Assert.Single(
            PlanOf([Revocation(Keys(key))], pinned: key).Problems,
            problem => problem.Code == ProblemCodes.PinnedKey
        );
        Assert.Equal((message, Severity.Error), (problem.Message, problem.Severity));
        Assert.Equal(machines.Select(Ins), problem.Instances);
    }

    /// <summary>Two revocations of it name their own machines each; one that spares a machine does not name it.</summary>
    [Fact]
    public void Revocation_NamesOnlyWhatItTakesItOff() =>
        Assert.Equal(
            ["'gone' revokes skey-00000009, which is pinned, and would take it off 1 instance: ins-00000002."],
            Refusals(Revocation(Keys(9)) with { ExceptInstanceIds = [Ins(1)] })
        );

    [Fact]
    public void OtherKeys_GoAsEver()
    {
        var plan = PlanOf([Exclusive(Instances(1), Keys(9))], pinned: 9);
        Assert.False(plan.IsRefused);
        Assert.Equal(Keys(1), Assert.Single(plan.Changes).Remove);
    }

    /// <summary>What an engine shows from its stored state is refused as well.</summary>
    [Fact]
    public void StoredPlan_IsRefusedToo()
    {
        var fleet = FleetOf(Stopped(1, 1, 9));
        var prior = Resources.GivenResource.StateOf(Resources.GivenResource.Association([1], Keys(1, 9)), fleet);
        var stored = StoredPlan.Of(Resources.GivenResource.Association([1], Keys(1)), prior, ChangePolicyInput.None, pinned: Keys(9));
        Assert.Contains(stored.Plan.Problems, problem => problem.Code == ProblemCodes.PinnedKey);
        Assert.True(stored.Plan.IsRefused);
    }

    private static KeyBindingProvider.Core.Kinds.KeyRevocation.KeyRevocationIntent Revocation(Identity.KeySet keys) =>
        new()
        {
            Name = "gone",
            Region = Region,
            Policy = Given.Graceful,
            KeyIds = keys,
        };

    private static string[] Refusals(ResourceIntent intent, int pinned = 9)
    {
        var plan = PlanOf([intent], pinned);
        var refusals = plan.Problems.Where(problem => problem.Code == ProblemCodes.PinnedKey).ToArray();
        Assert.Equal(refusals.Length > 0, plan.IsRefused);
        return [.. refusals.Select(problem => problem.Message)];
    }

    private static Plan PlanOf(ResourceIntent[] intents, int pinned) =>
        Planner.Plan(new PlanRequest(Region, intents, s_fleet) { Pinned = Keys(pinned) });
}
