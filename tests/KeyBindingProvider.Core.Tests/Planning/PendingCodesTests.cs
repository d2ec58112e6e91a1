using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class PendingCodesTests
{
    private static readonly InstanceChange Removal = Change(Keys(1, 2), KeySet.Empty, Keys(1));
    private static readonly InstanceChange Emptying = Change(Keys(1), KeySet.Empty, Keys(1));

    [Theory]
    [InlineData("STOPPED", PendingCode.Ready)]
    [InlineData("RUNNING", PendingCode.Running)]
    [InlineData("LAUNCH_FAILED", PendingCode.Failed)]
    [InlineData("SHUTDOWN", PendingCode.Isolated)]
    [InlineData("TERMINATING", PendingCode.Isolated)]
    [InlineData("RESCUE_MODE", PendingCode.Rescue)]
    [InlineData("ENTER_RESCUE_MODE", PendingCode.Busy)]
    [InlineData("EXIT_RESCUE_MODE", PendingCode.Busy)]
    [InlineData("PENDING", PendingCode.Busy)]
    [InlineData("STARTING", PendingCode.Busy)]
    [InlineData("STOPPING", PendingCode.Busy)]
    [InlineData("REBOOTING", PendingCode.Busy)]
    [InlineData("ENTER_SERVICE_LIVE_MIGRATE", PendingCode.Busy)]
    [InlineData("SERVICE_LIVE_MIGRATE", PendingCode.Busy)]
    [InlineData("EXIT_SERVICE_LIVE_MIGRATE", PendingCode.Busy)]
    [InlineData("FREEZING", PendingCode.Busy)]
    [InlineData("something new", PendingCode.Busy)]
    [InlineData("", PendingCode.Busy)]
    public void Of_EachState_HasItsCode(string state, PendingCode expected) =>
        Assert.Equal(expected, PendingCodes.Of(Removal, In(new PowerState(state), 1)));

    /// <summary>It was waited for as if it passed; that it may not, and which it is, is said.</summary>
    [Theory]
    [InlineData("FREEZING", true, "'FREEZING'")]
    [InlineData("", true, "none")]
    [InlineData("PENDING", false, "")]
    [InlineData("STOPPING", false, "")]
    [InlineData("SERVICE_LIVE_MIGRATE", false, "")]
    public void Problem_OfABusyInstance_NamesAStateThatNoDocumentNames(string state, bool named, string shown)
    {
        var problem = PlanOf(FleetOf(In(new PowerState(state), 1, 1)), Revocation(Keys(1)))
            .Problems.First(found => found.Code.Id == "KB3006");
        var said = $" InstanceState is {shown} there, which no document names: it may be no operation and may not pass by itself.";
        Assert.Equal(named, problem.Message.EndsWith(said, StringComparison.Ordinal));
        Assert.Equal(named, problem.Message.Contains("InstanceState", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_NotKnownToTheService_IsMissing() => Assert.Equal(PendingCode.Missing, PendingCodes.Of(Removal, null));

    /// <summary>From the top: each line has everything that stands below it as well, and still its own code.</summary>
    [Fact]
    public void Of_SeveralReasons_TheOneThatLastsLongestDecides()
    {
        var everything = Stopped(1) with { IsWindows = true, IsIsolated = true, IsStopCharging = true, LatestOperation = Operating };
        Assert.Equal(PendingCode.Windows, PendingCodes.Of(Emptying, everything with { State = PowerState.LaunchFailed }));
        var linux = everything with { IsWindows = false };
        Assert.Equal(PendingCode.Failed, PendingCodes.Of(Emptying, linux with { State = PowerState.LaunchFailed }));
        Assert.Equal(PendingCode.Isolated, PendingCodes.Of(Emptying, linux with { State = PowerState.Rescue }));
        var inPlace = linux with { IsIsolated = false };
        Assert.Equal(PendingCode.Rescue, PendingCodes.Of(Emptying, inPlace with { State = PowerState.Rescue }));
        Assert.Equal(PendingCode.Busy, PendingCodes.Of(Emptying, inPlace));
        var settled = inPlace with { LatestOperation = LatestOperation.None };
        Assert.Equal(PendingCode.StopCharging, PendingCodes.Of(Emptying, settled));
        var charged = settled with { IsStopCharging = false };
        Assert.Equal(PendingCode.WouldBeKeyless, PendingCodes.Of(Emptying, charged));
        Assert.Equal(PendingCode.WouldBeKeyless, PendingCodes.Of(Emptying, charged with { State = PowerState.Running }));
        Assert.Equal(PendingCode.Ready, PendingCodes.Of(Emptying, charged, allowKeyless: true));
        Assert.Equal(PendingCode.Running, PendingCodes.Of(Emptying, charged with { State = PowerState.Running }, allowKeyless: true));
    }

    [Fact]
    public void Of_RunningWithAnOperationGoingOn_IsBusy() =>
        Assert.Equal(PendingCode.Busy, PendingCodes.Of(Removal, Running(1) with { LatestOperation = Operating }));

    [Fact]
    public void Of_LatestOperationFailed_IsNoObstacle() =>
        Assert.Equal(
            PendingCode.Ready,
            PendingCodes.Of(Removal, Stopped(1) with { LatestOperation = new LatestOperation("StopInstances", "FAILED", "r", "no") })
        );

    [Fact]
    public void ToProblemCode_EachCodeButReady_HasOneOfItsOwn()
    {
        var codes = Enum.GetValues<PendingCode>().Where(code => code != PendingCode.Ready).Select(PendingCodes.ToProblemCode).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => PendingCodes.ToProblemCode(PendingCode.Ready));
    }

    private static LatestOperation Operating => new("StartInstances", "OPERATING", "r", "");
}
