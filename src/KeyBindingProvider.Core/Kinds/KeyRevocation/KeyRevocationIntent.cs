using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Kinds.KeyRevocation;

/// <summary>Keys that must open nothing in the region, a few instances aside.</summary>
public sealed record KeyRevocationIntent : ResourceIntent
{
    /// <inheritdoc/>
    public override ResourceKind Kind => KeyRevocationKind.Instance;

    /// <summary>Instances on which they may stay.</summary>
    public ImmutableSortedSet<InstanceId> ExceptInstanceIds { get; init; } = [];

    /// <summary>Whether what starts machines is looked at.</summary>
    public bool FindSources { get; init; }

    /// <summary>The key that takes their place in what starts machines; null leaves that as it is.</summary>
    public KeyId? ReplacementKeyId { get; init; }

    /// <inheritdoc/>
    public override KeySet SourceKeys => FindSources || ReplacementKeyId is not null ? KeyIds : KeySet.Empty;

    /// <inheritdoc/>
    public override KeyId? Replacement => ReplacementKeyId;

    /// <inheritdoc/>
    public override ResourceIntent LookingForSources() => this with { FindSources = true };

    /// <inheritdoc/>
    public override KeySet DeclaredKeys => KeySet.Empty;

    /// <inheritdoc/>
    public override KeySet RevokedKeys => KeyIds;

    /// <inheritdoc/>
    public override KeySet RevokedOn(InstanceId id) => ExceptInstanceIds.Contains(id) ? KeySet.Empty : KeyIds;

    /// <inheritdoc/>
    public override IEnumerable<(InstanceId Id, KeySet Keys)> Removals(FleetSnapshot fleet) =>
        fleet
            .Instances.Values.Where(instance =>
                (instance.IsUnreadable || !instance.Keys.Intersect(KeyIds).IsEmpty) && !ExceptInstanceIds.Contains(instance.Id)
            )
            .Select(instance => (instance.Id, KeyIds));

    /// <summary>The whole region, its exceptions aside.</summary>
    public override int CountUnnamed(FleetSnapshot fleet) => fleet.Instances.Count - ExceptInstanceIds.Count(fleet.Instances.ContainsKey);

    internal override IEnumerable<KeyValuePair<InstanceId, KeySet>> AnswersFor(FleetSnapshot fleet) =>
        fleet.Instances.Keys.Where(id => !ExceptInstanceIds.Contains(id)).Select(id => KeyValuePair.Create(id, KeyIds));
}
