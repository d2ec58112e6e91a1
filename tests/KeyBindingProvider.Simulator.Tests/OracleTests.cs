using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests;

public class OracleTests
{
    private static readonly SimulatorOptions s_options = SimulatorOptions.Instant with
    {
        StopSoft = DurationRange.Seconds(10, 10),
        Start = DurationRange.Seconds(5, 5),
        UnbindTime = DurationRange.Seconds(1, 1),
        KeysLag = DurationRange.Seconds(30, 30),
    };

    [Fact]
    public void PeakDown_CountsFromTheAcceptedStop_UntilRunning()
    {
        var simulation = new Simulation(s_options, Enumerable.Range(1, 4).Select(n => Simulation.Running(n)));
        simulation.Stop(1);
        simulation.Stop(2);
        simulation.Pass(10);
        simulation.Start(1);
        simulation.Pass(4.9);
        simulation.Stop(3);
        Assert.Equal(3, simulation.Mine.PeakDown);
        simulation.Pass(0.1);
        simulation.Stop(4);

        Assert.Equal(3, simulation.Mine.PeakDown);
        Assert.Equal([Simulation.Id(2), Simulation.Id(3), Simulation.Id(4)], simulation.Mine.LeftDown);
        Assert.Equal(TimeSpan.FromSeconds(15), simulation.Mine.LongestDown);
    }

    [Fact]
    public void WhatStrangersStop_IsNotOurs_AndStartingItIsNoted()
    {
        var simulation = new Simulation(s_options, Simulation.Running(1), Simulation.Stopped(2));
        Assert.True(simulation.Cloud.StopByHand(Simulation.Id(1)));
        _ = simulation.Cloud.View;
        simulation.Start(1, 2);

        Assert.Equal(0, simulation.Mine.PeakDown);
        Assert.Equal(1, simulation.Cloud.Oracle.For(Actors.Console).PeakDown);
        Assert.Equal([Simulation.Id(1), Simulation.Id(2)], simulation.Mine.StartedButNotTakenDown);
        Assert.Equal([Actors.Console, null], simulation.Cloud.Oracle.Starts.Select(s => s.TakenDownBy));
    }

    [Fact]
    public void KeylessTime_IsSplitByRunning_AndBlamesWhoTookTheLastKey()
    {
        var simulation = new Simulation(s_options, Simulation.Stopped(1, Simulation.KeyA), Simulation.Running(2));
        simulation.Unbind([1], [Simulation.KeyA]);
        simulation.Pass(4);
        simulation.Start(1);
        simulation.Pass(5);
        simulation.Pass(2);
        simulation.Cloud.BindByHand(Simulation.Id(1), Simulation.KeyB);
        simulation.Pass(100);

        Assert.Equal(new KeylessTotals(1, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8)), simulation.Mine.KeylessStopped);
        Assert.Equal(new KeylessTotals(1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), simulation.Mine.KeylessRunning);
        Assert.Equal(0, simulation.Cloud.Oracle.For(Actors.Console).KeylessRunning.Spans);
    }

    [Fact]
    public void KeylessTime_ThatLasts_CountsUntilNow()
    {
        var simulation = new Simulation(s_options, Simulation.Running(1, Simulation.KeyA));
        simulation.Cloud.UnbindByHand(Simulation.Id(1));
        simulation.Pass(42);

        Assert.Equal(TimeSpan.FromSeconds(42), simulation.Cloud.Oracle.For(Actors.Console).KeylessRunning.Longest);
    }

    [Fact]
    public void Pairs_RememberWhatWasBound_WhatTheActorHadRead_AndWhatTheyDid()
    {
        var simulation = new Simulation(s_options, Simulation.Stopped(1, Simulation.KeyA), Simulation.Running(2));
        simulation.Unbind([1], [Simulation.KeyA, Simulation.KeyB]);
        simulation.Read(1);
        simulation.Pass(1);
        simulation.Unbind([1, 2], [Simulation.KeyA]);

        var pairs = simulation.Cloud.Oracle.Pairs;
        Assert.Equal([true, false, false, false], pairs.Select(p => p.WasBound));
        Assert.Equal([true, false, false, false], pairs.Select(p => p.Removed));
        Assert.Equal([true, true, false, false], pairs.Select(p => p.Accepted));
        Assert.Equal([false, false, true, false], pairs.Select(p => p.ShownByLastRead));
        Assert.Equal([null, null, pairs[0].At, null], pairs.Select(p => p.LastReadAt));
        Assert.All(pairs, p => Assert.False(p.IsBind));
    }

    [Fact]
    public void PairGivenBack_SaysWhetherTheActorCouldHaveKnown()
    {
        var simulation = new Simulation(s_options, Simulation.Stopped(1, Simulation.KeyA), Simulation.Stopped(2, Simulation.KeyA));
        simulation.Read(1);
        simulation.Pass(1);
        simulation.Cloud.UnbindByHand(Simulation.Id(1), Simulation.KeyA);
        simulation.Cloud.UnbindByHand(Simulation.Id(2), Simulation.KeyA);
        simulation.Read(2);
        simulation.Bind([1, 2], [Simulation.KeyA]);

        var given = simulation.Cloud.Oracle.GivenBack;
        Assert.Equal([false, true], given.Select(g => g.ReadSinceRemoval));
        Assert.Equal([true, true], given.Select(g => g.Bind.ShownByLastRead));
        Assert.All(given, g => Assert.Equal(Actors.Console, g.Removal.Actor));
    }

    [Fact]
    public void WhatOneTookAwayOneself_IsNotGivenBack()
    {
        var simulation = new Simulation(SimulatorOptions.Instant, Simulation.Stopped(1, Simulation.KeyA));
        simulation.Unbind([1], [Simulation.KeyA]);
        simulation.Bind([1], [Simulation.KeyA]);

        Assert.Empty(simulation.Cloud.Oracle.GivenBack);
        Assert.Single(simulation.Cloud.Oracle.Removals);
    }

    [Fact]
    public void RoughCalls_AreCounted_RefusedOrNot()
    {
        var simulation = new Simulation(SimulatorOptions.Instant, Simulation.Running(1, Simulation.KeyA));
        simulation.Unbind([1], [Simulation.KeyA], force: true);
        simulation.Bind([9], [Simulation.KeyA], force: true);
        simulation.Bind([1], [Simulation.KeyA], force: false);
        simulation.Stop(9, "HARD");

        Assert.Equal((2, 1), (simulation.Mine.ForceStopCalls, simulation.Mine.HardStopCalls));
    }

    [Fact]
    public void Destroyed_WhileDown_IsNotLeftDown()
    {
        var simulation = new Simulation(s_options, Simulation.Running(1, Simulation.KeyA));
        simulation.Stop(1);
        simulation.Cloud.TerminateByHand(Simulation.Id(1));
        _ = simulation.Cloud.View;

        Assert.Empty(simulation.Mine.LeftDown);
        Assert.True(Assert.Single(simulation.Cloud.Oracle.Downs).Destroyed);
    }

    [Fact]
    public void Reset_StartsOver()
    {
        var simulation = new Simulation(s_options, Simulation.Running(1, Simulation.KeyA));
        simulation.Stop(1, "HARD");
        simulation.Cloud.Faults.Add(FaultRule.From(null, 1, new FaultEffect.ResetBeforeEffect()));
        simulation.Cloud.Reset();

        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Empty(simulation.Cloud.Journal.Calls);
        Assert.Empty(simulation.Cloud.Oracle.Actors);
        Assert.Equal("OK", simulation.Stop(1).Code);
        Assert.Equal(1, simulation.Cloud.Journal.Calls[0].Number);
    }
}
