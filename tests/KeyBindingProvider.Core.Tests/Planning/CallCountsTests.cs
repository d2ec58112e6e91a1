using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests.Planning;

/// <summary>Writes are a closed set.</summary>
public class CallCountsTests
{
    [Fact]
    public void EachWrite_IsCountedAsItself_AndAnotherIsAnError()
    {
        Assert.Equal(new CallCounts(1, 1, 1, 1), CallCounts.Of(Enum.GetValues<CallAction>().Select(Call)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CallCounts.Of([Call((CallAction)4)]));
    }

    private static PlannedCall Call(CallAction action) => new(action, [], KeySet.Empty, ForceStop: false);
}
