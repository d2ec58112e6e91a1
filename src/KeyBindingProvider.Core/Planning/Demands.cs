using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>What each instance needs, all resources together.</summary>
/// <param name="Changes">Instances that need something, sorted by id, with the resources (by index) that need it.</param>
/// <param name="Summaries">One for each resource.</param>
internal sealed record Demands(ImmutableArray<Demand> Changes, ImmutableArray<ResourceSummary> Summaries)
{
    /// <summary>Merges the demands of all resources over the fleet.</summary>
    public static Demands Of(ResourceIntent[] intents, FleetSnapshot fleet, IReadOnlyDictionary<InstanceId, KeySet>? expected = null)
    {
        var merged = new Dictionary<InstanceId, Builder>();
        for (var i = 0; i < intents.Length; i++)
        {
            foreach (var (id, keys) in Declared(intents[i]))
            {
                var builder = At(id);
                builder.Declared = builder.Declared.Union(keys);
            }
        }

        for (var i = 0; i < intents.Length; i++)
        {
            AddRemovals(i, intents[i]);
        }

        var adopted = new int[intents.Length];
        var existing = new int[intents.Length];
        for (var i = 0; i < intents.Length; i++)
        {
            existing[i] = intents[i] is KeyRevocationIntent revocation ? RegionBut(revocation) : 0;
            foreach (var (id, _) in Leaving(intents[i]))
            {
                existing[i] += At(id).IsNewTo(i) ? 1 : 0;
            }

            foreach (var (id, keys) in Declared(intents[i]))
            {
                var builder = merged[id];
                existing[i] += builder.IsNewTo(i) ? 1 : 0;
                if (!keys.IsSubsetOf(builder.Bound))
                {
                    builder.NeededBy(i);
                }

                if (intents[i] is KeyPairAssociationIntent association)
                {
                    adopted[i] += keys.Intersect(builder.Bound).Except(association.Owned.GetValueOrDefault(id, KeySet.Empty)).Count;
                }
            }
        }

        var revocations = intents.OfType<KeyRevocationIntent>().ToArray();
        var changes = ImmutableArray.CreateBuilder<Demand>();
        var changing = new int[intents.Length];
        var sets = new ResourceSets(intents);
        foreach (var (id, builder) in merged.Where(pair => pair.Value.Resources.Count > 0).OrderBy(pair => pair.Key))
        {
            var (indexes, names) = sets.Of(builder.Resources);
            var change = builder.ToChange(id, revocations, names) with { Expected = expected?.GetValueOrDefault(id) ?? KeySet.Empty };
            changes.Add(new Demand(change, builder.Instance, indexes));
            foreach (var index in indexes)
            {
                changing[index] += builder.Instance is null ? 0 : 1;
            }
        }

        return new Demands(changes.ToImmutable(), [.. intents.Select(Summary)]);

        ResourceSummary Summary(ResourceIntent intent, int i) =>
            new(intent.Name, KindOf(intent), existing[i], existing[i] - changing[i], adopted[i]);

        // A revocation speaks of the whole region, its exceptions aside.
        int RegionBut(KeyRevocationIntent revocation) =>
            fleet.Instances.Count - revocation.ExceptInstanceIds.Count(fleet.Instances.ContainsKey);

        Builder At(InstanceId id) => merged.TryGetValue(id, out var builder) ? builder : merged[id] = new Builder(fleet.Find(id));

        void AddRemovals(int index, ResourceIntent intent)
        {
            switch (intent)
            {
                case KeyPairAssociationIntent association:
                    foreach (var (id, owned) in association.Owned)
                    {
                        Remove(index, id, owned.Except(association.Claims.GetValueOrDefault(id, KeySet.Empty)));
                    }

                    break;
                case InstanceKeysExclusiveIntent exclusive:
                    foreach (var id in exclusive.InstanceIds)
                    {
                        Remove(index, id, At(id).Bound);
                    }

                    foreach (var (id, released) in exclusive.Released)
                    {
                        Remove(index, id, released.Except(exclusive.Claims.GetValueOrDefault(id, KeySet.Empty)));
                    }

                    break;
                case KeyRevocationIntent revocation:
                    foreach (var instance in fleet.Instances.Values)
                    {
                        if (!instance.Keys.Intersect(revocation.KeyIds).IsEmpty && !revocation.ExceptInstanceIds.Contains(instance.Id))
                        {
                            Remove(index, instance.Id, revocation.KeyIds);
                        }
                    }

                    break;
            }
        }

        void Remove(int index, InstanceId id, KeySet keys)
        {
            var builder = At(id);
            var removed = keys.Intersect(builder.Bound).Except(builder.Declared);
            // An instance that will not exist much longer has lost its keys already; only an addition can still be refused.
            if (!removed.IsEmpty && !builder.Instance!.State.IsGoing)
            {
                builder.Remove = builder.Remove.Union(removed);
                builder.NeededBy(index);
            }
        }
    }

