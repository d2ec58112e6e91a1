using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class WavesTests
{
    [Theory]
    [InlineData(229, 40, 1, new[] { 1, 40, 40, 40, 40, 40, 28 })]
    [InlineData(229, 40, 0, new[] { 40, 40, 40, 40, 40, 29 })]
    [InlineData(229, 40, 90, new[] { 40, 40, 40, 40, 40, 29 })]
    [InlineData(3, 40, 1, new[] { 1, 2 })]
    [InlineData(3, 40, 5, new[] { 3 })]
    [InlineData(1, 1, 1, new[] { 1 })]
    [InlineData(0, 40, 1, new int[0])]
    [InlineData(200, 150, 0, new[] { 100, 100 })]
    [InlineData(300, 150, 0, new[] { 150, 150 })]
    [InlineData(350, 150, 0, new[] { 100, 100, 150 })]
    [InlineData(250, 1000, 0, new[] { 250 })]
    public void Plan_Running_IsCutIntoWindows(int running, int limit, int canary, int[] expected)
    {
        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(limit)], Canary = canary };
        var plan = PlanOf(FleetOf(Enumerable.Range(1, running).Select(n => Running(n, 1, 9))), Revocation(Keys(1), policy));
        var waves = plan.Rollouts.SelectMany(rollout => rollout.Waves).ToArray();
        Assert.Equal(expected, waves.Select(wave => wave.Changes.Length));
        Assert.Equal(Enumerable.Range(1, expected.Length), waves.Select(wave => wave.Number));
        Assert.Equal(canary > 0 && running > 0, waves is [{ Kind: WaveKind.Canary }, ..]);
        Assert.All(waves.Skip(1), wave => Assert.Equal(WaveKind.Window, wave.Kind));
    }

    [Fact]
    public void Plan_CanaryProven_HasNone()
    {
        var fleet = FleetOf(Running(1, 1, 9), Running(2, 1, 9));
        var plan = Planner.Plan(new PlanRequest(Region, [Revocation(Keys(1), Graceful)], fleet, CanaryProven: true));
        Assert.All(plan.Rollouts.SelectMany(rollout => rollout.Waves), wave => Assert.Equal(WaveKind.Window, wave.Kind));
    }

    [Fact]
    public void Plan_SecondRollout_RestsOnTheFirstOnesCanaryOnlyIfWeStartedIt()
    {
        var fleet = FleetOf(Enumerable.Range(1, 8).Select(n => Running(n, 1, 9)));
        ResourceIntent Leaving(string name, int first, StopPolicy stop) =>
            Association([], KeySet.Empty, Graceful with { StopPolicy = stop }, name) with
            {
                Owned = Pairs([.. Enumerable.Range(first, 4).Select(n => (n, Keys(1)))]),
            };

        WaveKind[] KindsOfSecond(StopPolicy first) =>
            [
                .. PlanOf(fleet, Leaving("a", 1, first), Leaving("b", 5, StopPolicy.Graceful))
                    .Rollouts[1]
                    .Waves.Select(wave => wave.Kind)
                    .Distinct(),
            ];

        Assert.Equal([WaveKind.Window], KindsOfSecond(StopPolicy.Graceful));
        // The service starts what a forced call stopped: whether we may start is not shown.
        Assert.Equal([WaveKind.Canary, WaveKind.Window], KindsOfSecond(StopPolicy.Force));
    }

    [Fact]
    public void Plan_StoppedInstances_ComeFirstInOneWaveAndCostNoWindow()
    {
        var fleet = FleetOf([.. Enumerable.Range(1, 250).Select(n => Stopped(n, 1, 9)), Running(300, 1, 9)]);
        var waves = Assert.Single(PlanOf(fleet, Revocation(Keys(1), Graceful)).Rollouts).Waves;
        Assert.Equal([WaveKind.Stopped, WaveKind.Canary], waves.Select(wave => wave.Kind));
        Assert.Equal([250, 1], waves.Select(wave => wave.Changes.Length));
        Assert.All(waves[0].Changes, change => Assert.Equal(StopMode.None, change.StopMode));
        Assert.All(waves[0].Calls, call => Assert.Equal(CallAction.Disassociate, call.Action));
    }

    [Fact]
    public void Plan_EqualChanges_TakeTurnsByZone()
    {
        var fleet = FleetOf(
            Enumerable
                .Range(1, 12)
                .Select(n =>
                    Running(n, 1, 9) with
                    {
                        Zone =
                            n <= 4 ? "a"
                            : n <= 8 ? "b"
                            : "c",
                    }
                )
        );
        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(3)], Canary = 0 };
        var zones = Assert
            .Single(PlanOf(fleet, Revocation(Keys(1), policy)).Rollouts)
            .Waves.Select(wave => wave.Changes.Select(c => c.Zone));
        Assert.All(zones, wave => Assert.Equal(["a", "b", "c"], wave));
    }

    /// <summary>Personal keys of instances that gain nothing travel in no call, so they do not scatter what leaves.</summary>
    [Fact]
    public void Plan_RemovalsFromMachinesWithPersonalKeys_AreGroupedByWhatLeaves()
    {
        // Keys 1 and 2 leave, one from each machine, alternating; each machine keeps a key of its own.
        var fleet = FleetOf(Enumerable.Range(1, 80).Select(n => Running(n, 1 + (n % 2), 100 + n)));
        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(20)], Canary = 0 };
        Assert.Equal(new CallCounts(4, 0, 4, 4, Tags: 4), PlanOf(fleet, Revocation(Keys(1, 2), policy)).Calls);
    }

    /// <summary>A bind is sent under either reading, the unbind of a swap only where binds add: so wanted sets come before removals.</summary>
    [Fact]
    public void Plan_SwapsThatDifferInBoth_StandTogetherByWantedSet()
    {
        // Tens of machines, one after the other: 8 or 9 stays, 2 or 3 leaves.
        var fleet = FleetOf(Enumerable.Range(0, 40).Select(n => Running(n, 8 + (n / 10 % 2), 2 + (n / 20))));
        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(20)], Canary = 0 };
        var plan = PlanOf(fleet, Association(Range(0, 40), Keys(1), policy), Revocation(Keys(2, 3), policy));
        Assert.Equal((2, 4), (plan.Calls.Binds, plan.Calls.Unbinds));
    }

    [Fact]
    public void Plan_Waves_KeepEqualWantedSetsTogether()
    {
        var fleet = FleetOf(Enumerable.Range(1, 40).Select(n => Running(n, 1, 20 + (n % 2))));
        var policy = Graceful with { MaxUnavailable = [MaxUnavailable.Count(20)], Canary = 0 };
        Assert.Equal(2, PlanOf(fleet, Association(Range(1, 40), Keys(2), policy)).Calls.Binds);
    }

    /// <summary>The service cycles an instance once for each forced call: what one call cannot carry is stopped by us.</summary>
    [Theory]
    [InlineData(100, StopMode.ForceStop)]
    [InlineData(101, StopMode.Hard)]
    public void Plan_RemovalsUnderForce_AreForcedWhileOneCallCarriesThem(int keys, StopMode expected)
    {
        int[] leaving = [.. Enumerable.Range(1001, keys)];
        var fleet = FleetOf(Running(1, [1, .. leaving]));
        var plan = PlanOf(fleet, Exclusive(Instances(1), Keys(1), Graceful with { StopPolicy = StopPolicy.Force }));
        Assert.Equal(expected, Assert.Single(plan.Changes).StopMode);
    }

    [Fact]
    public void Plan_StoppedInstances_AreNeverForced()
    {
        var force = Graceful with { StopPolicy = StopPolicy.Force };
        var plan = PlanOf(
            FleetOf(Stopped(1, 1, 9), Stopped(2, 9)),
            Revocation(Keys(1), force),
            Association(Instances(1, 2), Keys(3), force),
            Exclusive(Instances(3), Keys(4), force)
        );
        var calls = plan.Rollouts.SelectMany(rollout => rollout.Waves).SelectMany(wave => wave.Calls).ToArray();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.False(call.ForceStop));
        var removal = Assert.Single(PlanOf(FleetOf(Stopped(1, 1, 9)), Revocation(Keys(1), force)).Rollouts).Waves;
        Assert.False(Assert.Single(Assert.Single(removal).Calls).ForceStop);
    }

    /// <summary>Nothing was stopped and started by us: the next rollout still begins with a canary.</summary>
    [Fact]
    public void Plan_SecondRollout_IsNotProvenByInstancesThatWereStopped()
    {
        var fleet = FleetOf(Stopped(1, 9), Running(2, 9), Running(3, 9));
        var rollouts = PlanOf(
            fleet,
            Association(Instances(1), Keys(1), Graceful, "a"),
            Association(Instances(2, 3), Keys(1), Graceful, "b")
        ).Rollouts;
        Assert.Equal([WaveKind.Stopped], rollouts[0].Waves.Select(wave => wave.Kind));
        Assert.Equal(WaveKind.Canary, rollouts[1].Waves[0].Kind);
    }

    /// <summary>One of the canary's instances is started by us: that is the proof.</summary>
    [Fact]
    public void Plan_SecondRollout_IsProvenByACanaryOfWhichWeStartedOne()
    {
        var force = Graceful with { StopPolicy = StopPolicy.Force, Canary = 2, MaxUnavailable = [MaxUnavailable.Count(2)] };
        var fleet = FleetOf(Running(1, 1, 5), Running(2, 1), Running(3, 9));
        var rollouts = PlanOf(
            fleet,
            Exclusive(Instances(1, 2), Keys(5), force, "a"),
            Association(Instances(3), Keys(1), Graceful, "b")
        ).Rollouts;
        Assert.Equal([StopMode.Hard, StopMode.ForceStop], Assert.Single(rollouts[0].Waves).Changes.Select(change => change.StopMode));
        Assert.Equal(WaveKind.Window, Assert.Single(rollouts[1].Waves).Kind);
    }

    /// <summary>The same fleet gives the same order whatever the ids: by what is bound, then by what leaves.</summary>
    [Fact]
    public void Plan_Changes_StandInTheOrderOfTheirKeys()
    {
        var removals = PlanOf(FleetOf(Stopped(1, 2, 9), Stopped(2, 1, 9)), Revocation(Keys(1, 2)));
        Assert.Equal([Ins(2), Ins(1)], removals.Changes.Select(change => change.Id));
        var binds = PlanOf(FleetOf(Stopped(1, 9), Stopped(2, 8)), Association(Instances(1, 2), Keys(5)));
        Assert.Equal([Ins(2), Ins(1)], binds.Changes.Select(change => change.Id));
    }
}
