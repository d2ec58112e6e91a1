using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Schema;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>Reads the arguments of the look-up; all problems at once.</summary>
internal static class AccessArguments
{
    private delegate bool TryParseId<T>(string text, [NotNullWhen(true)] out T? id);

    /// <summary>What to look for.</summary>
    public static AccessFilter Read(PropertyValue.Map arguments, List<Problem> problems)
    {
        foreach (
            var name in arguments.Entries.Keys.Except(AccessProperties.Arguments.Select(known => known.Name.Camel), StringComparer.Ordinal)
        )
        {
            var hint = NameHints.DidYouMean(name, AccessProperties.Arguments.Select(known => known.Name.Camel));
            problems.Add(Problem.Error(ProblemCodes.UnknownProperty, $"there is no argument '{name}'.{hint}") with { Path = name });
        }

        return new AccessFilter(
            KeySet.Of(Ids<KeyId>(arguments, PropertyNames.KeyIds, KeyId.TryParse, "a key pair id (skey- and 8 of 0-9 a-z)", problems)),
            [
                .. Ids<InstanceId>(
                    arguments,
                    PropertyNames.InstanceIds,
                    InstanceId.TryParse,
                    "an instance id (ins- and 8 of 0-9 a-z)",
                    problems
                ),
            ],
            new InstanceConditions
            {
                Tags = InstanceConditions.TagsOf(Tags(arguments, problems)),
                AutoScalingGroups = InstanceConditions.None.AutoScalingGroups.Union(
                    Ids<string>(
                        arguments,
                        PropertyNames.AutoScalingGroups,
                        Tried(InstanceConditions.IsGroup),
                        InstanceConditions.GroupForm,
                        problems
                    )
                ),
                Names = InstanceConditions.None.Names.Union(
                    Ids<string>(
                        arguments,
                        PropertyNames.Names,
                        Tried(InstanceConditions.IsName),
                        InstanceConditions.NameForm,
                        problems,
                        ProblemCodes.InvalidValue
                    )
                ),
            }
        );
    }

    /// <summary>The region that was named; null when none was.</summary>
    public static string? Region(PropertyValue.Map arguments, List<Problem> problems)
    {
        switch (Plain(arguments, PropertyNames.Region))
        {
            case null:
                return null;
            case PropertyValue.Text { Value: var region } when RegionForm.IsWellFormed(region):
                return region;
            default:
                problems.Add(Invalid(PropertyNames.Region.Camel, "must be a region such as ap-guangzhou."));
                return null;
        }
    }

    private static List<T> Ids<T>(
        PropertyValue.Map arguments,
        PropertyName name,
        TryParseId<T> tryParse,
        string what,
        List<Problem> problems,
        ProblemCode? code = null
    )
    {
        var ids = new List<T>();
        switch (Plain(arguments, name))
        {
            case null:
                break;
            case PropertyValue.List { Items: var items }:
                for (var i = 0; i < items.Length; i++)
                {
                    if (items[i].Plain is PropertyValue.Text { Value: var text } && tryParse(text, out var id))
                    {
                        ids.Add(id);
                    }
                    else
                    {
                        problems.Add(
                            Invalid(PropertyPath.Of(name.Camel, i), $"is not {what}.") with
                            {
                                Code = code ?? ProblemCodes.MalformedId,
                            }
                        );
                    }
                }

                break;
            default:
                problems.Add(Invalid(name.Camel, name == PropertyNames.Names ? "must be a list of texts." : "must be a list of ids."));
                break;
        }

        return ids;
    }

    private static ImmutableSortedDictionary<string, string> Tags(PropertyValue.Map arguments, List<Problem> problems)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (Plain(arguments, PropertyNames.Tags))
        {
            case null:
                break;
            case PropertyValue.Map map:
                foreach (var (key, value) in map.Entries)
                {
                    if (value.Plain is PropertyValue.Text { Value: var text })
                    {
                        tags[key] = text;
                    }
                    else
                    {
                        problems.Add(Invalid(PropertyPath.Of(PropertyNames.Tags.Camel, key), "must be a text."));
                    }
                }

                break;
            default:
                problems.Add(Invalid(PropertyNames.Tags.Camel, "must be an object of texts."));
                break;
        }

        return tags.ToImmutable();
    }

    private static TryParseId<string> Tried(Func<string, bool> isRight) =>
        (string text, [NotNullWhen(true)] out string? id) =>
        {
            id = text;
            return isRight(text);
        };

    private static PropertyValue? Plain(PropertyValue.Map arguments, PropertyName name) =>
        arguments.Find(name.Camel)?.Plain is { } value and not PropertyValue.Null ? value : null;

    private static Problem Invalid(string path, string message) =>
        Problem.Error(ProblemCodes.InvalidValue, $"{path} {message}") with
        {
            Path = path,
        };
}
