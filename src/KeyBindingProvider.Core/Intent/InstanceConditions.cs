using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
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

    private const int MostComparisons = 100_000;

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

    /// <summary>Each value that none of these instances has, in the order of tags, groups and names, with what was probably meant.</summary>
    /// <param name="instances">All instances of a region.</param>
    public ImmutableArray<UnmatchedValue> UnmatchedBy(IReadOnlyCollection<InstanceSnapshot> instances)
    {
        if (IsEmpty)
        {
            return [];
        }

        var tags = instances.SelectMany(instance => instance.Tags).ToLookup(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        return
        [
            .. Tags.SelectMany(tag => UnmatchedTags(tag.Key, tag.Value, tags)),
            .. Without(PropertyNames.AutoScalingGroups, "", AutoScalingGroups, tags[GroupTag]),
            .. Without(PropertyNames.Names, "", Names, Names.IsEmpty ? [] : instances.Select(instance => instance.Name.Raw)),
        ];
    }

    private static IEnumerable<UnmatchedValue> UnmatchedTags(string key, ImmutableSortedSet<string> values, ILookup<string, string> tags)
    {
        if (tags.Contains(key))
        {
            return Without(PropertyNames.Tags, key, values, tags[key]);
        }

        var closest = Closest(key, [.. tags.Select(tag => tag.Key)], asked: 1);
        return values.Select(value => new UnmatchedValue(PropertyNames.Tags, key, value, IsKeyUnknown: true, closest));
    }

    private static IEnumerable<UnmatchedValue> Without(
        PropertyName part,
        string key,
        ImmutableSortedSet<string> asked,
        IEnumerable<string> there
    )
    {
        var known = there.Where(value => value.Length > 0).ToHashSet(StringComparer.Ordinal);
        string[] unmatched = [.. asked.Where(value => value.Length > 0 ? !known.Contains(value) : !there.Contains(value))];
        return unmatched.Select(value => new UnmatchedValue(
            part,
            key,
            value,
            IsKeyUnknown: false,
            Closest(value, known, unmatched.Length)
        ));
    }

    /// <summary>Nobody waits for a guess: where very many would have to be compared with very many, none is made.</summary>
    private static string? Closest(string value, HashSet<string> known, int asked) =>
        (long)asked * known.Count <= MostComparisons ? NameHints.Closest(value, known) : null;

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
