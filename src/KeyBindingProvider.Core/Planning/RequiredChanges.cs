using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>What each instance needs, all resources together.</summary>
/// <param name="Changes">Instances that need something, sorted by id, with the resources (by index) that need it.</param>
/// <param name="Summaries">One for each resource.</param>
internal sealed record RequiredChanges(ImmutableArray<RequiredChange> Changes, ImmutableArray<ResourceSummary> Summaries)
{
    /// <summary>Merges the needs of all resources over the fleet.</summary>
    public static RequiredChanges Of(
        ResourceIntent[] intents,
        FleetSnapshot fleet,
        IReadOnlyDictionary<InstanceId, KeySet>? expected = null
    )
    {
        var merged = new Dictionary<InstanceId, Builder>();
        for (var i = 0; i < intents.Length; i++)
        {
            foreach (var (id, keys) in intents[i].Declared())
            {
                var builder = At(id);
                builder.Declared = builder.Declared.Union(keys);
            }
        }

        for (var i = 0; i < intents.Length; i++)
        {
            foreach (var (id, keys) in intents[i].Removals(fleet))
            {
                Remove(i, id, keys);
            }
        }

        for (var i = 0; i < intents.Length; i++)
        {
            foreach (var id in intents[i].LeftDown)
            {
                StartAgain(i, id);
            }

            foreach (var id in intents[i].Marked(fleet))
            {
                StartAgain(i, id);
            }
        }

        var adopted = new int[intents.Length];
        var existing = new int[intents.Length];
        for (var i = 0; i < intents.Length; i++)
        {
            existing[i] = intents[i].CountUnnamed(fleet);
            foreach (var (id, _) in intents[i].Leaving)
            {
                existing[i] += At(id).IsNewTo(i) ? 1 : 0;
            }

            foreach (var (id, keys) in intents[i].Declared())
            {
                var builder = merged[id];
                existing[i] += builder.IsNewTo(i) ? 1 : 0;
                if (!keys.IsSubsetOf(builder.Bound) || builder.IsUnreadable)
                {
                    builder.NeededBy(i);
                }

                adopted[i] += intents[i].CountAdopted(id, builder.Bound);
            }
        }

        var revocations = intents.Where(intent => !intent.RevokedKeys.IsEmpty).ToArray();
        var changes = ImmutableArray.CreateBuilder<RequiredChange>();
        var changing = new int[intents.Length];
        var sets = new ResourceSets(intents);
        foreach (var (id, builder) in merged.Where(pair => pair.Value.Resources.Count > 0).OrderBy(pair => pair.Key))
        {
            var (indexes, names) = sets.Of(builder.Resources);
            var change = builder.ToChange(id, revocations, names) with { Expected = expected?.GetValueOrDefault(id) ?? KeySet.Empty };
            changes.Add(new RequiredChange(change, builder.Instance, indexes));
            foreach (var index in indexes)
            {
                changing[index] += builder.Instance is null ? 0 : 1;
            }
        }

        return new RequiredChanges(changes.ToImmutable(), [.. intents.Select(Summary)]);

        ResourceSummary Summary(ResourceIntent intent, int i) =>
            new(intent.Name, intent.Kind, existing[i], existing[i] - changing[i], adopted[i])
            {
                AccessEnded = intent.TimeLeft <= TimeSpan.Zero ? intent.Ends?.Written : null,
            };

        Builder At(InstanceId id) => merged.TryGetValue(id, out var builder) ? builder : merged[id] = new Builder(fleet.Find(id));

        void StartAgain(int index, InstanceId id)
        {
            var builder = At(id);
            if (builder.Instance is { } left && left.State != PowerState.Running && !left.State.IsGoing)
            {
                builder.MustStart = true;
                builder.NeededBy(index);
            }
        }

        void Remove(int index, InstanceId id, KeySet keys)
        {
            var builder = At(id);
            // Of what cannot be read any key may be bound.
            var removed = (builder.IsUnreadable ? keys : keys.Intersect(builder.Bound)).Except(builder.Declared);
            // An instance that will not exist much longer has lost its keys already; only an addition can still be refused.
            if (!removed.IsEmpty && !builder.Instance!.State.IsGoing)
            {
                builder.Remove = builder.Remove.Union(removed);
                builder.NeededBy(index);
            }
        }
    }

    private sealed class Builder(InstanceSnapshot? instance)
    {
        private int _lastAsked = -1;

        public InstanceSnapshot? Instance { get; } = instance;
        public bool IsUnreadable => Instance is { IsUnreadable: true };
        public KeySet Bound { get; } = instance?.Keys ?? KeySet.Empty;
        public KeySet Declared { get; set; } = KeySet.Empty;
        public KeySet Remove { get; set; } = KeySet.Empty;
        public bool MustStart { get; set; }
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

        public InstanceChange ToChange(InstanceId id, ResourceIntent[] revocations, ImmutableArray<string> resources)
        {
            var revoked = KeySet.Empty;
            foreach (var revocation in revocations)
            {
                revoked = revoked.Union(revocation.RevokedOn(id));
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
                MustStart = MustStart,
                Resources = resources,
            };
        }
    }
}

/// <summary>One instance that needs a change.</summary>
/// <param name="Change">What it needs; the stop mode is not decided yet.</param>
/// <param name="Instance">What was seen of it, or null when it is not there.</param>
/// <param name="ResourceIndexes">Which resources need it.</param>
internal sealed record RequiredChange(InstanceChange Change, InstanceSnapshot? Instance, ImmutableArray<int> ResourceIndexes);
