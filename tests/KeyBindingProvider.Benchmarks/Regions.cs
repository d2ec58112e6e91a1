using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Benchmarks;

/// <summary>Regions of any size, the same each time: four keys on each machine, of a hundred in the account, a third of them personal.</summary>
internal static class Regions
{
    private const string Name = "ap-guangzhou";
    private const int KeysInAccount = 100;

    /// <summary>
    /// A team key is swapped on every machine, and an off-boarded one leaves where it is bound: every machine changes, nine of ten are running,
    /// and strangers' keys make many distinct key sets.
    /// </summary>
    public static PlanRequest Swap(int instances)
    {
        var fleet = Fleet(instances);
        var policy = new ChangePolicy { StopPolicy = StopPolicy.Graceful, MaxUnavailable = [MaxUnavailable.Percent(1)] };
        return new PlanRequest(
            Name,
            [
                new KeyPairAssociationIntent
                {
                    Name = "team",
                    Region = Name,
                    Policy = policy,
                    InstanceIds = [.. fleet.Instances.Keys],
                    KeyIds = KeySet.Of(Key(1)),
                    Owned = fleet.Instances.Keys.ToImmutableSortedDictionary(id => id, _ => KeySet.Of(Key(0))),
                },
                new KeyRevocationIntent
                {
                    Name = "offboarded",
                    Region = Name,
                    Policy = policy,
                    KeyIds = KeySet.Of(Key(2)),
                },
            ],
            fleet
        );
    }

    /// <summary>A team key is declared on every machine, and is bound there: nothing to do, which most plans come to.</summary>
    public static PlanRequest Settled(int instances)
    {
        var fleet = Fleet(instances);
        return new PlanRequest(
            Name,
            [
                new KeyPairAssociationIntent
                {
                    Name = "team",
                    Region = Name,
                    Policy = new ChangePolicy(),
                    InstanceIds = [.. fleet.Instances.Keys],
                    KeyIds = KeySet.Of(Key(0)),
                },
            ],
            fleet
        );
    }

    /// <summary>Four keys leave every machine; what is bound tells the machines apart: the cover's case.</summary>
    public static KeyValuePair<InstanceId, KeySet>[] Removals(int instances) =>
        [.. Fleet(instances).Instances.Values.Select(instance => KeyValuePair.Create(instance.Id, instance.Keys))];

    private static FleetSnapshot Fleet(int instances)
    {
        var random = new Random(20170312);
        var machines = new Dictionary<InstanceId, InstanceSnapshot>(instances);
        for (var i = 0; i < instances; i++)
        {
            var id = InstanceId.FromService($"ins-{i:D8}");
            // Key 0 on all, key 2 on a half, a personal one on a third, services share the rest.
            KeyId[] keys =
            [
                Key(0),
                i % 2 == 0 ? Key(2) : Key(3),
                i % 3 == 0 ? Key(random.Next(50, KeysInAccount)) : Key(4),
                Key(5 + (i % 40)),
            ];
            machines[id] = new InstanceSnapshot
            {
                Id = id,
                State = i % 10 == 9 ? PowerState.Stopped : PowerState.Running,
                Keys = KeySet.Of(keys),
                Zone = $"{Name}-{i % 5}",
            };
        }

        var keyPairs = Enumerable.Range(0, KeysInAccount).ToDictionary(Key, n => new KeyPairSnapshot(Key(n), $"key-{n}", []));
        return new FleetSnapshot(Name, machines, keyPairs);
    }

    private static KeyId Key(int number) => KeyId.FromService($"skey-{number:D8}");
}
