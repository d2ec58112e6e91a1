using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Access;

/// <summary>Which part of "who can open what" is asked for; several conditions must all hold.</summary>
/// <param name="Keys">Only these keys; empty for all.</param>
/// <param name="Instances">Only these instances; empty for all.</param>
/// <param name="Conditions">Only instances that meet them, in the meaning of a selector.</param>
public sealed record AccessFilter(KeySet Keys, ImmutableSortedSet<InstanceId> Instances, InstanceConditions Conditions)
{
    /// <summary>Everything.</summary>
    public static readonly AccessFilter Everything = new(KeySet.Empty, [], InstanceConditions.None);

    /// <summary>Whether it asks for some instances and not for all.</summary>
    public bool IsOfInstances => !Instances.IsEmpty || !Conditions.IsEmpty;

    /// <summary>Whether it asks for an instance, whatever its keys.</summary>
    public bool Selects(InstanceSnapshot instance) => IsNamed(instance) && Conditions.HoldFor(instance);

    /// <summary>Instances of which it cannot be told whether it asks for them.</summary>
    public IEnumerable<InstanceId> Undecided(FleetSnapshot fleet) =>
        fleet
            .Instances.Values.Where(instance => IsNamed(instance) && !Conditions.CanBeToldOf(instance))
            .Select(instance => instance.Id)
            .Order();

    private bool IsNamed(InstanceSnapshot instance) => Instances.IsEmpty || Instances.Contains(instance.Id);
}

/// <summary>One key and the instances that it opens.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Instances">The instances, sorted.</param>
public sealed record KeyAccess(KeyId Key, UntrustedText Name, ImmutableArray<InstanceSnapshot> Instances);

/// <summary>Who can open what, in one region, as observed: key by key, with what was asked for and is not there.</summary>
public sealed record AccessReport
{
    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>One entry for each key, sorted by id; a key that was asked for and opens nothing is there with no instance.</summary>
    public required ImmutableArray<KeyAccess> Keys { get; init; }

    /// <summary>Instances of the selection that no key at all opens, sorted.</summary>
    public required ImmutableArray<InstanceSnapshot> Keyless { get; init; }

    /// <summary>Instances that were asked for and do not exist in the region.</summary>
    public required ImmutableArray<InstanceId> MissingInstances { get; init; }

    /// <summary>Instances that were looked at.</summary>
    public required int InstanceCount { get; init; }

    /// <summary>Keys that were asked for and do not exist in the region.</summary>
    public required ImmutableArray<KeyId> MissingKeys { get; init; }

    /// <summary>Values of conditions that were asked for and that no instance of the region has; none where instances are named, since nobody looks at others then.</summary>
    public required ImmutableArray<UnmatchedValue> Unmatched { get; init; }

    /// <summary>What was asked for.</summary>
    public required AccessFilter Filter { get; init; }

    /// <summary>Scaling groups of <see cref="Unmatched"/>.</summary>
    public IEnumerable<string> MissingGroups => ValuesOf(PropertyNames.AutoScalingGroups);

    /// <summary>Names of <see cref="Unmatched"/>.</summary>
    public IEnumerable<string> MissingNames => ValuesOf(PropertyNames.Names);

    /// <summary>Tags of <see cref="Unmatched"/>.</summary>
    public IEnumerable<UnmatchedValue> MissingTags => Unmatched.Where(value => value.Part == PropertyNames.Tags);

    /// <summary>What starts machines with one of the keys; null where nobody looked.</summary>
    public KeySources? Sources { get; init; }

    /// <summary>Selects from what was observed.</summary>
    public static AccessReport Of(FleetSnapshot fleet, AccessFilter filter)
    {
        InstanceSnapshot[] selected = [.. fleet.Instances.Values.Where(filter.Selects).OrderBy(instance => instance.Id)];
        var byKey = new SortedDictionary<KeyId, List<InstanceSnapshot>>();
        foreach (var key in filter.Keys.Where(fleet.Exists))
        {
            byKey[key] = [];
        }

        foreach (var instance in selected)
        {
            foreach (var key in filter.Keys.IsEmpty ? instance.Keys : instance.Keys.Intersect(filter.Keys))
            {
                if (!byKey.TryGetValue(key, out var opened))
                {
                    byKey[key] = opened = [];
                }

                opened.Add(instance);
            }
        }

        return new AccessReport
        {
            Region = fleet.Region,
            Keys = [.. byKey.Select(entry => new KeyAccess(entry.Key, fleet.NameOf(entry.Key), [.. entry.Value]))],
            Keyless = filter.Keys.IsEmpty ? [.. selected.Where(instance => instance.Keys.IsEmpty && !instance.IsWindows)] : [],
            MissingInstances = [.. filter.Instances.Where(id => fleet.Find(id) is null)],
            MissingKeys = [.. filter.Keys.Where(key => !byKey.ContainsKey(key))],
            Unmatched = filter.Instances.IsEmpty ? filter.Conditions.UnmatchedBy([.. fleet.Instances.Values]) : [],
            Filter = filter,
            InstanceCount = selected.Length,
            Sources = fleet.Sources,
        };
    }

    private IEnumerable<string> ValuesOf(PropertyName part) => Unmatched.Where(value => value.Part == part).Select(value => value.Value);
}
