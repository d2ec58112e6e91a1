using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Intent;

/// <summary>
/// Which instances of a region a resource is about, where it does not list them (rule <c>selectors</c>). Tags, groups and names narrow each other, values of one part are
/// alternatives, as with the filters of DescribeInstances; named ids come in addition.
/// </summary>
public sealed record InstanceSelector
{
    /// <summary>The tag that members of a scaling group carry; its value is the group's id. Rule <c>service-fields</c>.</summary>
    public const string GroupTag = "tencentcloud:autoscaling:auto-scaling-group-id";

    /// <summary>Instances that belong to it whatever else they are.</summary>
    public ImmutableSortedSet<InstanceId> Ids { get; init; } = [];

    /// <summary>Each of these tags must be there, with one of its values.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);

    /// <summary>Scaling groups, <c>asg-</c> and eight of <c>0-9a-z</c>: a member of one of them.</summary>
    public ImmutableSortedSet<string> AutoScalingGroups { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Exact names: one of them.</summary>
    public ImmutableSortedSet<string> Names { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>With fewer instances nothing is done: a misspelled tag must not take the keys off a fleet.</summary>
    public int MinInstances { get; init; } = 1;

    /// <summary>With more instances nothing is done.</summary>
    public required int MaxInstances { get; init; }

    private bool AsksForTags => !Tags.IsEmpty || !AutoScalingGroups.IsEmpty;

    private bool Asks => AsksForTags || !Names.IsEmpty;

    /// <summary>Whether the instance is selected, by the last look at it.</summary>
    public bool Matches(InstanceSnapshot instance) =>
        Ids.Contains(instance.Id)
        || (
            Asks
            && Tags.All(tag => instance.Tags.TryGetValue(tag.Key, out var value) && tag.Value.Contains(value))
            && (AutoScalingGroups.IsEmpty || (instance.Tags.TryGetValue(GroupTag, out var group) && AutoScalingGroups.Contains(group)))
            && (Names.IsEmpty || Names.Contains(instance.Name.Raw))
        );

    /// <summary>The selected instances: the named ones, there or not, and those of a region that was read whole.</summary>
    public ImmutableSortedSet<InstanceId> Select(FleetSnapshot region) =>
        Ids.Union(region.Instances.Values.Where(Matches).Select(instance => instance.Id));

    /// <summary>Instances of which it cannot be told whether they are selected.</summary>
    public IEnumerable<InstanceId> Undecided(FleetSnapshot region) =>
        region
            .Instances.Values.Where(instance =>
                !Ids.Contains(instance.Id) && (instance.IsUnreadable || (AsksForTags && !instance.AreTagsTold))
            )
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
                    $"'{resource}': instances selects nothing: no instance has {this}.",
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
        && Tags.Keys.SequenceEqual(other.Tags.Keys)
        && Tags.Values.Zip(other.Tags.Values).All(pair => pair.First.SetEquals(pair.Second))
        && AutoScalingGroups.SetEquals(other.AutoScalingGroups)
        && Names.SetEquals(other.Names)
        && (MinInstances, MaxInstances) == (other.MinInstances, other.MaxInstances);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ids.Count, Tags.Count, AutoScalingGroups.Count, Names.Count, MaxInstances);

    /// <summary>What it asks for, for people.</summary>
    public override string ToString() => string.Join(" and ", Parts());

    private IEnumerable<string> Parts() =>
        [
            .. Tags.Select(tag => $"tag {UntrustedText.Show(tag.Key)} {Alternatives(tag.Value)}"),
            .. AutoScalingGroups.IsEmpty ? Array.Empty<string>() : [$"scaling group {Alternatives(AutoScalingGroups)}"],
            .. Names.IsEmpty ? Array.Empty<string>() : [$"name {Alternatives(Names)}"],
        ];

    private static string Alternatives(IEnumerable<string> values) =>
        string.Join(" or ", values.Select(value => $"'{UntrustedText.Show(value)}'"));

    private static Problem Refused(string message, string remedy) =>
        Problem.Error(ProblemCodes.SelectionOutOfBounds, message) with
        {
            Remedy = remedy,
        };
}
