using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Intent;

/// <summary>What one declarative resource asks for, with everything resolved: no defaults, no unknowns, no other resource.</summary>
public abstract record ResourceIntent
{
    /// <summary>Name for people: the logical name in a program, or an address. Unique within a plan.</summary>
    public required string Name { get; init; }

    /// <summary>Region of every id in it.</summary>
    public required string Region { get; init; }

    /// <summary>The effective policy.</summary>
    public required ChangePolicy Policy { get; init; }

    /// <summary>Names of resources whose changes must have succeeded before this one's start.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];
}

/// <summary>
/// Additive: <see cref="InstanceIds"/> x <see cref="KeyIds"/> are bound. Removes nothing but <see cref="Owned"/> pairs that are no
/// longer declared and that nobody else in this run claims. Destroying it is this intent with no declared ids.
/// </summary>
public sealed record KeyPairAssociationIntent : ResourceIntent
{
    /// <summary>Declared instances, sorted, without duplicates.</summary>
    public required ImmutableSortedSet<InstanceId> InstanceIds { get; init; }

    /// <summary>Declared keys.</summary>
    public required KeySet KeyIds { get; init; }

    /// <summary>Pairs that an earlier run of this resource left in its state (<c>engine-rules.md</c> 1.1).</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Owned { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Pairs of other resources in this run; never unbound by this one (<c>engine-rules.md</c> 1.2).</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Claims { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;
}

/// <summary>Authoritative on the instance's side: every listed instance has exactly <see cref="KeyIds"/>.</summary>
public sealed record InstanceKeysExclusiveIntent : ResourceIntent
{
    /// <summary>Declared instances, sorted, without duplicates.</summary>
    public required ImmutableSortedSet<InstanceId> InstanceIds { get; init; }

    /// <summary>Exactly these keys; empty only where the policy allows a keyless instance.</summary>
    public required KeySet KeyIds { get; init; }

    /// <summary>Instances given up with <c>onDestroy: unbind</c> and the pairs to take off them.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Released { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Pairs of other resources in this run; never unbound from <see cref="Released"/> instances.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Claims { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;
}

/// <summary>Keys that must open nothing in the region, a few instances aside.</summary>
public sealed record KeyRevocationIntent : ResourceIntent
{
    /// <summary>Keys that are to be bound to no instance.</summary>
    public required KeySet KeyIds { get; init; }

    /// <summary>Instances on which they may stay.</summary>
    public ImmutableSortedSet<InstanceId> ExceptInstanceIds { get; init; } = [];
}
