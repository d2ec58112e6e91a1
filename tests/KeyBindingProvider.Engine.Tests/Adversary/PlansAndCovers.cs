using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>Digests, and calls of at most 100 instances and 100 keys.</summary>
public class PlansAndCovers
{
    [Fact]
    public void Digest_OfPlansThatAllowDifferentThings_Differs()
    {
        var first = Planned(aMay: false, bMay: true);
        var second = Planned(aMay: true, bMay: false);
        Assert.False(first.IsRefused || second.IsRefused);
        var one = first.Changes.Single(change => change.Id == Id(1));
        var other = second.Changes.Single(change => change.Id == Id(1));
        Assert.NotEqual(one.AllowKeyless, other.AllowKeyless);
        Assert.NotEqual(first.Digest, second.Digest);

        Plan Planned(bool aMay, bool bMay)
        {
            var policy = Graceful(4);
            ResourceIntent[] intents =
            [
                OffBoarding(policy with { AllowKeyless = aMay }) with
                {
                    Name = "a",
                },
                Association(policy with { AllowKeyless = bMay }, [Id(2)], New) with
                {
                    Name = "b",
                },
            ];
            return Planner.Plan(new PlanRequest(Region, intents, Seen((1, [Old, Team]), (2, [Old, Team]))));
        }
    }

    /// <summary>What a bind must not carry is part of what was approved.</summary>
    [Fact]
    public void Digest_OfPlansThatForbidDifferentKeys_Differs()
    {
        var policy = Graceful(4);
        ResourceIntent add = Association(policy, [Id(1)], New);
        var fleet = Seen((1, [Team]));
        var without = Planner.Plan(new PlanRequest(Region, [add], fleet));
        var with = Planner.Plan(new PlanRequest(Region, [add, OffBoarding(policy)], fleet));
        Assert.NotEqual(without.Digest, with.Digest);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(3000)]
    [InlineData(10000)]
    public void Cover_OfManyDistinctRows_TakesNoMoreCallsThanColumns(int count)
    {
        var random = new Random(1);
        KeyId[] keys = [.. Enumerable.Range(0, 100).Select(n => KeyId.FromService($"skey-{n:00000000}"))];
        var demands = Enumerable
            .Range(1, count)
            .Select(number => KeyValuePair.Create(Id(number), KeySet.Of(keys.Where(_ => random.Next(3) == 0))))
            .ToArray();
        // A search over all pairs of rows would not end in the time of a test run.
        var calls = RectangleCover.Of(demands).Count();
        var columns = keys.Sum(key => (demands.Count(demand => demand.Value.Contains(key)) + 99) / 100);
        Assert.InRange(calls, 1, Math.Min(count, columns));
    }

    [Theory]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(101, 101)]
    [InlineData(200, 1)]
    [InlineData(1, 201)]
    [InlineData(10000, 2)]
    public void Cover_AtTheLimits_IsOfExactRectangles(int instances, int keyCount)
    {
        var keys = KeySet.Of(Enumerable.Range(0, keyCount).Select(n => KeyId.FromService($"skey-{n:00000000}")));
        KeyValuePair<InstanceId, KeySet>[] demands = [.. Enumerable.Range(1, instances).Select(n => KeyValuePair.Create(Id(n), keys))];
        foreach (var cover in new[] { RectangleCover.Of(demands).ToArray(), KeyGrouping.ByEqualKeys(demands).ToArray() })
        {
            Assert.All(cover, rectangle => Assert.True(rectangle.Instances.Length <= 100 && rectangle.Keys.Count <= 100));
            var pairs = cover
                .SelectMany(rectangle => rectangle.Instances.SelectMany(id => rectangle.Keys.Select(key => (id, key))))
                .ToList();
            Assert.Equal(instances * keyCount, pairs.Count);
            Assert.Equal(pairs.Count, pairs.Distinct().Count());
        }
    }

    [Fact]
    public void Cover_AtRandom_IsExactAndNoWorseThanRowsOrColumns()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            KeyId[] keys = [.. Enumerable.Range(0, random.Next(1, 8)).Select(n => KeyId.FromService($"skey-{n:00000000}"))];
            var demands = Enumerable
                .Range(1, random.Next(1, 9))
                .Select(n => KeyValuePair.Create(Id(n), KeySet.Of(keys.Where(_ => random.Next(2) == 0))))
                .ToArray();
            var cover = RectangleCover.Of(demands).ToArray();
            var pairs = cover
                .SelectMany(rectangle => rectangle.Instances.SelectMany(id => rectangle.Keys.Select(key => (id, key))))
                .ToList();
            var wanted = demands.SelectMany(demand => demand.Value.Select(key => (demand.Key, key))).ToHashSet();
            Assert.Equal(wanted.Count, pairs.Count);
            Assert.True(wanted.SetEquals(pairs));
            var rows = demands.Where(d => !d.Value.IsEmpty).Select(d => d.Value).Distinct().Count();
            var columns = keys.Where(key => demands.Any(d => d.Value.Contains(key)))
                .Select(key => string.Join(',', demands.Where(d => d.Value.Contains(key)).Select(d => d.Key.Value)))
                .Distinct()
                .Count();
            Assert.True(cover.Length <= Math.Min(rows, columns), $"{cover.Length} > {rows}, {columns}");
        }
    }

    [Fact]
    public void EmptyRegion_AndMoreKeysThanACallCarries_PlansNothing() =>
        Play(
            Fleet(),
            async scenario =>
            {
                var keys = KeySet.Of(Enumerable.Range(0, 250).Select(n => KeyId.FromService($"skey-{n:00000000}")));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()) with { KeyIds = keys });
                Assert.False(report.Plan.IsActionable);
                Assert.False(report.IsRefused);
            }
        );

    /// <summary>101 instances that lose 150 keys each: four calls, one power cycle each.</summary>
    [Fact]
    public void MoreKeysThanACallCarries_TakeOneWindowEach()
    {
        var world = Fleet();
        KeyId[] keys = [.. Enumerable.Range(0, 150).Select(n => KeyId.FromService($"skey-{n:00000000}"))];
        foreach (var key in keys)
        {
            world.AddKey(new WorldKeyPair { Id = key.Value, Name = "k" });
        }

        for (var n = 1; n <= 101; n++)
        {
            world.AddInstance(Instance(n, "RUNNING", [.. keys, Team]));
        }

        Play(
            world,
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(101) with { Canary = 0 }) with { KeyIds = KeySet.Of(keys) });
                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.Equal(4, scenario.Calls("DisassociateInstancesKeyPairs").Length);
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            }
        );
    }

    private static FleetSnapshot Seen(params (int Number, KeyId[] Keys)[] instances) =>
        new(
            Region,
            instances.ToDictionary(
                entry => Id(entry.Number),
                entry => new InstanceSnapshot
                {
                    Id = Id(entry.Number),
                    State = PowerState.Running,
                    Keys = KeySet.Of(entry.Keys),
                }
            ),
            new[] { Old, New, Team }.ToDictionary(key => key, key => new KeyPairSnapshot(key, key.Value, []))
        );
}
