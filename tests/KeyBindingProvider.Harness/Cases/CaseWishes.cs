using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness.Cases;

/// <summary>What is wanted of a random fleet: one to three resources of all kinds that overlap and never contradict each other.</summary>
internal sealed class CaseWishes
{
    private readonly Random _random;
    private readonly World _world;
    private readonly InstanceId[] _instances;
    private readonly KeyId[] _keys;
    private readonly KeyId[] _boundKeys;

    public CaseWishes(Random random, World world)
    {
        _random = random;
        _world = world;
        _instances = [.. world.Instances.Select(instance => InstanceId.FromService(instance.Id)).Order()];
        _keys = [.. world.Keys.Select(key => KeyId.FromService(key.Id)).Order()];
        KeyId[] bound = [.. world.Instances.SelectMany(instance => instance.KeyIds).Select(KeyId.FromService).Distinct().Order()];
        _boundKeys = bound.Length > 0 ? bound : _keys;
    }

    /// <summary>One key that is nearly everywhere is taken away everywhere, in one window.</summary>
    public ResourceIntent OffBoarding() =>
        Revocation(Policy() with { MaxUnavailable = [MaxUnavailable.Percent(100)], Canary = 0, FailureBudget = 5 }, KeySet.Of(_keys[0]));

    public IEnumerable<ResourceIntent> Intents()
    {
        var keys = KeySet.Of(SomeKeys(_random.Next(1, 4)));
        var others = KeySet.Of(SomeKeys(_random.Next(1, 3))).Except(keys);
        var revoked = KeySet.Of(SomeKeys(_random.Next(1, 3))).Except(keys).Except(others);
        revoked = revoked.IsEmpty ? KeySet.Of(_keys.First(key => !keys.Contains(key) && !others.Contains(key))) : revoked;
        ResourceIntent[] all = _random.Next(8) switch
        {
            0 => [Exclusive("exclusive", keys)],
            1 => [Revocation(Policy(), _random.Next(2) == 0 ? KeySet.Of(_keys[0]) : KeySet.Of(SomeKeys(2)))],
            2 => [Association("association", keys)],
            3 => [Association("association", keys), Revocation(Policy(), revoked)],
            4 => [Association("association", keys), Association("another", others.IsEmpty ? keys : others)],
            5 => [Exclusive("exclusive", keys.Union(others)), Association("association", keys), Revocation(Policy(), revoked)],
            6 => [Association("association", keys), Association("another", keys), Revocation(Policy(), revoked)],
            _ => [Exclusive("exclusive", keys), Revocation(Policy(), revoked.Union(KeySet.Of(_keys[0])).Except(keys))],
        };

        // In half of the cases one has to wait for another.
        return all.Length > 1 && _random.Next(2) == 0 ? [.. all[..^1], all[^1] with { DependsOn = [all[0].Name] }] : all;
    }

    /// <summary>What the engines' faces do for operations that do not see each other: a resource knows what the others of the run declare.</summary>
    public static ResourceIntent[] ClaimedByOthers(ResourceIntent[] intents) =>
        [
            .. intents.Select(intent =>
            {
                var others = intents
                    .Where(other => other != intent)
                    .SelectMany(Declared)
                    .GroupBy(pair => pair.Id, pair => pair.Keys)
                    .ToImmutableSortedDictionary(group => group.Key, group => group.Aggregate((a, b) => a.Union(b)));
                return intent switch
                {
                    KeyPairAssociationIntent association => association with { Claims = others },
                    InstanceKeysExclusiveIntent exclusive => exclusive with { Claims = others },
                    _ => intent,
                };
            }),
        ];

    /// <summary>The pairs that a resource says are to be bound.</summary>
    public static IEnumerable<(InstanceId Id, KeySet Keys)> Declared(ResourceIntent intent) =>
        intent switch
        {
            KeyPairAssociationIntent association => association.InstanceIds.Select(id => (id, association.KeyIds)),
            InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Select(id => (id, exclusive.KeyIds)),
            _ => [],
        };

