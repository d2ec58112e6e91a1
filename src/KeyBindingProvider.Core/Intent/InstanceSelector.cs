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
    private const int MostHints = 3;

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

    /// <summary>
    /// Values of its conditions that no instance of a region that was read whole has. None where nothing at all is selected and that is accepted (<see cref="MinInstances"/> is
    /// 0): such a selector is shown as what it is, one of no instance.
    /// </summary>
    public ImmutableArray<UnmatchedValue> Unmatched(FleetSnapshot region)
    {
        InstanceSnapshot[] instances = [.. region.Instances.Values];
        return MinInstances > 0 || !Ids.IsEmpty || instances.Any(Conditions.HoldFor) ? Conditions.UnmatchedBy(instances) : [];
    }

    /// <summary>Why nothing may be done with so many instances, or null.</summary>
    /// <param name="resource">What messages call the resource.</param>
    /// <param name="selected">The selected ones.</param>
    /// <param name="unmatched">Values that select nobody, where somebody has looked: what was probably meant is said.</param>
    public Problem? Refusal(string resource, ImmutableSortedSet<InstanceId> selected, ImmutableArray<UnmatchedValue> unmatched = default)
    {
        if (selected.Count > MaxInstances)
        {
            return Refused(
                $"'{resource}': instances selects {Grammar.Instances(selected.Count)}, and maxInstances is {MaxInstances}: {InstanceList.Of(selected)}.",
                "Narrow the selector, or raise maxInstances if all of them are meant."
            );
        }

        var hints = string.Concat(unmatched.IsDefault ? [] : unmatched.Select(value => value.Hint).Distinct().Take(MostHints));
        return selected.Count >= MinInstances ? null
            : selected.IsEmpty
                ? Refused(
                    $"'{resource}': instances selects nothing: no instance has {Conditions}.{hints}",
                    "Correct the selector or the region. To accept that there are none set minInstances: 0; what was bound before is then given up as onDestroy says."
                )
            : Refused(
                $"'{resource}': instances selects {Grammar.Instances(selected.Count)}, and minInstances is {MinInstances}: {InstanceList.Of(selected)}.{hints}",
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
