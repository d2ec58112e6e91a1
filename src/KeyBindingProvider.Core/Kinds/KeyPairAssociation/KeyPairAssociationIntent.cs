using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Kinds.KeyPairAssociation;

/// <summary>
/// Additive: <see cref="InstanceIds"/> x <see cref="ResourceIntent.KeyIds"/> are bound. Removes nothing but <see cref="Owned"/> pairs that are no
/// longer declared and that nobody else in this run claims. Destroying it is this intent with no declared ids.
/// </summary>
public sealed record KeyPairAssociationIntent : ResourceIntent
{
    /// <inheritdoc/>
    public override ResourceKind Kind => KeyPairAssociationKind.Instance;

    /// <summary>Declared instances, sorted, without duplicates.</summary>
    public override required ImmutableSortedSet<InstanceId> InstanceIds { get; init; }

    /// <summary>Pairs that an earlier run of this resource left in its state (rule <c>owned-pairs</c>).</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Owned { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Instances that it speaks of no longer because its time is over; sorted, without duplicates.</summary>
    public ImmutableSortedSet<InstanceId> EndedOn { get; init; } = [];

    /// <summary>Pairs of other resources in this run; never unbound by this one (rule <c>claims</c>).</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Claims { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Whether destroying it leaves its pairs bound: then a pair that was there already is none that it would take off.</summary>
    public bool KeepsOnDestroy { get; init; }

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<InstanceId, KeySet> Leaving => Owned;

    /// <inheritdoc/>
    public override IEnumerable<(InstanceId Id, KeySet Keys)> Removals(FleetSnapshot fleet) =>
        Owned.Select(pair => (pair.Key, pair.Value.Except(Claims.GetValueOrDefault(pair.Key, KeySet.Empty))));

    /// <inheritdoc/>
    public override int CountAdopted(KeySet bound, KeySet left) => KeepsOnDestroy ? 0 : KeyIds.Intersect(bound).Except(left).Count;

    internal override IEnumerable<KeyValuePair<InstanceId, KeySet>> AnswersFor(FleetSnapshot fleet) =>
        InstanceIds
            .Union(Owned.Keys)
            .Select(id =>
                KeyValuePair.Create(id, (InstanceIds.Contains(id) ? KeyIds : KeySet.Empty).Union(Owned.GetValueOrDefault(id, KeySet.Empty)))
            );

    internal override ResourceIntent After(PriorPairs prior, OnDestroy onDestroy)
    {
        var left = prior.Where(id => onDestroy == OnDestroy.Unbind || InstanceIds.Contains(id));
        return this with
        {
            Owned = left.SetItems(EndedOn.Select(id => KeyValuePair.Create(id, KeyIds.Union(left.GetValueOrDefault(id, KeySet.Empty))))),
        };
    }
}
