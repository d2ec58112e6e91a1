using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Simulator.Faults.FaultEffect;

namespace KeyBindingProvider.Simulator.Tests;

public class FaultTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Simulation.Stopped(1, Simulation.KeyA),
        Simulation.Stopped(2, Simulation.KeyA),
        Simulation.Running(3, Simulation.KeyA)
    );

    private FaultPlan Faults => _simulation.Cloud.Faults;

    [Fact]
    public void NthCall_IsStruck_AndNoOther()
    {
        Faults.Add(FaultRule.On("StartInstances", 2, new RefuseWith("InternalServerError", "as scripted")));

        Assert.Equal("UnsupportedOperation.InstanceStateRunning", _simulation.Start(3).Code);
        var struck = _simulation.Start(1);
        Assert.Equal(("InternalServerError", "as scripted"), (struck.Code, struck.Message));
        Assert.Equal("STOPPED", _simulation.True(1).State);
        Assert.Equal("OK", _simulation.Start(1).Code);
        Assert.Equal((3, 1), (Faults.Rules[0].Met, Faults.Rules[0].Struck));
    }

    [Fact]
    public void EveryCallFromN_IsStruck_UntilTheRulesAreCleared()
    {
        Faults.Add(FaultRule.From(null, 2, new RefuseWith("InternalError")));

        Assert.Equal("OK", _simulation.Call("DescribeInstances", new { }).Code);
        Assert.Equal("InternalError", _simulation.Call("DescribeInstances", new { }).Code);
        Assert.Equal("InternalError", _simulation.Call("DescribeKeyPairs", new { }).Code);
        Faults.Clear();
        Assert.Equal("OK", _simulation.Call("DescribeKeyPairs", new { }).Code);
    }

    [Fact]
    public void Times_BoundsHowOften_AndInstanceBoundsWhich()
    {
        Faults.Add(
            new FaultRule
            {
                Action = "DisassociateInstancesKeyPairs",
                InstanceId = Simulation.Id(2),
                Times = 2,
                Effect = new RefuseWith("InternalError"),
            }
        );

        Assert.Equal("OK", _simulation.Unbind([1], [Simulation.KeyA]).Code);
        Assert.Equal("InternalError", _simulation.Unbind([1, 2], [Simulation.KeyA]).Code);
        Assert.Equal("InternalError", _simulation.Unbind([2], [Simulation.KeyA]).Code);
        Assert.Equal("OK", _simulation.Unbind([2], [Simulation.KeyA]).Code);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void HttpStatus_ComesWithOrWithoutTheEffect(bool withEffect, int keysLeft)
    {
        Faults.Add(FaultRule.On("DisassociateInstancesKeyPairs", 1, new AnswerHttp(502, withEffect)));

        Assert.Equal("HTTP 502", _simulation.Unbind([1], [Simulation.KeyA]).Code);
        Assert.Equal(keysLeft, _simulation.True(1).KeyIds.Count);
        var call = _simulation.Cloud.Journal.Calls[^1];
        Assert.Equal(("http 502", withEffect ? "OK" : "NONE"), (call.Delivery, call.Outcome));
    }

    [Fact]
    public void Reset_BeforeOrAfterTheEffect()
    {
        Faults.Add(FaultRule.On("StartInstances", 1, new ResetBeforeEffect()));
        Faults.Add(FaultRule.On("StartInstances", 2, new ResetAfterEffect()));

        Assert.Equal("RESET", _simulation.Start(1).Code);
        Assert.Equal("STOPPED", _simulation.True(1).State);
        Assert.Equal("RESET", _simulation.Start(1).Code);
        Assert.Equal("RUNNING", _simulation.True(1).State);
        Assert.Equal(["NONE", "OK"], _simulation.Cloud.Journal.Calls.Select(c => c.Outcome));
    }

    [Fact]
    public void LandAfterReset_HasItsEffectLater_WithTheSameRequestId()
    {
        Faults.Add(FaultRule.On("StartInstances", 1, new LandAfterReset(TimeSpan.FromSeconds(20))));

        Assert.Equal("RESET", _simulation.Start(1).Code);
        _simulation.Pass(19.9);
        Assert.Equal("STOPPED", _simulation.True(1).State);
        _simulation.Pass(0.1);
        Assert.Equal("RUNNING", _simulation.True(1).State);
        var calls = _simulation.Cloud.Journal.Calls;
        Assert.Equal(["reset", "late"], calls.Select(c => c.Delivery));
        Assert.Equal(calls[0].RequestId, calls[1].RequestId);
        Assert.Equal(1, _simulation.Cloud.Journal.Counts()["StartInstances"].Calls);
    }

    [Fact]
    public void LandAfterReset_JudgesTheSignatureByWhenItArrived()
    {
        Faults.Add(FaultRule.On("StartInstances", 1, new LandAfterReset(TimeSpan.FromMinutes(20))));
        _simulation.Start(1);
        _simulation.Pass(1200);

        Assert.Equal("RUNNING", _simulation.True(1).State);
    }

    [Fact]
    public async Task DelayedAnswer_HasItsEffectAtOnce_AndAnswersWhenTheClockSaysSo()
    {
        Faults.Add(FaultRule.On("StartInstances", 1, new DelayAnswer(TimeSpan.FromSeconds(30))));
        var json = $$"""{"InstanceIds":["{{Simulation.Id(1)}}"]}""";
        var answer = _simulation.Send(_simulation.Request("StartInstances", json)).AsTask();

        Assert.Equal("RUNNING", _simulation.True(1).State);
        _simulation.Pass(29.9);
        Assert.False(answer.IsCompleted);
        _simulation.Pass(0.1);
        Assert.Equal("OK", new Answer(await answer).Code);
    }

    [Fact]
    public async Task CancelledWait_IsCancelled_AndTheEffectStays()
    {
        Faults.Add(FaultRule.On("StartInstances", 1, new DelayAnswer(TimeSpan.FromSeconds(30))));
        using var cancel = new CancellationTokenSource();
        var json = $$"""{"InstanceIds":["{{Simulation.Id(1)}}"]}""";
        var answer = _simulation.Cloud.HandleAsync(_simulation.Request("StartInstances", json), cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal("RUNNING", _simulation.True(1).State);
    }

    [Fact]
    public async Task Latency_HoldsEveryAnswer()
    {
        var simulation = new Simulation(SimulatorOptions.Instant with { Latency = DurationRange.Seconds(2, 2), TimeScale = 2 });
        var answer = simulation.Send(simulation.Request("DescribeInstances", "{}")).AsTask();

        Assert.False(answer.IsCompleted);
        simulation.Pass(1);
        Assert.Equal(200, (await answer).Status);
    }

    [Fact]
    public void RefusedStarts_StayRefused()
    {
        Faults.Add(FaultRule.On("StartInstances", 1, new RefuseStarts()));

        Assert.Equal("UnsupportedOperation.InstanceStateCorrupted", _simulation.Start(1).Code);
        Assert.Equal("UnsupportedOperation.InstanceStateCorrupted", _simulation.Start(1).Code);
        Assert.Equal("OK", _simulation.Start(2).Code);
    }

    [Fact]
    public void RefusedStarts_AlsoHoldForTheRestartAfterForceStop()
    {
        Faults.Add(FaultRule.On("DisassociateInstancesKeyPairs", 1, new RefuseStarts()));
        _simulation.Unbind([3], [Simulation.KeyA], force: true);
        _ = _simulation.Cloud.View;

        Assert.Equal("STOPPED", _simulation.True(3).State);
        Assert.Empty(_simulation.True(3).KeyIds);
    }

    [Theory]
    [InlineData("AssociateInstancesKeyPairs", 1, "STOPPED")]
    [InlineData("StartInstances", 1, "STOPPED")]
    [InlineData("StopInstances", 3, "RUNNING")]
    public void FailedOperation_IsAccepted_AndEndsWhereItBegan(string action, int instance, string state)
    {
        Faults.Add(FaultRule.On(action, 1, new FailOperation("disk is full")));
        var answer =
            action == "StartInstances" ? _simulation.Start(instance)
            : action == "StopInstances" ? _simulation.Stop(instance)
            : _simulation.Bind([instance], [Simulation.KeyB]);

        Assert.Equal("OK", answer.Code);
        Assert.Equal(state, _simulation.True(instance).State);
        Assert.Equal([Simulation.KeyA], _simulation.True(instance).KeyIds);
        Assert.Equal(new LatestOperation(action, "FAILED", answer.RequestId, "disk is full"), _simulation.True(instance).LatestOperation);
    }

    [Theory]
    [InlineData(RestartRequestId.Own)]
    [InlineData(RestartRequestId.Same)]
    public void FailedForceStop_KeepsTheKeys_AndStartsAgain(RestartRequestId restart)
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant with
            {
                RestartRequestId = restart,
            },
            Simulation.Running(1, Simulation.KeyA)
        );
        simulation.Cloud.Faults.Add(FaultRule.On(null, 1, new FailOperation()));
        simulation.Unbind([1], [Simulation.KeyA], force: true);

        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal([Simulation.KeyA], simulation.True(1).KeyIds);
        Assert.Equal(1, simulation.True(1).PowerCycles);
    }

    [Fact]
    public void OperationFailures_CanBeAMatterOfLuck()
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant with
            {
                OperationFailures = 0.5,
            },
            Enumerable.Range(1, 100).Select(n => Simulation.Stopped(n))
        );
        simulation.Bind(Enumerable.Range(1, 100), [Simulation.KeyA]);

        Assert.InRange(simulation.Cloud.View.Instances.Count(i => i.LatestOperation!.State == "FAILED"), 30, 70);
        Assert.All(simulation.Cloud.View.Instances, i => Assert.Equal(i.LatestOperation!.State == "SUCCESS", i.KeyIds.Count == 1));
    }

    [Fact]
    public void ExpiredCredential_FailsFromThatCallOn()
    {
        Faults.Add(FaultRule.On("DescribeKeyPairs", 1, new ExpireCredential()));

        Assert.Equal("OK", _simulation.Call("DescribeInstances", new { }).Code);
        Assert.Equal("AuthFailure.TokenFailure", _simulation.Call("DescribeKeyPairs", new { }).Code);
        Assert.Equal("AuthFailure.TokenFailure", _simulation.Call("DescribeInstances", new { }).Code);
    }

    [Fact]
    public void StrangersAct_BeforeTheCallIsHandled()
    {
        Faults.Add(FaultRule.On("AssociateInstancesKeyPairs", 1, new ActByHand(HandAct.Start)));
        Faults.Add(FaultRule.On("AssociateInstancesKeyPairs", 2, new ActByHand(HandAct.Unbind, Simulation.Id(2), Simulation.KeyA)));
        Faults.Add(FaultRule.On("AssociateInstancesKeyPairs", 3, new ActByHand(HandAct.Bind, Simulation.Id(2), Simulation.KeyC)));
        Faults.Add(FaultRule.On("DescribeKeyPairs", 1, new ActByHand(HandAct.Stop, Simulation.Id(3))));
        Faults.Add(FaultRule.On("DescribeKeyPairs", 2, new ActByHand(HandAct.Terminate, Simulation.Id(3))));
        Faults.Add(FaultRule.On("DescribeKeyPairs", 3, new ActByHand(HandAct.Start, "ins-99999999")));

        Assert.Equal("UnsupportedOperation.InstanceStateRunning", _simulation.Bind([1], [Simulation.KeyB]).Code);
        _simulation.Bind([2], [Simulation.KeyB]);
        Assert.Equal([Simulation.KeyB], _simulation.True(2).KeyIds);
        _simulation.Bind([2], [Simulation.KeyB]);
        Assert.Equal([Simulation.KeyB, Simulation.KeyC], _simulation.True(2).KeyIds);
        _simulation.Call("DescribeKeyPairs", new { });
        Assert.Equal("STOPPED", _simulation.True(3).State);
        _simulation.Call("DescribeKeyPairs", new { });
        Assert.Null(_simulation.Cloud.View.Find(Simulation.Id(3)));
        Assert.Equal("OK", _simulation.Call("DescribeKeyPairs", new { }).Code);
        Assert.Equal(
            ["OK", "OK", "OK", "OK", "OK", "InvalidInstanceId.NotFound"],
            _simulation.Cloud.Journal.Find(actor: Actors.Console).Select(c => c.Outcome)
        );
    }

    [Fact]
    public void Rules_ThatMakeNoSense_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Faults.Add(FaultRule.On(null, 0, new ResetBeforeEffect())));
        Assert.Throws<ArgumentException>(() => Faults.Add(FaultRule.On(null, 1, new AnswerHttp(200))));
    }
}
