using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class KeyChangeTests
{
    private static readonly SimulatorOptions s_slow = SimulatorOptions.Instant with
    {
        StopSoft = DurationRange.Seconds(10, 10),
        StopHard = DurationRange.Seconds(3, 3),
        Start = DurationRange.Seconds(7, 7),
        BindTime = DurationRange.Seconds(2, 2),
        UnbindTime = DurationRange.Seconds(1, 1),
    };

    [Fact]
    public void BindAndUnbind_OfAStoppedInstance_ChangeIt_AndItStaysStopped()
    {
        var simulation = new Simulation(s_slow, Simulation.Stopped(1, Simulation.KeyA));
        var bind = simulation.Bind([1], [Simulation.KeyB]);

        Assert.Equal("OK", bind.Code);
        Assert.Equal([Simulation.KeyA], simulation.True(1).KeyIds);
        simulation.Pass(2);
        Assert.Equal([Simulation.KeyA, Simulation.KeyB], simulation.True(1).KeyIds);
        Assert.Equal(new LatestOperation("AssociateInstancesKeyPairs", "SUCCESS", bind.RequestId), simulation.True(1).LatestOperation);
        Assert.Equal("OK", simulation.Unbind([1], [Simulation.KeyA], force: true).Code);
        simulation.Pass(1);
        Assert.Equal([Simulation.KeyB], simulation.True(1).KeyIds);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Equal(0, simulation.Cloud.View.PowerCycles);
    }

    [Fact]
    public void Bind_ThatReplaces_LeavesOnlyItsOwnKeys()
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant with
            {
                Bind = BindReading.Replaces,
            },
            Simulation.Stopped(1, Simulation.KeyA, Simulation.KeyB)
        );
        simulation.Bind([1], [Simulation.KeyB, Simulation.KeyC]);

        Assert.Equal([Simulation.KeyB, Simulation.KeyC], simulation.True(1).KeyIds);
        var removal = Assert.Single(simulation.Cloud.Oracle.Removals);
        Assert.Equal((Simulation.KeyA, RemovalCause.Replaced), (removal.KeyId, removal.Cause));
    }

    [Fact]
    public void RepeatedPairs_AreFine_OrErrorsWithAConfiguredCode()
    {
        var fine = new Simulation(null, Simulation.Stopped(1, Simulation.KeyA));
        var strict = new Simulation(
            SimulatorOptions.Instant with
            {
                BoundKey = RepeatedPair.Error,
                BoundKeyCode = "My.Bound",
                UnboundKey = RepeatedPair.Error,
                UnboundKeyCode = "My.Unbound",
            },
            Simulation.Stopped(1, Simulation.KeyA)
        );

        Assert.Equal("OK", fine.Bind([1], [Simulation.KeyA]).Code);
        Assert.Equal("OK", fine.Unbind([1], [Simulation.KeyB]).Code);
        Assert.Equal("My.Bound", strict.Bind([1], [Simulation.KeyA, Simulation.KeyB]).Code);
        Assert.Equal("My.Unbound", strict.Unbind([1], [Simulation.KeyA, Simulation.KeyB]).Code);
        Assert.Equal([Simulation.KeyA], strict.True(1).KeyIds);
    }

    [Theory]
    [InlineData(1, BindReading.Adds, "InvalidParameterValue.LimitExceeded")]
    [InlineData(1, BindReading.Replaces, "OK")]
    [InlineData(2, BindReading.Adds, "OK")]
    public void MaxKeys_CountsWhatWouldBeBound(int most, BindReading reading, string code)
    {
        var options = SimulatorOptions.Instant with { MaxKeysPerInstance = most, Bind = reading };
        var simulation = new Simulation(options, Simulation.Stopped(1, Simulation.KeyA));

        Assert.Equal(code, simulation.Bind([1], [Simulation.KeyB]).Code);
        Assert.Equal(
            "My.Limit",
            new Simulation(options with { MaxKeysCode = "My.Limit" }, Simulation.Stopped(1))
                .Bind([1], [Simulation.KeyA, Simulation.KeyB, Simulation.KeyC])
                .Code
        );
    }

    [Fact]
    public void Windows_AndNoChargeMode_AreRefused()
    {
        var simulation = new Simulation(
            null,
            Simulation.Stopped(1) with
            {
                OsName = "Windows Server 2022 64bit",
            },
            Simulation.Stopped(2, Simulation.KeyA) with
            {
                StopCharging = true,
            }
        );

        Assert.Equal("UnsupportedOperation.InstanceOsWindows", simulation.Bind([1], [Simulation.KeyA]).Code);
        Assert.Equal("UnsupportedOperation.StoppedModeStopCharging", simulation.Unbind([2], [Simulation.KeyA]).Code);
        Assert.Equal("UnsupportedOperation.StoppedModeStopCharging", simulation.Bind([2], [Simulation.KeyB], true).Code);
    }

    [Fact]
    public void Running_WithoutForce_IsRefused()
    {
        var simulation = new Simulation(null, Simulation.Running(1, Simulation.KeyA));

        Assert.Equal("UnsupportedOperation.InstanceStateRunning", simulation.Unbind([1], [Simulation.KeyA], false).Code);
        Assert.Equal("UnsupportedOperation.InstanceStateRunning", simulation.Bind([1], [Simulation.KeyB]).Code);
        Assert.Equal("RUNNING", simulation.True(1).State);
    }

    [Fact]
    public void Running_WithoutForce_CanShutDown_AndIsLeftStopped()
    {
        var options = s_slow with { RunningWithoutForce = RunningWithoutForce.ShutsDown };
        var simulation = new Simulation(options, Simulation.Running(1, Simulation.KeyA));

        Assert.Equal("OK", simulation.Unbind([1], [Simulation.KeyA]).Code);
        simulation.Pass(60);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Empty(simulation.True(1).KeyIds);
        Assert.Equal([Simulation.Id(1)], simulation.Mine.LeftDown);
    }

    [Fact]
    public void Running_WithoutForce_ThatDoesNotShutDown_Fails_AndKeepsItsKeys()
    {
        var simulation = new Simulation(
            s_slow with
            {
                RunningWithoutForce = RunningWithoutForce.ShutsDown,
            },
            Simulation.Running(1, Simulation.KeyA) with
            {
                SoftStop = SoftStopManner.Hangs,
            }
        );
        simulation.Unbind([1], [Simulation.KeyA]);
        simulation.Pass(60);

        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal("FAILED", simulation.True(1).LatestOperation!.State);
        Assert.Equal([Simulation.KeyA], simulation.True(1).KeyIds);
    }

    [Fact]
    public void ForceStop_PowersOff_Changes_AndStartsAgain_UnderAnotherRequestId()
    {
        var simulation = new Simulation(s_slow, Simulation.Running(1, Simulation.KeyA, Simulation.KeyB));
        var unbind = simulation.Unbind([1], [Simulation.KeyA], force: true);

        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(3);
        Assert.Equal("STOPPED", simulation.True(1).State);
        simulation.Pass(1);
        Assert.Equal([Simulation.KeyB], simulation.True(1).KeyIds);
        Assert.Equal("STARTING", simulation.True(1).State);
        var latest = simulation.True(1).LatestOperation!;
        Assert.Equal(("StartInstances", "OPERATING"), (latest.Action, latest.State));
        Assert.NotEqual(unbind.RequestId, latest.RequestId);
        simulation.Pass(7);
        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal(1, simulation.Mine.PowerCycles[Simulation.Id(1)]);
        Assert.Equal(TimeSpan.FromSeconds(11), simulation.Mine.LongestDown);
    }

    [Fact]
    public void ForceStop_CanStartUnderTheSameRequestId()
    {
        var options = s_slow with { RestartRequestId = RestartRequestId.Same };
        var simulation = new Simulation(options, Simulation.Running(1, Simulation.KeyA));
        var unbind = simulation.Unbind([1], [Simulation.KeyA], force: true);
        simulation.Pass(5);

        Assert.Equal(("STARTING", "OPERATING"), (simulation.True(1).State, simulation.True(1).LatestOperation!.State));
        simulation.Pass(6);
        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal(new LatestOperation("DisassociateInstancesKeyPairs", "SUCCESS", unbind.RequestId), simulation.True(1).LatestOperation);
    }

    [Fact]
    public void ForceStop_OldReading_ShutsDownNormally_AndLeavesItStopped()
    {
        var options = s_slow with { ForceStop = ForceStopReading.ShutDownAndLeave };
        var simulation = new Simulation(options, Simulation.Running(1, Simulation.KeyA));
        simulation.Unbind([1], [Simulation.KeyA], force: true);

        simulation.Pass(9);
        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(60);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Empty(simulation.True(1).KeyIds);
        Assert.Equal("OK", simulation.Start(1).Code);
    }

    [Fact]
    public void ForceStop_WhoseRestartIsRefused_LeavesItStopped_WithAFailedStart()
    {
        var options = s_slow with { ForceStop = ForceStopReading.RestartRefused };
        var simulation = new Simulation(options, Simulation.Running(1, Simulation.KeyA));
        simulation.Unbind([1], [Simulation.KeyA], force: true);
        simulation.Pass(60);

        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Empty(simulation.True(1).KeyIds);
        var latest = simulation.True(1).LatestOperation!;
        Assert.Equal(("StartInstances", "FAILED"), (latest.Action, latest.State));
    }

    [Fact]
    public void SynchronousMode_ChangesBeforeTheAnswer_AndNeverTouchesLatestOperation()
    {
        var options = s_slow with { KeyChanges = KeyChangeMode.Synchronous };
        var old = new LatestOperation("StopInstances", "SUCCESS", "old");
        var simulation = new Simulation(
            options,
            Simulation.Stopped(1, Simulation.KeyA) with
            {
                LatestOperation = old,
            },
            Simulation.Running(2, Simulation.KeyA) with
            {
                LatestOperation = old,
            }
        );
        simulation.Bind([1], [Simulation.KeyB]);
        simulation.Unbind([2], [Simulation.KeyA], force: true);

        Assert.Equal([Simulation.KeyA, Simulation.KeyB], simulation.True(1).KeyIds);
        Assert.False(simulation.True(1).Busy);
        simulation.Pass(60);
        Assert.Empty(simulation.True(2).KeyIds);
        Assert.Equal("RUNNING", simulation.True(2).State);
        Assert.All(simulation.Cloud.View.Instances, i => Assert.Equal(old, i.LatestOperation));
    }

    [Fact]
    public void DeleteKeyPairs_TakesUnboundKeysOnly()
    {
        var simulation = new Simulation(null, Simulation.Stopped(1, Simulation.KeyA));
        Answer Delete(string key) => simulation.Call("DeleteKeyPairs", new { KeyIds = Simulation.Texts(key) });

        Assert.Equal("InvalidParameterValue.KeyPairNotSupported", Delete(Simulation.KeyA).Code);
        Assert.Equal("OK", Delete(Simulation.KeyB).Code);
        Assert.Equal("InvalidKeyPairId.NotFound", Delete(Simulation.KeyB).Code);
        Assert.Equal("InvalidKeyPairId.NotFound", simulation.Bind([1], [Simulation.KeyB]).Code);
    }

    [Fact]
    public void Options_ThatContradictEachOther_AreRefusedAtOnce()
    {
        var options = new SimulatorOptions { Bind = BindReading.Replaces, BoundKey = RepeatedPair.Error };
        var problem = Assert.Throws<ArgumentException>(() => new Simulation(options));

        Assert.Contains("contradict", problem.Message, StringComparison.Ordinal);
    }
}
