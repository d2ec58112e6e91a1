using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Core.Tests;

public class PowerStateTests
{
    [Theory]
    [InlineData("RUNNING", false, false)]
    [InlineData("STOPPED", false, false)]
    [InlineData("RESCUE_MODE", false, false)]
    [InlineData("LAUNCH_FAILED", false, false)]
    [InlineData("SHUTDOWN", false, true)]
    [InlineData("TERMINATING", false, true)]
    [InlineData("PENDING", true, false)]
    [InlineData("STARTING", true, false)]
    [InlineData("STOPPING", true, false)]
    [InlineData("REBOOTING", true, false)]
    [InlineData("ENTER_RESCUE_MODE", true, false)]
    [InlineData("SERVICE_LIVE_MIGRATE", true, false)]
    [InlineData("BANNING", true, false)]
    [InlineData("running", true, false)]
    [InlineData("", true, false)]
    public void IsPassing_EachName_KnowsWhatASettledStateIs(string name, bool passing, bool going)
    {
        var state = new PowerState(name);
        Assert.Equal((passing, going), (state.IsPassing, state.IsGoing));
        Assert.Equal(name, state.ToString());
    }

    [Fact]
    public void Default_IsPassing_IsTrue() => Assert.True(default(PowerState).IsPassing);
}
