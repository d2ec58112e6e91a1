using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Reads a selector of instances (rule <c>selectors</c>); all problems at once.</summary>
internal static class InstanceSelectorCheck
{
    /// <summary>The selector; null where none is written, or where nothing of it can be used before all of it is known.</summary>
    public static InstanceSelector? Read(InputReader parent)
    {
        var name = PropertyNames.Instances;
        if (parent.Nested(name, PropertyNames.OfInstances) is not { } reader)
        {
            return null;
        }

        var unknownBefore = reader.Unknowns.Count;
        if (parent.IsUnknown(name))
        {
            return new InstanceSelector { MaxInstances = int.MaxValue };
        }

        var most = reader.Count(PropertyNames.MaxInstances, least: 1);
        var selector = new InstanceSelector
        {
            Ids = ResourceCheck.InstanceList(reader, PropertyNames.Ids),
            Conditions = new InstanceConditions
            {
                Tags = Tags(reader),
                AutoScalingGroups = Texts(
                    reader,
                    PropertyNames.AutoScalingGroups,
                    InstanceConditions.IsGroup,
                    InstanceConditions.GroupForm
                ),
                Names = Texts(reader, PropertyNames.Names, InstanceConditions.IsName, InstanceConditions.NameForm),
            },
            MinInstances = reader.Count(PropertyNames.MinInstances, least: 0) ?? 1,
            MaxInstances = most ?? int.MaxValue,
        };
        if (!reader.IsPresent(PropertyNames.MaxInstances))
        {
            reader.Missing(
                PropertyNames.MaxInstances,
                "Say how many instances the selector may mean at most: beyond that nothing is changed."
            );
        }

        if (selector.MinInstances > selector.MaxInstances)
        {
            reader.Invalid(
                PropertyNames.MinInstances,
                $"is {selector.MinInstances}, more than the {selector.MaxInstances} of maxInstances."
            );
        }

        if (reader.Unknowns.Count == unknownBefore && IsEmpty(reader, selector))
        {
            parent.Add(
                ProblemCodes.NoInstances,
                "selects by nothing.",
                parent.PathOf(name),
                parent.LocationOf(name),
                "Write at least one of tags, autoScalingGroups, names and ids."
            );
        }

        return selector;
    }

    /// <summary>Whether nothing is written that selects; what is written and wrong has been said already.</summary>
    private static bool IsEmpty(InputReader reader, InstanceSelector selector) =>
        selector is { Ids.IsEmpty: true, Conditions.IsEmpty: true } && !PropertyNames.OfInstances.Any(name => reader.HasProblemAt(name));

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Tags(InputReader reader)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);
        foreach (var (key, values, path, location) in reader.ListsByName(PropertyNames.Tags))
        {
            if (key.Length == 0)
            {
                reader.Add(ProblemCodes.InvalidValue, "a tag has no key.", path, location);
            }
            else if (values.IsEmpty)
            {
                reader.Add(
                    ProblemCodes.InvalidValue,
                    $"tag '{key}' lists no value, so that nothing could match.",
                    path,
                    location,
                    "List the values of which an instance must have one."
                );
            }
            else
            {
                tags[key] = [.. values.ToImmutableSortedSet(StringComparer.Ordinal)];
            }
        }

        return tags.ToImmutable();
    }

    private static ImmutableSortedSet<string> Texts(InputReader reader, PropertyName name, Func<string, bool> isRight, string form)
    {
        var texts = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var (item, path) in reader.Items(name, "texts") ?? [])
        {
            if (item is InputValue.Text { Value: var text } && isRight(text))
            {
                texts.Add(text);
            }
            else
            {
                reader.Add(
                    name == PropertyNames.AutoScalingGroups ? ProblemCodes.MalformedId : ProblemCodes.InvalidValue,
                    $"{InputReader.Shown(item)} is not {form}.",
                    path,
                    item.Location
                );
            }
        }

        return texts.ToImmutable();
    }
}
