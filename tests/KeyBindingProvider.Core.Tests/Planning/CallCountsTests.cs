using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests.Planning;

/// <summary>Writes are a closed set.</summary>
public class CallCountsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(50, 2)]
    [InlineData(51, 4)]
    public void Marking_SetsAndRemovesInFifties(int instances, int calls) =>
        Assert.Equal(new CallCounts(0, 0, 0, 0, Tags: calls), CallCounts.OfMarking(instances));

    [Fact]
    public void EachWrite_IsCountedAsItself_AndAnotherIsAnError()
    {
        Assert.Equal(new CallCounts(1, 1, 1, 1), CallCounts.Of(Enum.GetValues<CallAction>().Select(Call)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CallCounts.Of([Call((CallAction)4)]));
    }

    private static PlannedCall Call(CallAction action) => new(action, [], KeySet.Empty, ForceStop: false);
}
