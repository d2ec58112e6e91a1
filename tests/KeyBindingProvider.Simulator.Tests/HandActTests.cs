using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

public class HandActTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant with
        {
            StopHard = DurationRange.Seconds(3, 3),
        },
        Simulation.Running(1, Simulation.KeyA)
    );

    [Fact]
    public void Keys_ChangeAtOnce_WhateverTheState_AndTheRateLimitDoesNotCount()
    {
        for (var i = 0; i < 30; i++)
        {
            _simulation.Cloud.BindByHand(Simulation.Id(1), Simulation.KeyB);
        }

        Assert.Equal([Simulation.KeyA, Simulation.KeyB], _simulation.True(1).KeyIds);
        Assert.Equal("RUNNING", _simulation.True(1).State);
        _simulation.Cloud.UnbindByHand(Simulation.Id(1));
        Assert.Empty(_simulation.True(1).KeyIds);
    }

    [Fact]
    public void AForeignSuccess_ShowsInLatestOperation()
    {
        _simulation.Cloud.BindByHand(Simulation.Id(1), Simulation.KeyB);
        var call = _simulation.Cloud.Journal.Calls[^1];

        Assert.Equal(("Console.Bind", Actors.Console), (call.Action, call.Actor));
        Assert.Equal(new LatestOperation("AssociateInstancesKeyPairs", "SUCCESS", call.RequestId), _simulation.True(1).LatestOperation);
    }

    [Fact]
    public void StopAndStart_TakeTime_AndAreRefusedInTheWrongState()
    {
        Assert.False(_simulation.Cloud.StartByHand(Simulation.Id(1)));
        Assert.True(_simulation.Cloud.StopByHand(Simulation.Id(1)));
        Assert.Equal("STOPPING", _simulation.True(1).State);
        _simulation.Pass(3);
        Assert.True(_simulation.Cloud.StartByHand(Simulation.Id(1)));
        Assert.Equal("RUNNING", _simulation.True(1).State);
    }

    [Fact]
    public void UnknownInstanceOrKey_IsAnError()
    {
        Assert.Throws<ArgumentException>(() => _simulation.Cloud.BindByHand("ins-99999999", Simulation.KeyA));
        Assert.Throws<ArgumentException>(() => _simulation.Cloud.BindByHand(Simulation.Id(1), "skey-99999999"));
        Assert.False(_simulation.Cloud.TerminateByHand("ins-99999999"));
    }
}
