using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Intent;

/// <summary>One value of a condition that no instance of a region has: it selects nobody, whatever stands beside it (rule <c>selectors</c>).</summary>
/// <param name="Part">Which condition: <see cref="PropertyNames.Tags"/>, <see cref="PropertyNames.AutoScalingGroups"/> or <see cref="PropertyNames.Names"/>.</param>
/// <param name="TagKey">The key of a tag; empty for anything else.</param>
/// <param name="Value">The value, as it was written.</param>
/// <param name="IsKeyUnknown">Of a tag: whether no instance has the key either.</param>
/// <param name="Closest">What of the region is written nearly so, and was probably meant: a tag's key where that is unknown, else a value; null where nothing is near.</param>
public sealed record UnmatchedValue(PropertyName Part, string TagKey, string Value, bool IsKeyUnknown, string? Closest)
{
    /// <summary>So many of one selector are warnings of their own; those beyond are one.</summary>
    private const int MostApart = 20;

    /// <summary>What it is, for lists: <c>tag env 'prodd'</c>, <c>asg-worker01</c>, <c>'web-1'</c>.</summary>
    public string Shown =>
        Part == PropertyNames.Tags ? $"tag {UntrustedText.Show(TagKey)} '{UntrustedText.Show(Value)}'"
        : Part == PropertyNames.AutoScalingGroups ? UntrustedText.Show(Value)
        : $"'{UntrustedText.Show(Value)}'";

    /// <summary>What is not so, for the place behind <see cref="Shown"/>.</summary>
    public string Why =>
        Part == PropertyNames.AutoScalingGroups ? "has no member"
        : Part == PropertyNames.Names ? "no instance has this name"
        : IsKeyUnknown ? "no instance has a tag with this key"
        : "no instance has it";

    /// <summary>A question that ends with what was probably meant, after a space; empty where nothing is near.</summary>
    public string Hint => Closest is null ? "" : $" Did you mean '{UntrustedText.Show(Closest)}'?";

    /// <summary>The whole sentence.</summary>
    /// <param name="region">The region that was looked at.</param>
    public string Sentence(string region) =>
        (
            Part == PropertyNames.AutoScalingGroups ? $"no instance of {region} is a member of {Shown}."
            : Part == PropertyNames.Names ? $"no instance of {region} is named {Shown}."
            : IsKeyUnknown ? $"no instance of {region} has {Shown}, nor any tag with this key."
            : $"no instance of {region} has {Shown}."
        ) + Hint;

    /// <summary>Whether it is the same value of the same condition, whatever a region is like.</summary>
    public bool IsTheSameAs(UnmatchedValue other) => (Part, TagKey, Value) == (other.Part, other.TagKey, other.Value);

    /// <summary>One value for several regions, by what each says of it.</summary>
    public static UnmatchedValue InAll(IEnumerable<UnmatchedValue> regions)
    {
        UnmatchedValue[] all = [.. regions];
        // A key that one region knows is no wrong key, and what is near it is none of its values.
        UnmatchedValue[] telling = all.All(value => value.IsKeyUnknown) ? all : [.. all.Where(value => !value.IsKeyUnknown)];
        return telling.FirstOrDefault(value => value.Closest is not null) ?? telling[0];
    }

    /// <summary>A warning for each value of a selector that selects nobody; beyond <see cref="MostApart"/> of them, the rest in one.</summary>
    /// <param name="resource">What messages call the resource.</param>
    /// <param name="region">The region that was looked at.</param>
    /// <param name="values">The values.</param>
    public static IEnumerable<Problem> Warnings(string resource, string region, ImmutableArray<UnmatchedValue> values)
    {
        foreach (var value in values.Take(MostApart))
        {
            yield return Warning(resource, value.Path, value.Sentence(region));
        }

        if (values.Length > MostApart)
        {
            yield return Warning(
                resource,
                "",
                $"no instance of {region} has any of these, either: {string.Join(", ", values.Skip(MostApart).Select(value => value.Shown))}."
            );
        }
    }

    /// <summary>The same for the intents of a plan, each by the look that its selector was resolved by.</summary>
    internal static IEnumerable<Problem> Find(IEnumerable<ResourceIntent> intents) =>
        intents.SelectMany(intent => Warnings(intent.Name, intent.Region, intent.Unmatched));

    private string Path => Part == PropertyNames.Tags ? $".{Part.Camel}.{UntrustedText.Show(TagKey)}" : $".{Part.Camel}";

    private static Problem Warning(string resource, string path, string message) =>
        Problem.Warning(ProblemCodes.SelectorValueUnmatched, $"'{resource}': {message}") with
        {
            Path = $"resources.{resource}.properties.{PropertyNames.Instances.Camel}{path}",
        };
}
