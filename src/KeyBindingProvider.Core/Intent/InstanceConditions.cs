using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Intent;

/// <summary>
/// What an instance must be to be meant without its id, for selectors and look-ups alike (rule <c>selectors</c>). Tags, groups and names narrow each other, values of one part
/// are alternatives, as with the filters of DescribeInstances; matched here, letter by letter, so that no limit of those filters applies.
/// </summary>
public sealed record InstanceConditions
{
    /// <summary>The tag that members of a scaling group carry; its value is the group's id. Rule <c>service-fields</c>.</summary>
    public const string GroupTag = "tencentcloud:autoscaling:auto-scaling-group-id";

    /// <summary>What a group's id is, for messages.</summary>
    public const string GroupForm = "the id of a scaling group (asg- and 8 of 0-9 a-z)";

    /// <summary>What a name is, for messages.</summary>
    public const string NameForm = "the name of an instance";

    /// <summary>No condition: every instance meets it.</summary>
    public static readonly InstanceConditions None = new();

    private const string GroupPrefix = "asg-";

    /// <summary>Each of these tags must be there, with one of its values.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Tags { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);

    /// <summary>Scaling groups, <c>asg-</c> and eight of <c>0-9a-z</c>: a member of one of them.</summary>
    public ImmutableSortedSet<string> AutoScalingGroups { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Exact names: one of them.</summary>
    public ImmutableSortedSet<string> Names { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => !AsksForTags && Names.IsEmpty;

    private bool AsksForTags => !Tags.IsEmpty || !AutoScalingGroups.IsEmpty;

    /// <summary>Whether a text has the form of a scaling group's id.</summary>
    public static bool IsGroup(string text) => ResourceIdForm.IsWellFormed(text, GroupPrefix);

    /// <summary>Whether a text can be the name of an instance.</summary>
    public static bool IsName(string text) => text.Length > 0;

    /// <summary>Tags with the values that are asked for, several of one key being alternatives.</summary>
    public static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> TagsOf(IEnumerable<KeyValuePair<string, string>> tags) =>
        tags.GroupBy(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(tag => tag.Key, tag => tag.ToImmutableSortedSet(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Whether an instance meets all of them, by the last look at it.</summary>
    public bool HoldFor(InstanceSnapshot instance) =>
        Tags.All(tag => instance.Tags.TryGetValue(tag.Key, out var value) && tag.Value.Contains(value))
        && (AutoScalingGroups.IsEmpty || (GroupOf(instance) is { } group && AutoScalingGroups.Contains(group)))
        && (Names.IsEmpty || Names.Contains(instance.Name.Raw));

    /// <summary>Whether that look tells enough of the instance to say so.</summary>
    public bool CanBeToldOf(InstanceSnapshot instance) => !instance.IsUnreadable && (!AsksForTags || instance.AreTagsTold);

    /// <summary>Groups that are asked for and that none of these instances is a member of.</summary>
    public IEnumerable<string> GroupsWithout(IEnumerable<InstanceSnapshot> instances) =>
        AutoScalingGroups.Except(instances.Select(GroupOf).OfType<string>());

    /// <summary>Names that are asked for and that none of these instances has.</summary>
    public IEnumerable<string> NamesWithout(IEnumerable<InstanceSnapshot> instances) =>
        Names.Except(instances.Select(instance => instance.Name.Raw));

    /// <inheritdoc/>
    public bool Equals(InstanceConditions? other) =>
        other is not null
        && Tags.Keys.SequenceEqual(other.Tags.Keys)
        && Tags.Values.Zip(other.Tags.Values).All(pair => pair.First.SetEquals(pair.Second))
        && AutoScalingGroups.SetEquals(other.AutoScalingGroups)
        && Names.SetEquals(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tags.Count, AutoScalingGroups.Count, Names.Count);

    /// <summary>What they ask for, for people.</summary>
    public override string ToString() => string.Join(" and ", Parts());

    private IEnumerable<string> Parts() =>
        [
            .. Tags.Select(tag => $"tag {UntrustedText.Show(tag.Key)} {Alternatives(tag.Value)}"),
            .. AutoScalingGroups.IsEmpty ? Array.Empty<string>() : [$"scaling group {Alternatives(AutoScalingGroups)}"],
            .. Names.IsEmpty ? Array.Empty<string>() : [$"name {Alternatives(Names)}"],
        ];

    private static string? GroupOf(InstanceSnapshot instance) => instance.Tags.TryGetValue(GroupTag, out var group) ? group : null;

    private static string Alternatives(IEnumerable<string> values) =>
        string.Join(" or ", values.Select(value => $"'{UntrustedText.Show(value)}'"));
}
