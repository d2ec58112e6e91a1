using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Intent;

/// <summary>
/// What one declarative resource asks for, with everything resolved: no defaults, no unknowns, no other resource. It says of itself what it declares, what
/// it forbids and what it takes away; how those meet with others' is decided over all of them.
/// </summary>
public abstract record ResourceIntent
{
    /// <summary>Its kind.</summary>
    public abstract ResourceKind Kind { get; }

    /// <summary>Name for people: the logical name in a program, or an address. Unique within a plan.</summary>
    public required string Name { get; init; }

    /// <summary>Region of every id in it.</summary>
    public required string Region { get; init; }

    /// <summary>The effective policy.</summary>
    public required ChangePolicy Policy { get; init; }

    /// <summary>When it ends; null where it does not.</summary>
    public AccessEnd? Ends { get; init; }

    /// <summary>How long that is away, negative once it has passed; null where nobody has asked.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Values of its selector that nobody in the region has; empty where nobody has looked for this plan.</summary>
    public ImmutableArray<UnmatchedValue> Unmatched { get; init; } = [];

    /// <summary>Names of resources whose changes must have succeeded before this one's start.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>Keys that it speaks of.</summary>
    public required KeySet KeyIds { get; init; }

    /// <summary>Instances that it names, sorted, without duplicates.</summary>
    public virtual ImmutableSortedSet<InstanceId> InstanceIds { get; init; } = [];

    /// <summary>Keys that it wants bound to each of <see cref="InstanceIds"/>.</summary>
    public virtual KeySet DeclaredKeys => KeyIds;

    /// <summary>Keys that it wants bound nowhere, or only where it makes an exception (<see cref="RevokedOn"/>).</summary>
    public virtual KeySet RevokedKeys => KeySet.Empty;

    /// <summary>The keys that it forbids on an instance.</summary>
    public virtual KeySet RevokedOn(InstanceId id) => KeySet.Empty;

    /// <summary>Keys of it that are looked for in what starts machines (rule <c>key-sources</c>).</summary>
    public virtual KeySet SourceKeys => KeySet.Empty;

    /// <summary>The key that takes the place of <see cref="SourceKeys"/> in what starts machines; null where that is left as it is.</summary>
    public virtual KeyId? Replacement => null;

    /// <summary>Every key that it names, whatever for.</summary>
    public KeySet NamedKeys => Replacement is { } key ? KeyIds.Union(KeySet.Of([key])) : KeyIds;

    /// <summary>The same, asking what starts machines with a key of it.</summary>
    public virtual ResourceIntent LookingForSources() => this;

    /// <summary>The pairs that it wants bound, by instance.</summary>
    public IEnumerable<(InstanceId Id, KeySet Keys)> Declared() => InstanceIds.Select(id => (id, DeclaredKeys));

    /// <summary>Pairs that an earlier run of it left and that it may give up.</summary>
    public virtual ImmutableSortedDictionary<InstanceId, KeySet> Leaving => ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Instances that an earlier run of it stopped and could not start: where they are still down they are started.</summary>
    public ImmutableSortedSet<InstanceId> LeftDown { get; init; } = [];

    /// <summary>
    /// Instances of its own that a run which died has left stopped, by their restart marker: they are started, but where nothing may be done to what runs.
    /// </summary>
    public IEnumerable<InstanceId> Marked(FleetSnapshot fleet) => Policy.StopPolicy == StopPolicy.Refuse ? [] : AllMarked(fleet);

    /// <summary>The same, whatever its policy says of them.</summary>
    internal IEnumerable<InstanceId> AllMarked(FleetSnapshot fleet) =>
        AnswersFor(fleet).Select(pairs => pairs.Key).Where(id => fleet.Find(id) is { IsLeftDown: true });

    /// <summary>The pairs that it takes away where they are bound and nobody declares them.</summary>
    public abstract IEnumerable<(InstanceId Id, KeySet Keys)> Removals(FleetSnapshot fleet);

    /// <summary>How many existing instances it speaks of without naming them.</summary>
    public virtual int CountUnnamed(FleetSnapshot fleet) => 0;

    /// <summary>How many of the bound pairs of a named instance become its own although no earlier run of it bound them.</summary>
    /// <param name="bound">The keys that are bound there.</param>
    /// <param name="left">Those that an earlier run of it left there: its <see cref="Leaving"/>.</param>
    public virtual int CountAdopted(KeySet bound, KeySet left) => 0;

    /// <summary>The pairs that it answers for, by instance.</summary>
    internal abstract IEnumerable<KeyValuePair<InstanceId, KeySet>> AnswersFor(FleetSnapshot fleet);

    /// <summary>The same with what an earlier run of it left.</summary>
    internal virtual ResourceIntent After(PriorPairs prior, OnDestroy onDestroy) => this;
}