    private KeyId[] SomeKeys(int count) => _random.Sample(_random.Next(4) == 0 ? _keys : _boundKeys, count);

    private InstanceId[] SomeInstances() => _random.Sample(_instances, _random.Next(1, _instances.Length + 1));

    private KeyPairAssociationIntent Association(string name, KeySet keys)
    {
        var instances = SomeInstances().ToImmutableSortedSet();
        return new KeyPairAssociationIntent
        {
            Name = name,
            Region = FleetCase.Region,
            Policy = Policy(),
            InstanceIds = instances,
            KeyIds = keys,
            // In a third of the cases it had pairs before that it gives up now: keys it names no longer, instances that left it.
            Owned = _random.Next(3) == 0 ? Bound(SomeInstances()) : ImmutableSortedDictionary<InstanceId, KeySet>.Empty,
            // And in some of those another resource of the run has just bound one of them.
            Claims = _random.Next(3) == 0 ? Bound(_random.Sample(_instances, 1)) : ImmutableSortedDictionary<InstanceId, KeySet>.Empty,
        };
    }

    private InstanceKeysExclusiveIntent Exclusive(string name, KeySet keys)
    {
        var instances = SomeInstances().ToImmutableSortedSet();
        return new InstanceKeysExclusiveIntent
        {
            Name = name,
            Region = FleetCase.Region,
            Policy = Policy(),
            InstanceIds = instances,
            KeyIds = keys,
            Released =
                _random.Next(4) == 0
                    ? Bound([.. SomeInstances().Where(id => !instances.Contains(id))])
                    : ImmutableSortedDictionary<InstanceId, KeySet>.Empty,
        };
    }

    private KeyRevocationIntent Revocation(ChangePolicy policy, KeySet keys) =>
        new()
        {
            Name = "revocation",
            Region = FleetCase.Region,
            Policy = policy,
            KeyIds = keys,
            ExceptInstanceIds = _random.Next(3) == 0 ? [.. _random.Sample(_instances, 1)] : [],
        };

    /// <summary>One or two of the keys that are bound to each of the instances.</summary>
    private ImmutableSortedDictionary<InstanceId, KeySet> Bound(InstanceId[] instances) =>
        instances
            .Select(id => (id, keys: _world.Instances.Single(instance => instance.Id == id.Value).KeyIds))
            .Where(entry => entry.keys.Count > 0)
            .ToImmutableSortedDictionary(
                entry => entry.id,
                entry => KeySet.Of(_random.Sample([.. entry.keys], _random.Next(1, 3)).Select(KeyId.FromService))
            );

    private ChangePolicy Policy() =>
        new()
        {
            StopPolicy = _random.Next(12) switch
            {
                0 => StopPolicy.Refuse,
                1 => StopPolicy.StoppedOnly,
                < 6 => StopPolicy.Graceful,
                < 9 => StopPolicy.GracefulThenForce,
                _ => StopPolicy.Force,
            },
            MaxUnavailable =
            [
                _random.Next(2) == 0 ? MaxUnavailable.Count(_random.Next(1, 12)) : MaxUnavailable.Percent(_random.Next(10, 101)),
            ],
            FailureBudget = _random.Next(2) == 0 ? 0 : _random.Next(1, 20),
            Canary = _random.Next(4) == 0 ? 2 : _random.Next(2),
            StopTimeoutSeconds = _random.Next(60, 301),
            AllowKeyless = _random.Next(5) == 0,
            OnBlocked = _random.Next(8) == 0 ? OnBlocked.Refuse : OnBlocked.Skip,
            MaxStops = _random.Next(20) == 0 ? _random.Next(1, 10) : null,
            // Marks are the harness's: they add calls, and what is judged here is what was sent to machines.
            RestartMarker = RestartMarkerUse.Off,
        };
}
