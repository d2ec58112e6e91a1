using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Intent;

/// <summary>
/// Which instances of a region a resource is about, where it does not list them (rule <c>selectors</c>): those for which conditions hold, and named ones in addition.
/// </summary>
public sealed record InstanceSelector
{
    /// <summary>What an instance must be that is not named.</summary>
    public InstanceConditions Conditions { get; init; } = InstanceConditions.None;

    /// <summary>Instances that belong to it whatever else they are.</summary>
    public ImmutableSortedSet<InstanceId> Ids { get; init; } = [];

    /// <summary>With fewer instances nothing is done: a misspelled tag must not take the keys off a fleet.</summary>
    public int MinInstances { get; init; } = 1;

    /// <summary>With more instances nothing is done.</summary>
    public required int MaxInstances { get; init; }

    /// <summary>Whether the instance is selected, by the last look at it.</summary>
    public bool Matches(InstanceSnapshot instance) => Ids.Contains(instance.Id) || (!Conditions.IsEmpty && Conditions.HoldFor(instance));

    /// <summary>The selected instances: the named ones, there or not, and those of a region that was read whole.</summary>
    public ImmutableSortedSet<InstanceId> Select(FleetSnapshot region) =>
        Ids.Union(region.Instances.Values.Where(Matches).Select(instance => instance.Id));

    /// <summary>Instances of which it cannot be told whether they are selected.</summary>
    public IEnumerable<InstanceId> Undecided(FleetSnapshot region) =>
        region
            .Instances.Values.Where(instance => !Ids.Contains(instance.Id) && !Conditions.CanBeToldOf(instance))
            .Select(instance => instance.Id)
            .Order();

    /// <summary>Why nothing may be done with so many instances, or null.</summary>
    /// <param name="resource">What messages call the resource.</param>
    /// <param name="selected">The selected ones.</param>
    public Problem? Refusal(string resource, ImmutableSortedSet<InstanceId> selected)
    {
        if (selected.Count > MaxInstances)
        {
            return Refused(
                $"'{resource}': instances selects {Grammar.Instances(selected.Count)}, and maxInstances is {MaxInstances}: {InstanceList.Of(selected)}.",
                "Narrow the selector, or raise maxInstances if all of them are meant."
            );
        }

        return selected.Count >= MinInstances ? null
            : selected.IsEmpty
                ? Refused(
                    $"'{resource}': instances selects nothing: no instance has {Conditions}.",
                    "Correct the selector or the region. To accept that there are none set minInstances: 0; what was bound before is then given up as onDestroy says."
                )
            : Refused(
                $"'{resource}': instances selects {Grammar.Instances(selected.Count)}, and minInstances is {MinInstances}: {InstanceList.Of(selected)}.",
                "Correct the selector, or lower minInstances if no more are meant."
            );
    }

    /// <summary>Whether it selects the same as another one, bounds aside.</summary>
    public bool SelectsTheSameAs(InstanceSelector? other) =>
        other is not null && Equals(other with { MinInstances = MinInstances, MaxInstances = MaxInstances });

    /// <inheritdoc/>
    public bool Equals(InstanceSelector? other) =>
        other is not null
        && Ids.SetEquals(other.Ids)
        && Conditions.Equals(other.Conditions)
        && (MinInstances, MaxInstances) == (other.MinInstances, other.MaxInstances);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ids.Count, Conditions, MaxInstances);

    private static Problem Refused(string message, string remedy) =>
        Problem.Error(ProblemCodes.SelectionOutOfBounds, message) with
        {
            Remedy = remedy,
        };
}
