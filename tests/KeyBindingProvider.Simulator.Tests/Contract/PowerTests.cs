using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class PowerTests
{
    private static readonly SimulatorOptions s_slow = SimulatorOptions.Instant with
    {
        StopSoft = DurationRange.Seconds(10, 10),
        StopHard = DurationRange.Seconds(3, 3),
        StopLate = DurationRange.Seconds(100, 100),
        Start = DurationRange.Seconds(7, 7),
        BindTime = DurationRange.Seconds(2, 2),
        UnbindTime = DurationRange.Seconds(2, 2),
    };

    [Fact]
    public void StopAndStart_TakeTheirTime_AndEndWhereTheyShould()
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1, Simulation.KeyA));

        Assert.Equal("OK", simulation.Stop(1).Code);
        simulation.Pass(9.9);
        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(0.1);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Equal("KEEP_CHARGING", simulation.Read(1).GetProperty("StopChargingMode").GetString());
        Assert.Equal("OK", simulation.Start(1).Code);
        Assert.Equal("STARTING", simulation.True(1).State);
        simulation.Pass(7);
        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal("NOT_APPLICABLE", simulation.Read(1).GetProperty("StopChargingMode").GetString());
        Assert.Equal(1, simulation.True(1).PowerCycles);
    }

    [Theory]
    [InlineData("HARD", 3)]
    [InlineData("SOFT", 10)]
    [InlineData("SOFT_FIRST", 10)]
    public void StopType_DecidesHowLongItTakes(string type, int seconds)
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1));
        simulation.Stop(1, type);

        simulation.Pass(seconds - 0.1);
        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(0.1);
        Assert.Equal("STOPPED", simulation.True(1).State);
    }

    [Fact]
    public void DeprecatedForceStop_IsAHardStop_AndExcludesStopType()
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1), Simulation.Running(2));
        var one = Simulation.Texts(Simulation.Id(1));

        Assert.Equal("OK", simulation.Call("StopInstances", new { InstanceIds = one, ForceStop = true }).Code);
        Assert.Equal(1, simulation.Mine.HardStopCalls);
        Assert.Equal(
            "InvalidParameterCombination",
            simulation
                .Call(
                    "StopInstances",
                    new
                    {
                        InstanceIds = one,
                        ForceStop = false,
                        StopType = "SOFT",
                    }
                )
                .Code
        );
        Assert.Equal("InvalidParameterValue", simulation.Stop(2, "GENTLE").Code);
    }

    [Theory]
    [InlineData("RUNNING", "OK", "UnsupportedOperation.InstanceStateRunning")]
    [InlineData("STOPPED", "UnsupportedOperation.InstanceStateStopped", "OK")]
    [InlineData("STOPPING", "UnsupportedOperation.InstanceStateStopping", "UnsupportedOperation.InstanceStateStopping")]
    [InlineData("STARTING", "UnsupportedOperation.InstanceStateStarting", "UnsupportedOperation.InstanceStateStarting")]
    [InlineData("PENDING", "UnsupportedOperation.InstanceStatePending", "UnsupportedOperation.InstanceStatePending")]
    [InlineData("LAUNCH_FAILED", "InvalidInstance.NotSupported", "InvalidInstance.NotSupported")]
    [InlineData("RESCUE_MODE", "UnsupportedOperation.InstanceStateRescueMode", "UnsupportedOperation.InstanceStateRescueMode")]
    [InlineData("SHUTDOWN", "UnsupportedOperation.InstanceStateShutdown", "UnsupportedOperation.InstanceStateShutdown")]
    [InlineData("EXIT_SERVICE_LIVE_MIGRATE", "UnsupportedOperation.InstanceStateExitServiceLiveMigrate", "InvalidInstance.NotSupported")]
    [InlineData("CORRUPTED", "UnsupportedOperation.InstanceStateCorrupted", "UnsupportedOperation.InstanceStateCorrupted")]
    public void State_DecidesWhetherStopAndStartAreTaken(string state, string stop, string start)
    {
        Simulation Fresh() => new(s_slow, Simulation.Running(1) with { State = state });

        Assert.Equal(stop, Fresh().Stop(1).Code);
        Assert.Equal(start, Fresh().Start(1).Code);
    }

    [Fact]
    public void EveryDocumentedState_ShowsOnReads()
    {
        var simulation = new Simulation(null, InstanceStates.Documented.Select((state, n) => Simulation.Running(n) with { State = state }));
        var answer = simulation.Call("DescribeInstancesStatus", new { Limit = 100 });

        Assert.Equal(15, InstanceStates.Documented.Count);
        Assert.Equal(
            InstanceStates.Documented,
            answer.Response.GetProperty("InstanceStatusSet").EnumerateArray().Select(i => i.GetProperty("InstanceState").GetString()!)
        );
    }

    [Theory]
    [InlineData("EXPIRED")]
    [InlineData("PROTECTIVELY_ISOLATED")]
    public void RestrictedInstances_TakeNoWrites(string restricted)
    {
        var simulation = new Simulation(null, Simulation.Running(1) with { RestrictState = restricted });

        Assert.Equal("UnsupportedOperation.InstanceStateIsolating", simulation.Stop(1).Code);
        Assert.Equal("InvalidInstance.NotSupported", simulation.Unbind([1], [Simulation.KeyA]).Code);
        Assert.Equal("MANMADE", simulation.Read(1).GetProperty("IsolatedSource").GetString());
    }

    [Fact]
    public void PassingState_SettlesWhenTheWorldSaysSo()
    {
        var settling = Simulation.Running(1) with { State = "PENDING", SettlesTo = "RUNNING", SettlesAfter = TimeSpan.FromSeconds(5) };
        var simulation = new Simulation(null, settling);

        simulation.Pass(4.9);
        Assert.Equal("PENDING", simulation.True(1).State);
        simulation.Pass(0.1);
        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Null(simulation.True(1).LatestOperation);
    }

    [Fact]
    public void SoftStop_ThatHangs_StaysStopping_UntilHard()
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1) with { SoftStop = SoftStopManner.Hangs });
        simulation.Stop(1);
        simulation.Pass(10_000);

        Assert.Equal("STOPPING", simulation.True(1).State);
        Assert.Equal("OPERATING", simulation.True(1).LatestOperation!.State);
        Assert.Equal("UnsupportedOperation.InstanceStateStopping", simulation.Start(1).Code);
        Assert.Equal("UnsupportedOperation.InstanceStateStopping", simulation.Stop(1).Code);
        var hard = simulation.Stop(1, "HARD");
        Assert.Equal("OK", hard.Code);
        simulation.Pass(3);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Equal(hard.RequestId, simulation.True(1).LatestOperation!.RequestId);
        Assert.Equal(DownCause.HardStop, Assert.Single(simulation.Cloud.Oracle.Downs).Cause);
    }

    [Fact]
    public void HardWhileStopping_CanBeRefused()
    {
        var options = s_slow with { HardWhileStopping = HardWhileStopping.Refused };
        var simulation = new Simulation(options, Simulation.Running(1) with { SoftStop = SoftStopManner.Hangs });
        simulation.Stop(1);

        Assert.Equal("UnsupportedOperation.InstanceStateStopping", simulation.Stop(1, "HARD").Code);
        simulation.Pass(1000);
        Assert.Equal("STOPPING", simulation.True(1).State);
    }

    [Fact]
    public void HardThatTakesOver_IsNotUndoneByTheSoftStop()
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1));
        simulation.Stop(1);
        simulation.Pass(9);
        simulation.Stop(1, "HARD");
        simulation.Pass(1);

        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(2);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Equal(1, simulation.True(1).PowerCycles);
    }

    [Fact]
    public void SoftStop_ThatReverts_EndsFailed_AndRunning()
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1) with { SoftStop = SoftStopManner.Reverts });
        simulation.Stop(1);
        simulation.Pass(10);

        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal("FAILED", simulation.Read(1).GetProperty("LatestOperationState").GetString());
        Assert.NotEmpty(simulation.Read(1).GetProperty("LatestOperationErrorMsg").GetString()!);
        Assert.Equal(0, simulation.True(1).PowerCycles);
        Assert.Empty(simulation.Mine.LeftDown);
    }

    [Fact]
    public void SoftStop_ThatIsLate_StopsLate_ButSoftFirstDoesNotWait()
    {
        var late = Simulation.Running(1) with { SoftStop = SoftStopManner.Late };
        var simulation = new Simulation(s_slow, late, late with { Id = Simulation.Id(2) });
        simulation.Stop(1);
        simulation.Stop(2, "SOFT_FIRST");

        simulation.Pass(99);
        Assert.Equal(("STOPPING", "STOPPED"), (simulation.True(1).State, simulation.True(2).State));
        simulation.Pass(1);
        Assert.Equal("STOPPED", simulation.True(1).State);
    }

    [Fact]
    public void SoftStopShares_AreKeptOverAFleet_AndDifferBySeed()
    {
        static string[] Hanging(long seed)
        {
            var simulation = new Simulation(
                s_slow with
                {
                    Seed = seed,
                    SoftStopHangs = 0.3,
                    SoftStopReverts = 0.2,
                },
                Enumerable.Range(1, 100).Select(n => Simulation.Running(n))
            );
            var ids = Enumerable.Range(1, 100).Select(Simulation.Id).ToArray();
            simulation.Call("StopInstances", new { InstanceIds = ids });
            simulation.Pass(1000);
            Assert.InRange(simulation.Cloud.View.Instances.Count(i => i.State == "RUNNING"), 8, 35);
            return [.. simulation.Cloud.View.Instances.Where(i => i.State == "STOPPING").Select(i => i.Id)];
        }

        Assert.InRange(Hanging(1).Length, 15, 45);
        Assert.Equal(Hanging(1), Hanging(1));
        Assert.NotEqual(Hanging(1), Hanging(2));
    }

    [Fact]
    public void StopCharging_IsForPayAsYouGoOnly()
    {
        var simulation = new Simulation(null, Simulation.Running(1), Simulation.Running(2) with { ChargeType = "PREPAID" });

        Assert.Equal("OK", StopCharging(simulation, 1, "STOP_CHARGING").Code);
        Assert.Equal("STOP_CHARGING", simulation.Read(1).GetProperty("StopChargingMode").GetString());
        Assert.Equal("UnsupportedOperation.StoppedModeStopCharging", StopCharging(simulation, 2, "STOP_CHARGING").Code);
        Assert.Equal("InvalidParameterValue", StopCharging(simulation, 2, "SOMETIMES").Code);
    }

    [Fact]
    public void StopChargingAnyway_IgnoresKeepCharging()
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant with
            {
                StopChargingAnyway = true,
            },
            Simulation.Running(1, Simulation.KeyA)
        );
        StopCharging(simulation, 1, "KEEP_CHARGING");

        Assert.Equal("STOP_CHARGING", simulation.Read(1).GetProperty("StopChargingMode").GetString());
        Assert.Equal("UnsupportedOperation.StoppedModeStopCharging", simulation.Unbind([1], [Simulation.KeyA]).Code);
        Assert.Equal("OK", simulation.Start(1).Code);
    }

    [Fact]
    public void StartRefused_InTheWorld_HoldsForGood()
    {
        var simulation = new Simulation(null, Simulation.Stopped(1) with { StartRefused = "UnsupportedOperation.InstanceStateCorrupted" });

        Assert.Equal("UnsupportedOperation.InstanceStateCorrupted", simulation.Start(1).Code);
        simulation.Pass(3600);
        Assert.Equal("UnsupportedOperation.InstanceStateCorrupted", simulation.Start(1).Code);
    }

    [Fact]
    public void TimeScale_DividesDurations()
    {
        var simulation = new Simulation(s_slow with { TimeScale = 10 }, Simulation.Running(1));
        simulation.Stop(1);

        simulation.Pass(0.99);
        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(0.01);
        Assert.Equal("STOPPED", simulation.True(1).State);
    }

    private static Answer StopCharging(Simulation simulation, int instance, string mode) =>
        simulation.Call("StopInstances", new { InstanceIds = Simulation.Texts(Simulation.Id(instance)), StoppedMode = mode });
}
