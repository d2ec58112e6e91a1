using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class KeyChecksTests
{
    [Fact]
    public void Plan_BindOfAKeyThatDoesNotExist_IsRefusedForTheResourceThatDeclaresIt()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 2, 9)), Association(Instances(1), Keys(1, 99)), Revocation(Keys(2)));
        var problem = Assert.Single(plan.Problems);
        Assert.Equal((ProblemCodes.MissingKey, Severity.Error), (problem.Code, problem.Severity));
        Assert.Equal("resources.web.properties.keyIds", problem.Path);
        Assert.Contains(Key(99).Value, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key(1).Value, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_MissingKeyThatIsBoundEverywhere_IsNoProblem() =>
        Assert.Empty(PlanOf(FleetOf(Stopped(1, 99)), Association(Instances(1), Keys(99))).Problems);

    [Fact]
    public void Plan_RevocationOfAKeyThatIsGone_WarnsAndIsSatisfied()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 1, 9)), Revocation(Keys(1, 99)));
        var problem = Assert.Single(plan.Problems);
        Assert.Equal((ProblemCodes.KeyAlreadyGone, Severity.Warning), (problem.Code, problem.Severity));
        Assert.Contains(Key(99).Value, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key(1).Value, problem.Message, StringComparison.Ordinal);
        Assert.False(plan.IsRefused);
    }

    /// <summary>The list of key pairs may be incomplete; an off-boarding believes the machine.</summary>
    [Fact]
    public void Plan_RevokedKeyThatIsListedNowhereButStillShown_IsTakenOff()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 99, 9)), Revocation(Keys(99)));
        Assert.Equal(Keys(99), Assert.Single(plan.Changes).Remove);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Plan_MoreThanAHundredWantedKeys_IsRefusedOnlyWhereSomethingIsBound()
    {
        var many = Enumerable.Range(100, 101).ToArray();
        var refused = PlanOf(FleetOf(Stopped(1, many), Stopped(2, many)), Association(Instances(1, 2), Keys(1)));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal(ProblemCodes.TooManyKeys, problem.Code);
        Assert.Equal([Ins(1), Ins(2)], problem.Instances);
        var removal = PlanOf(FleetOf(Stopped(1, [1, .. many])), Revocation(Keys(1)));
        Assert.Empty(removal.Problems);
        Assert.Equal(new CallCounts(0, 0, 1, 0), removal.Calls);
    }

    /// <summary>Exactly as many as one bind carries is not too many.</summary>
    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void Plan_WantedSet_MayBeAsLargeAsOneBind(int bound, bool isTooMany)
    {
        var fleet = FleetOf(Stopped(1, [.. Enumerable.Range(1001, bound)]));
        var plan = PlanOf(fleet, Association(Instances(1), Keys(1)));
        Assert.Equal(isTooMany, plan.Problems.Any(problem => problem.Code == ProblemCodes.TooManyKeys));
    }
}
