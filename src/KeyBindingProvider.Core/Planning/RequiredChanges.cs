using System.Collections.Immutable;
using System.Runtime.InteropServices;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>What each instance needs, all resources together.</summary>
/// <param name="Changes">Instances that need something, sorted by id, with the resources (by index) that need it.</param>
/// <param name="Different">One of them for each <see cref="ChangeTerms"/> that they have: all that has to be looked at where it does not matter whose change it is.</param>
/// <param name="Summaries">One for each resource.</param>
internal sealed record RequiredChanges(
    ImmutableArray<RequiredChange> Changes,
    ImmutableArray<RequiredChange> Different,
    ImmutableArray<ResourceSummary> Summaries
)
{
    /// <summary>Merges the needs of all resources over the fleet.</summary>
    /// <param name="intents">The resources.</param>
    /// <param name="fleet">What was observed.</param>
    /// <param name="expected">See <see cref="PlanRequest.Expected"/>.</param>
    /// <param name="lookForMarks">Whether instances are to be looked for that a run which died has left stopped; no, where it is known that there are none.</param>
    public static RequiredChanges Of(
        ResourceIntent[] intents,
        FleetSnapshot fleet,
        IReadOnlyDictionary<InstanceId, KeySet>? expected = null,
        bool lookForMarks = true
    )
    {
        var sets = new ResourceSets(intents);
        var needs = new Needs(fleet, intents.Select(intent => intent.InstanceIds.Count).DefaultIfEmpty().Max());
        foreach (var intent in intents)
        {
            var keys = intent.DeclaredKeys;
            foreach (var id in intent.InstanceIds)
            {
                ref var need = ref needs.Of(id);
                need.Declared = need.Declared.Union(keys);
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

            foreach (var id in lookForMarks ? intents[i].Marked(fleet) : [])
            {
                StartAgain(i, id);
            }
        }

        var adopted = new int[intents.Length];
        var existing = new int[intents.Length];
        for (var i = 0; i < intents.Length; i++)
        {
            existing[i] = intents[i].CountUnnamed(fleet);
            foreach (var (id, keys) in intents[i].Leaving)
            {
                ref var need = ref needs.Of(id);
                existing[i] += need.Instance is null ? 0 : 1;
                (need.LeftBy, need.Left) = (i, keys);
            }

            var declared = intents[i].DeclaredKeys;
            foreach (var id in intents[i].InstanceIds)
            {
                ref var need = ref needs.Of(id);
                var isLeft = need.LeftBy == i;
                existing[i] += need.Instance is null || isLeft ? 0 : 1;
                if (need.IsUnreadable || !declared.IsSubsetOf(need.Bound))
                {
                    need.Resources = sets.With(need.Resources, i);
                }

                adopted[i] += intents[i].CountAdopted(need.Bound, isLeft ? need.Left : KeySet.Empty);
            }
        }

        var revocations = intents.Where(intent => !intent.RevokedKeys.IsEmpty).ToArray();
        var changing = new int[intents.Length];
        var shared = new HashSet<ChangeTerms>();
        var changed = needs.Changed();
        var changes = ImmutableArray.CreateBuilder<RequiredChange>(changed.Count);
        var different = ImmutableArray.CreateBuilder<RequiredChange>();
        foreach (var at in changed)
        {
            ref var need = ref needs[at];
            var (indexes, names) = sets.Of(need.Resources);
            var terms = Terms(in need, names);
            var isNew = !shared.TryGetValue(terms, out var known);
            var change = new RequiredChange(need.Id, need.Instance, known ?? terms, indexes);
            changes.Add(change);
            if (isNew)
            {
                shared.Add(terms);
                different.Add(change);
            }

            foreach (var index in indexes)
            {
                changing[index] += need.Instance is null ? 0 : 1;
            }
        }

        return new RequiredChanges(changes.MoveToImmutable(), different.ToImmutable(), [.. intents.Select(Summary)]);

        ResourceSummary Summary(ResourceIntent intent, int i) =>
            new(intent.Name, intent.Kind, existing[i], existing[i] - changing[i], adopted[i])
            {
                AccessEnded = intent.TimeLeft <= TimeSpan.Zero ? intent.Ends?.Written : null,
            };

        void StartAgain(int index, InstanceId id)
        {
            ref var need = ref needs.Of(id);
            if (need.Instance is { } left && left.State != PowerState.Running && !left.State.IsGoing)
            {
                need.MustStart = true;
                need.Resources = sets.With(need.Resources, index);
            }
        }

        void Remove(int index, InstanceId id, KeySet keys)
        {
            ref var need = ref needs.Of(id);
            // Of what cannot be read any key may be bound.
            var removed = (need.IsUnreadable ? keys : keys.Intersect(need.Bound)).Except(need.Declared);
            // An instance that will not exist much longer has lost its keys already; only an addition can still be refused.
            if (!removed.IsEmpty && !need.Instance!.State.IsGoing)
            {
                need.Remove = need.Remove.Union(removed);
                need.Resources = sets.With(need.Resources, index);
            }
        }

        ChangeTerms Terms(in Need need, ImmutableArray<string> resources)
        {
            var revoked = KeySet.Empty;
            foreach (var revocation in revocations)
            {
                revoked = revoked.Union(revocation.RevokedOn(need.Id));
            }

            return new ChangeTerms
            {
                Bound = need.Bound,
                Declared = need.Declared,
                Remove = need.Remove,
                Revoked = revoked,
                Expected = expected?.GetValueOrDefault(need.Id) ?? KeySet.Empty,
                MustStart = need.MustStart,
                Resources = resources,
            };
        }
    }

    /// <summary>What is known of one instance while the resources are asked one after the other.</summary>
    private struct Need(InstanceId id, InstanceSnapshot? instance)
    {
        public readonly InstanceId Id = id;
        public readonly InstanceSnapshot? Instance = instance;
        public KeySet Declared = KeySet.Empty;
        public KeySet Remove = KeySet.Empty;
        public bool MustStart;

        /// <summary>The resources that change it, by their number in <see cref="ResourceSets"/>.</summary>
        public int Resources = ResourceSets.None;

        /// <summary>The last resource of which an earlier run has left pairs on it, and these.</summary>
        public int LeftBy = -1;
        public KeySet Left = KeySet.Empty;

        public readonly bool IsUnreadable => Instance is { IsUnreadable: true };
        public readonly KeySet Bound => Instance?.Keys ?? KeySet.Empty;
    }

    /// <summary>The needs of all instances that some resource speaks of, one after the other in one array: an object for each would double what a plan allocates.</summary>
    private sealed class Needs(FleetSnapshot fleet, int atLeast)
    {
        private readonly Dictionary<InstanceId, int> _indexOf = new(atLeast);
        private Need[] _needs = new Need[atLeast];
        private int _next;

        public ref Need this[int index] => ref _needs[index];

        /// <summary>The need of an instance; valid until another is asked for.</summary>
        public ref Need Of(InstanceId id)
        {
            // Resources list their instances in one order: the next one is most often the one behind the last, which is found without a look-up.
            if (_next >= _indexOf.Count || _needs[_next].Id != id)
            {
                _next = IndexOf(id);
            }

            return ref _needs[_next++];
        }

        /// <summary>Where the instances stand that need a change, in the order of their ids.</summary>
        public List<int> Changed()
        {
            var changed = new List<int>(_indexOf.Count);
            var isSorted = true;
            for (var i = 0; i < _indexOf.Count; i++)
            {
                if (_needs[i].Resources != ResourceSets.None)
                {
                    isSorted &= changed.Count == 0 || _needs[changed[^1]].Id.CompareTo(_needs[i].Id) < 0;
                    changed.Add(i);
                }
            }

            if (!isSorted)
            {
                changed.Sort((a, b) => _needs[a].Id.CompareTo(_needs[b].Id));
            }

            return changed;
        }

        private int IndexOf(InstanceId id)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexOf, id, out var isKnown);
            if (!isKnown)
            {
                index = _indexOf.Count - 1;
                if (index == _needs.Length)
                {
                    Array.Resize(ref _needs, Math.Max(4, 2 * index));
                }

                _needs[index] = new Need(id, fleet.Find(id));
            }

            return index;
        }
    }
}

/// <summary>One instance that needs a change.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Instance">What was seen of it, or null when it is not there.</param>
/// <param name="Terms">What it needs; the stop mode is not decided yet.</param>
/// <param name="ResourceIndexes">Which resources need it.</param>
internal sealed record RequiredChange(InstanceId Id, InstanceSnapshot? Instance, ChangeTerms Terms, ImmutableArray<int> ResourceIndexes)
{
    /// <summary>Its change, once the terms are decided.</summary>
    public InstanceChange On(ChangeTerms terms) => new(Id, Instance?.Name ?? "", Instance?.Zone ?? "", terms);
}
