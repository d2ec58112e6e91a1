using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;
using static KeyBindingProvider.Core.Tests.Resources.GivenResource;

namespace KeyBindingProvider.Core.Tests.Resources;

/// <summary>What is said of a resource while some of its inputs will be known only at apply.</summary>
public class ForesightTests
{
    private static readonly ResourceState Prior = StateOf(
        GivenResource.Association([1, 2], Keys(1)),
        FleetOf(Running(1, 1), Running(2, 1), Running(3, 1)),
        (3, Keys(1))
    );

    private static UnknownInputs Unknown(params string[] paths) => new([.. paths], Spelling.Camel);

    [Theory]
    [InlineData("", true)]
    [InlineData("instanceIds[1]", true)]
    [InlineData("region", true)]
    [InlineData("keyIds[0]", false)]
    [InlineData("changePolicy.stopPolicy", false)]
    [InlineData("onDestroy", false)]
    public void OfNew_SomeInstancesKnown_NeedsKeysAndPolicy(string path, bool isForeseeable) =>
        Assert.Equal(isForeseeable, Foresight.OfNew(GivenResource.Association([1], Keys(1)), Unknown(path)));

    [Fact]
    public void OfNew_NoInstanceKnown_SaysNothing() =>
        Assert.False(Foresight.OfNew(GivenResource.Association([], Keys(1)), Unknown("instanceIds")));

    [Theory]
    [InlineData("", true)]
    [InlineData("exceptInstanceIds[0]", false)]
    [InlineData("keyIds", false)]
    public void OfNew_Revocation_NeedsItsExceptions(string path, bool isForeseeable) =>
        Assert.Equal(isForeseeable, Foresight.OfNew(GivenResource.Revocation(Keys(1)), Unknown(path)));

    [Theory]
    [InlineData("", true)]
    [InlineData("region", true)]
    [InlineData("instanceIds[1]", false)]
    [InlineData("keyIds[0]", false)]
    [InlineData("changePolicy", false)]
    public void OfExisting_NeedsEveryId(string path, bool isForeseeable) =>
        Assert.Equal(isForeseeable, Foresight.OfExisting(Unknown(path)));

    [Theory]
    [InlineData("keyIds")]
    [InlineData("changePolicy.maxStops")]
    [InlineData("region")]
    public void PartialUpdate_WithoutKeysPolicyOrRegion_SaysNothing(string path) =>
        Assert.Null(PartialUpdate.Of(GivenResource.Association([1], Keys(1)), Unknown(path), Prior));

    [Fact]
    public void PartialUpdate_SomeInstanceUnknown_JudgesThoseThatStayAndCountsThoseThatMayLeave()
    {
        var update = PartialUpdate.Of(GivenResource.Association([1], Keys(1)), Unknown("instanceIds[1]"), Prior)!;
        Assert.Equal([Ins(2), Ins(3)], update.Leaving);
        Assert.Equal(Instances(1), update.Staying!.Declared.InstanceIds);
        Assert.Equal([Ins(1)], update.Staying.Outputs.Bindings.Keys);
    }

    [Fact]
    public void PartialUpdate_NoInstanceKnown_OnlyCounts()
    {
        var update = PartialUpdate.Of(GivenResource.Association([], Keys(1)), Unknown("instanceIds"), Prior)!;
        Assert.Equal([Ins(1), Ins(2), Ins(3)], update.Leaving);
        Assert.Null(update.Staying);
    }

    [Fact]
    public void PartialUpdate_Revocation_SaysNothingWhileAnExceptionIsUnknown()
    {
        var prior = StateOf(GivenResource.Revocation(Keys(1)), FleetOf(Running(1, 1)));
        Assert.Null(PartialUpdate.Of(prior.Declared, Unknown("exceptInstanceIds[0]"), prior));
        Assert.NotNull(PartialUpdate.Of(prior.Declared, Unknown(), prior));
    }

    [Fact]
    public void With_APart_ReplacesThatPartAndLeavesTheRest()
    {
        var whole = Prior with
        {
            Outputs = new ResourceOutputs
            {
                Bindings = Pairs((1, Keys(1)), (2, Keys(1))),
                ForeignBindings = Pairs((1, Keys(8)), (2, Keys(9))),
                PendingInstances = Prior
                    .Outputs.PendingInstances.SetItem(Ins(1), PendingCode.Running)
                    .SetItem(Ins(2), PendingCode.Running)
                    .Remove(Ins(3)),
            },
        };
        var part = whole.Only(id => id == Ins(2)) with { Outputs = ResourceOutputs.None with { Bindings = Pairs((2, Keys(2))) } };
        var together = whole.With(part, id => id == Ins(2)).Outputs;
        Assert.Equal(Pairs((1, Keys(1)), (2, Keys(2))), together.Bindings);
        Assert.Equal(Pairs((1, Keys(8))), together.ForeignBindings);
        Assert.Equal([Ins(1)], together.PendingInstances.Keys);
    }

    [Fact]
    public void Refusals_AnInstanceIsNotInTheOtherRegion_NamesBothRegionsAndTheInstance()
    {
        var move = new RegionMove(Region, "ap-shanghai");
        Assert.Empty(move.Refusals("web", []));
        var problem = Assert.Single(move.Refusals("web", [Ins(2)]));
        Assert.Equal("'web' would move from ap-guangzhou to ap-shanghai, but ins-00000002 does not exist in ap-shanghai.", problem.Message);
        Assert.Equal([Ins(2)], problem.Instances);
    }
}
