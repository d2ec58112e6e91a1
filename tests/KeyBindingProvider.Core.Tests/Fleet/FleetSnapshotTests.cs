using KeyBindingProvider.Core.Fleet;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class FleetSnapshotTests
{
    [Fact]
    public void With_NewerLooks_ReplaceAddAndTakeOut()
    {
        var before = FleetOf(Running(1, 1), Running(2, 1), Running(3, 1));
        var after = before.With([(Ins(1), Stopped(1, 2)), (Ins(2), null), (Ins(4), Running(4))]);
        Assert.Equal([Ins(1), Ins(3), Ins(4)], after.Instances.Keys.Order());
        Assert.Equal(Keys(2), after.Find(Ins(1))!.Keys);
        Assert.Equal([Ins(1), Ins(2), Ins(3)], before.Instances.Keys.Order());
    }

    [Theory]
    [InlineData("SUCCESS", false, true, false)]
    [InlineData("FAILED", false, false, true)]
    [InlineData("OPERATING", true, false, false)]
    [InlineData("", false, false, false)]
    public void LatestOperation_IsOneOfThree_OrNothingIsKnownOfIt(string state, bool isOperating, bool isSuccess, bool isFailed)
    {
        var operation = LatestOperation.None with { State = state };
        Assert.Equal((isOperating, isSuccess, isFailed), (operation.IsOperating, operation.IsSuccess, operation.IsFailed));
    }
}
