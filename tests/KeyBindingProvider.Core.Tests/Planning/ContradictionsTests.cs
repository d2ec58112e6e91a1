using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class ContradictionsTests
{
    [Fact]
    public void Find_TwoExclusiveWithDifferentSets_NamesBothAndTheInstance()
    {
        var problem = Assert.Single(
            Contradictions.Find([Exclusive(Instances(1, 2), Keys(1), name: "a"), Exclusive(Instances(2, 3), Keys(1, 2), name: "b")])
        );
        Assert.Equal((ProblemCodes.Contradiction, Severity.Error), (problem.Code, problem.Severity));
        Assert.Equal([Ins(2)], problem.Instances);
        Assert.Contains("'a' and 'b'", problem.Message, StringComparison.Ordinal);
        Assert.Contains(Ins(2).Value, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_TwoExclusiveWithEqualSetsOrNoSharedInstance_Nothing()
    {
        Assert.Empty(Contradictions.Find([Exclusive(Instances(1), Keys(1), name: "a"), Exclusive(Instances(1), Keys(1), name: "b")]));
        Assert.Empty(Contradictions.Find([Exclusive(Instances(1), Keys(1), name: "a"), Exclusive(Instances(2), Keys(2), name: "b")]));
    }

    [Fact]
    public void Find_ExclusiveLacksAnAssociationsKey_NamesTheKey()
    {
        var problem = Assert.Single(Contradictions.Find([Exclusive(Instances(1), Keys(1)), Association(Instances(1), Keys(1, 2))]));
        Assert.Equal(ProblemCodes.Contradiction, problem.Code);
        Assert.Contains(Key(2).Value, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key(1).Value, problem.Message, StringComparison.Ordinal);
        Assert.Empty(Contradictions.Find([Exclusive(Instances(1), Keys(1, 2)), Association(Instances(1), Keys(2))]));
    }

    [Fact]
    public void Find_RevocationOfADeclaredKey_CountsOnlyInstancesThatAreNotExcepted()
    {
        ResourceIntent[] declaring = [Association(Instances(1, 2), Keys(1)), Exclusive(Instances(2, 3), Keys(1))];
        var found = Contradictions.Find([.. declaring, Revocation(Keys(1, 5)) with { ExceptInstanceIds = Instances(2) }]).ToArray();
        Assert.Equal([Ins(1), Ins(3)], found.SelectMany(problem => problem.Instances));
        Assert.Empty(Contradictions.Find([.. declaring, Revocation(Keys(1)) with { ExceptInstanceIds = Instances(1, 2, 3) }]));
        Assert.Empty(Contradictions.Find([.. declaring, Revocation(Keys(5))]));
    }

    [Fact]
    public void Find_TwoAssociationsOfOnePair_Warns()
    {
        var problem = Assert.Single(
            Contradictions.Find([Association(Instances(1, 2), Keys(1, 2), name: "a"), Association(Instances(2), Keys(2, 3), name: "b")])
        );
        Assert.Equal((ProblemCodes.Overlap, Severity.Warning), (problem.Code, problem.Severity));
        Assert.Equal([Ins(2)], problem.Instances);
        Assert.Empty(Contradictions.Find([Association(Instances(1), Keys(1), name: "a"), Association(Instances(1), Keys(2), name: "b")]));
    }

    /// <summary>One warning for all that declare the same, and one for those that meet elsewhere: not one for each two of them.</summary>
    [Fact]
    public void Find_SeveralThatDeclareTheSame_IsOneWarning()
    {
        var problems = Contradictions.Find([
            Association(Instances(1, 2), Keys(1, 2), name: "a"),
            Association(Instances(1, 2), Keys(1), name: "b"),
            Association(Instances(2, 3), Keys(1), name: "c"),
        ]);
        Assert.Equal(
            [$"'a' and 'b' both declare {Key(1)} on {Ins(1)}.", $"'a', 'b' and 'c' all declare {Key(1)} on {Ins(2)}."],
            problems.Select(problem => problem.Message)
        );
        var many = Enumerable.Range(0, 9).Select(number => Association(Instances(1), Keys(1), name: $"r{number}"));
        Assert.Equal(
            $"'r0', 'r1', 'r2', 'r3', 'r4' and 4 more all declare {Key(1)} on {Ins(1)}.",
            Assert.Single(Contradictions.Find([.. many])).Message
        );
    }

    [Fact]
    public void Plan_Contradiction_IsRefusedAndPlansNothing()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 9)), Exclusive(Instances(1), Keys(1), name: "a"), Exclusive(Instances(1), Keys(2), name: "b"));
        Assert.True(plan.IsRefused);
        Assert.False(plan.IsActionable);
    }

    [Fact]
    public void Find_EqualWishesOnOtherInstances_AreNeitherOverlapNorContradiction() =>
        Assert.Empty(
            Contradictions.Find([
                Association(Instances(1), Keys(1), name: "a"),
                Association(Instances(2), Keys(1), name: "b"),
                Exclusive(Instances(3), Keys(2), name: "c"),
                Exclusive(Instances(4), Keys(3), name: "d"),
                Revocation(Keys(7)),
            ])
        );

    [Fact]
    public void Find_OnSeveralInstances_NamesThemInOrder()
    {
        var problem = Assert.Single(
            Contradictions.Find([Exclusive(Instances(3, 1, 2), Keys(1), name: "a"), Exclusive(Instances(2, 3, 1), Keys(2), name: "b")])
        );
        Assert.Equal([Ins(1), Ins(2), Ins(3)], problem.Instances);
        Assert.Contains("on ins-00000001, ins-00000002, ins-00000003:", problem.Message, StringComparison.Ordinal);
    }
}