    /// <summary>The kind's name as the programs spell it.</summary>
    public static string KindOf(ResourceIntent intent) =>
        intent switch
        {
            KeyPairAssociationIntent => "KeyPairAssociation",
            InstanceKeysExclusiveIntent => "InstanceKeysExclusive",
            _ => "KeyRevocation",
        };

    /// <summary>Pairs that a resource had and may give up.</summary>
    private static IEnumerable<KeyValuePair<InstanceId, KeySet>> Leaving(ResourceIntent intent) =>
        intent switch
        {
            KeyPairAssociationIntent association => association.Owned,
            InstanceKeysExclusiveIntent exclusive => exclusive.Released,
            _ => [],
        };

    private static IEnumerable<(InstanceId Id, KeySet Keys)> Declared(ResourceIntent intent) =>
        intent switch
        {
            KeyPairAssociationIntent association => association.InstanceIds.Select(id => (id, association.KeyIds)),
            InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Select(id => (id, exclusive.KeyIds)),
            _ => [],
        };

    private sealed class Builder(InstanceSnapshot? instance)
    {
        private int _lastAsked = -1;

        public InstanceSnapshot? Instance { get; } = instance;
        public KeySet Bound { get; } = instance?.Keys ?? KeySet.Empty;
        public KeySet Declared { get; set; } = KeySet.Empty;
        public KeySet Remove { get; set; } = KeySet.Empty;
        public List<int> Resources { get; } = [];

        /// <summary>Whether it exists and this resource, asking once for each of its mentions, has not asked before.</summary>
        public bool IsNewTo(int resource)
        {
            var isNew = Instance is not null && _lastAsked != resource;
            _lastAsked = resource;
            return isNew;
        }

        public void NeededBy(int resource)
        {
            if (!Resources.Contains(resource))
            {
                Resources.Add(resource);
            }
        }

        public InstanceChange ToChange(InstanceId id, KeyRevocationIntent[] revocations, ImmutableArray<string> resources)
        {
            var revoked = KeySet.Empty;
            foreach (var revocation in revocations)
            {
                revoked = revocation.ExceptInstanceIds.Contains(id) ? revoked : revoked.Union(revocation.KeyIds);
            }

            return new InstanceChange
            {
                Id = id,
                Name = Instance?.Name ?? "",
                Zone = Instance?.Zone ?? "",
                Bound = Bound,
                Declared = Declared,
                Remove = Remove,
                Revoked = revoked,
                Resources = resources,
            };
        }
    }
}

/// <summary>One instance that needs a change.</summary>
/// <param name="Change">What it needs; the stop mode is not decided yet.</param>
/// <param name="Instance">What was seen of it, or null when it is not there.</param>
/// <param name="ResourceIndexes">Which resources need it.</param>
internal sealed record Demand(InstanceChange Change, InstanceSnapshot? Instance, ImmutableArray<int> ResourceIndexes);
