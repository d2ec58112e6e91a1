using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;

/// <summary>
/// Authoritative on the instance's side: every listed instance has exactly <see cref="ResourceIntent.KeyIds"/>, which are empty only where the policy
/// allows a keyless instance.
/// </summary>
public sealed record InstanceKeysExclusiveIntent : ResourceIntent
{
    /// <inheritdoc/>
    public override ResourceKind Kind => InstanceKeysExclusiveKind.Instance;

    /// <summary>Declared instances, sorted, without duplicates.</summary>
    public override required ImmutableSortedSet<InstanceId> InstanceIds { get; init; }

    /// <summary>Instances given up with <c>onDestroy: unbind</c> and the pairs to take off them.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Released { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Pairs of other resources in this run; never unbound from <see cref="Released"/> instances.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Claims { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<InstanceId, KeySet> Leaving => Released;

    /// <inheritdoc/>
    public override IEnumerable<(InstanceId Id, KeySet Keys)> Removals(FleetSnapshot fleet) =>
        InstanceIds
            .Select(id => (id, BoundTo(id, fleet)))
            .Concat(Released.Select(pair => (pair.Key, pair.Value.Except(Claims.GetValueOrDefault(pair.Key, KeySet.Empty)))));

    internal override IEnumerable<KeyValuePair<InstanceId, KeySet>> AnswersFor(FleetSnapshot fleet) =>
        InstanceIds.Select(id => KeyValuePair.Create(id, BoundTo(id, fleet))).Concat(Released);

    internal override ResourceIntent After(PriorPairs prior, OnDestroy onDestroy) =>
        this with
        {
            Released =
                onDestroy == OnDestroy.Unbind
                    ? prior.Where(id => !InstanceIds.Contains(id))
                    : ImmutableSortedDictionary<InstanceId, KeySet>.Empty,
        };

    private static KeySet BoundTo(InstanceId id, FleetSnapshot fleet) => fleet.Find(id)?.Keys ?? KeySet.Empty;
}
