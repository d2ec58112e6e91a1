using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// What a read found that was not so before. Other keys may be a stranger's or another stack's: nobody can tell, so nobody is blamed. What other resources of the run
/// have declared is no news.
/// </summary>
public sealed record ResourceDrift
{
    /// <summary>Pairs of the resource that are gone; each instance with at least one key, as in the other maps.</summary>
    public required ImmutableSortedDictionary<InstanceId, KeySet> Lost { get; init; }

    /// <summary>Pairs that are the resource's and were not there.</summary>
    public required ImmutableSortedDictionary<InstanceId, KeySet> Gained { get; init; }

    /// <summary>Keys that are not the resource's and were not there at the last look.</summary>
    public required ImmutableSortedDictionary<InstanceId, KeySet> Others { get; init; }

    /// <summary>Instances that do not exist any more, in the order of the observation.</summary>
    public required ImmutableArray<InstanceId> Absent { get; init; }

    /// <summary>Whether nothing has moved.</summary>
    public bool IsNone => Lost.IsEmpty && Gained.IsEmpty && Others.IsEmpty && Absent.IsEmpty;

    /// <summary>Whether any pair that is the resource's own has come or gone: what others have on its machines is no change of it.</summary>
    public bool IsOfItsOwn => !Lost.IsEmpty || !Gained.IsEmpty;

    /// <summary>Each pair that somebody has bound or unbound since, sorted. What went with its machine was unbound by nobody.</summary>
    public ImmutableArray<DriftedPair> Pairs =>
        [
            .. PairsOf(Gained, KeyAct.Bound)
                .Concat(PairsOf(Others, KeyAct.Bound))
                .Concat(PairsOf(Lost, KeyAct.Unbound))
                .Where(pair => !Absent.Contains(pair.Instance))
                .Distinct()
                .OrderBy(pair => pair.Act)
                .ThenBy(pair => pair.Key)
                .ThenBy(pair => pair.Instance),
        ];

    /// <summary>Compares two states of one resource.</summary>
    /// <param name="before">As it was stored.</param>
    /// <param name="now">As it is.</param>
    /// <param name="others">Keys that other resources of the run have declared, or had bound, by instance.</param>
    public static ResourceDrift Of(ResourceState before, ResourceState now, IReadOnlyDictionary<InstanceId, KeySet> others)
    {
        var known = now.Outputs.ForeignBindings.Keys.ToDictionary(
            id => id,
            id => before.Outputs.ForeignBindings.GetValueOrDefault(id, KeySet.Empty).Union(others.GetValueOrDefault(id, KeySet.Empty))
        );
        return new ResourceDrift
        {
            Lost = Missing(before.Outputs.Bindings, now.Outputs.Bindings),
            Gained = Missing(now.Outputs.Bindings, before.Outputs.Bindings),
            Others = Missing(now.Outputs.ForeignBindings, known),
            Absent = [.. now.Observation.AbsentInstances.Except(before.Observation.AbsentInstances)],
        };
    }

    /// <summary>Keys of one map that the other lacks.</summary>
    private static ImmutableSortedDictionary<InstanceId, KeySet> Missing(
        IReadOnlyDictionary<InstanceId, KeySet> map,
        IReadOnlyDictionary<InstanceId, KeySet> other
    ) =>
        map.Select(entry => (Id: entry.Key, Keys: entry.Value.Except(other.GetValueOrDefault(entry.Key, KeySet.Empty))))
            .Where(entry => !entry.Keys.IsEmpty)
            .ToImmutableSortedDictionary(entry => entry.Id, entry => entry.Keys);

    private static IEnumerable<DriftedPair> PairsOf(ImmutableSortedDictionary<InstanceId, KeySet> map, KeyAct act) =>
        map.SelectMany(entry => entry.Value, (entry, key) => new DriftedPair(entry.Key, key, act));
}
