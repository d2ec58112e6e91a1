using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Resources;

/// <summary>The outputs of a resource (rule <c>outputs</c>): sorted, by value equal when they say the same, free of policy and time.</summary>
public sealed record ResourceOutputs
{
    /// <summary>Nothing was observed.</summary>
    public static readonly ResourceOutputs None = new();

    /// <summary>
    /// Keys observed, by instance; an instance without any is left out. Association: the owned ones. Exclusive: all of its instances.
    /// Revocation: the violations, so empty is converged.
    /// </summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Bindings { get; init; } = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Association: keys of others on its instances. Empty for the other kinds.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> ForeignBindings { get; init; } =
        ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>Instances that need a change, and why it waits.</summary>
    public ImmutableSortedDictionary<InstanceId, PendingCode> PendingInstances { get; init; } =
        ImmutableSortedDictionary<InstanceId, PendingCode>.Empty;

    /// <summary>Instances that the last change stopped and started.</summary>
    public ImmutableSortedSet<InstanceId> PowerCycledInstanceIds { get; init; } = [];

    /// <summary>Names of other resources that shared the last stop and start of an instance: it was one for all of them.</summary>
    public ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>> PowerCycledWith { get; init; } =
        ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>>.Empty;

    /// <summary>What <paramref name="fleet"/> shows of the resource that <paramref name="intent"/> stands for, with what it owns.</summary>
    public static ResourceOutputs Of(ResourceIntent intent, FleetSnapshot fleet)
    {
        var bindings = ImmutableSortedDictionary.CreateBuilder<InstanceId, KeySet>();
        var foreign = ImmutableSortedDictionary.CreateBuilder<InstanceId, KeySet>();
        var tellsForeign = intent.Kind.Outputs.Contains(PropertyNames.ForeignBindings);
        foreach (var (id, owned) in intent.AnswersFor(fleet))
        {
            if (fleet.Find(id) is not { } instance)
            {
                continue;
            }

            Put(bindings, id, instance.Keys.Intersect(owned));
            if (tellsForeign)
            {
                Put(foreign, id, instance.Keys.Except(owned));
            }
        }

        return new ResourceOutputs
        {
            Bindings = bindings.ToImmutable(),
            ForeignBindings = foreign.ToImmutable(),
            PendingInstances = RequiredChanges.Of([intent], fleet).Changes.ToImmutableSortedDictionary(need => need.Id, CodeOf),
        };

        static PendingCode CodeOf(RequiredChange need) =>
            need.Terms.MustStart ? PendingCode.StartFailed : PendingCodes.Of(need.Terms, need.Instance);
    }

    /// <inheritdoc/>
    public bool Equals(ResourceOutputs? other) =>
        other is not null
        && Bindings.SequenceEqual(other.Bindings)
        && ForeignBindings.SequenceEqual(other.ForeignBindings)
        && PendingInstances.SequenceEqual(other.PendingInstances)
        && PowerCycledInstanceIds.SequenceEqual(other.PowerCycledInstanceIds)
        && PowerCycledWith.Keys.SequenceEqual(other.PowerCycledWith.Keys)
        && PowerCycledWith.Values.Zip(other.PowerCycledWith.Values).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Bindings.Count, ForeignBindings.Count, PendingInstances.Count);

    private static void Put(ImmutableSortedDictionary<InstanceId, KeySet>.Builder map, InstanceId id, KeySet keys)
    {
        if (!keys.IsEmpty)
        {
            map[id] = keys;
        }
    }
}
