using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Checks the inputs of one resource: shape only, nothing that the service would know better. All problems are found in one go.</summary>
public static class ResourceCheck
{
    /// <summary>Reads <paramref name="properties"/> as a resource of <paramref name="kind"/>.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="kind">Kind.</param>
    /// <param name="properties">The object that holds its properties.</param>
    /// <param name="path">Property path of that object, for problems.</param>
    /// <param name="spelling">How the face spells names.</param>
    /// <param name="providerPolicy">The provider's policy: it decides whether an empty key set is acceptable.</param>
    /// <param name="policyFields">The fields of a change policy; null for <see cref="PolicyFields.All"/>.</param>
    public static Checked<ResourceInput> Check(
        string name,
        ResourceKind kind,
        InputValue properties,
        string path,
        Spelling spelling,
        ChangePolicyInput providerPolicy,
        ImmutableArray<PolicyField>? policyFields = null
    )
    {
        var problems = new List<Problem>();
        var reader = new InputReader(properties, path, kind.Inputs, spelling, problems);
        var policy = ChangePolicyCheck.Read(reader, policyFields);
        var selector = kind.Inputs.Contains(PropertyNames.Instances) ? InstanceSelectorCheck.Read(reader) : null;
        var input = new ResourceInput
        {
            Name = name,
            Kind = kind,
            Instances = selector,
            InstanceIds = Instances(reader, PropertyNames.InstanceIds, kind),
            KeyIds = Keys(
                reader,
                mayBeEmpty: kind.MayDeclareNoKeys(policy.Over(providerPolicy)),
                withoutKeys: kind.MayDeclareNoKeys(new ChangePolicy { AllowKeyless = true })
                    ? "Name at least one key; it may be empty only with changePolicy.allowKeyless."
                    : ""
            ),
            ExceptInstanceIds = Instances(reader, PropertyNames.ExceptInstanceIds, kind),
            FindSources = Flag(reader, PropertyNames.FindSources, kind),
            RewriteSources = Flag(reader, PropertyNames.RewriteSources, kind),
            ReplacementKeyId = Key(reader, PropertyNames.ReplacementKeyId, kind),
            Region = RegionForm.Read(reader),
            OnDestroy = kind.Inputs.Contains(PropertyNames.OnDestroy) ? reader.Choice<OnDestroy>(PropertyNames.OnDestroy) : null,
            Ends = kind.Inputs.Contains(PropertyNames.NotAfter) ? AccessEndCheck.Read(reader) : null,
            ChangePolicy = policy,
        };
        CheckSources(reader, input);
        return new Checked<ResourceInput>(input, [.. problems], [.. reader.Unknowns]);
    }

    private static void CheckSources(InputReader reader, ResourceInput input)
    {
        var name = PropertyNames.ReplacementKeyId;
        if (input.RewriteSources is true && !reader.IsPresent(name))
        {
            reader.Missing(name, "Name the key that takes the place of the revoked ones: what is left without a key cannot be foreseen.");
        }

        if (input.RewriteSources is true && input.FindSources is false)
        {
            reader.Invalid(PropertyNames.FindSources, "is false, and what is not looked at cannot be rewritten.", "Leave it out.");
        }

        if (reader.IsPresent(name) && !reader.IsPresent(PropertyNames.RewriteSources))
        {
            reader.Invalid(
                name,
                "stands without rewriteSources, so that nothing is given that key.",
                "Set rewriteSources to true, or to false where nothing is to be rewritten for now; or leave the key out."
            );
        }

        if (input.ReplacementKeyId is { } key && input.KeyIds.Contains(key))
        {
            reader.Invalid(
                name,
                $"is {key}, which this resource revokes.",
                "Name a key that is to open the machines that are started later."
            );
        }
    }

    private static bool? Flag(InputReader reader, PropertyName name, ResourceKind kind) =>
        kind.Inputs.Contains(name) ? reader.Flag(name) : null;

    private static KeyId? Key(InputReader reader, PropertyName name, ResourceKind kind)
    {
        if (!kind.Inputs.Contains(name) || reader.Text(name) is not { } text)
        {
            return null;
        }

        if (KeyId.TryParse(text, out var key))
        {
            return key;
        }

        reader.Add(
            ProblemCodes.MalformedId,
            $"'{text}' {Describe(new InputValue.Text(text), "skey-")}",
            reader.PathOf(name),
            reader.LocationOf(name),
            "Write skey- and eight of 0-9 and a-z, as the console shows it."
        );
        return null;
    }

    private static ImmutableSortedSet<InstanceId> Instances(InputReader reader, PropertyName name, ResourceKind kind)
    {
        if (!kind.Inputs.Contains(name))
        {
            return [];
        }

        var isOpen = name == PropertyNames.InstanceIds;
        var isSelected = isOpen && reader.IsPresent(PropertyNames.Instances);
        if (isSelected && reader.IsPresent(name))
        {
            var selector = PropertyNames.Instances;
            reader.Add(
                ProblemCodes.InvalidValue,
                "instances stands beside instanceIds; what a resource is about is said once.",
                reader.PathOf(selector),
                reader.LocationOf(selector),
                "Leave one of them out; instances.ids takes single instances in addition to what is selected."
            );
        }

        var isRequired = isOpen && !isSelected;
        var (ids, count) = IdList(reader, name, isRequired);
        if (count == 0 && isRequired)
        {
            reader.Add(ProblemCodes.NoInstances, "names no instance.", reader.PathOf(name), reader.LocationOf(name));
        }

        return ids;
    }

    /// <summary>Instances of a list; empty when it is absent, unknown or none at all.</summary>
    internal static ImmutableSortedSet<InstanceId> InstanceList(InputReader reader, PropertyName name) =>
        IdList(reader, name, isRequired: false).Ids;

    private static (ImmutableSortedSet<InstanceId> Ids, int Count) IdList(InputReader reader, PropertyName name, bool isRequired)
    {
        var ids = ImmutableSortedSet.CreateBuilder<InstanceId>();
        var count = Each(
            reader,
            name,
            isRequired,
            "ins-",
            text =>
            {
                if (!InstanceId.TryParse(text, out var id))
                {
                    return false;
                }

                ids.Add(id);
                return true;
            }
        );
        return (ids.ToImmutable(), count);
    }

    private static KeySet Keys(InputReader reader, bool mayBeEmpty, string withoutKeys)
    {
        var name = PropertyNames.KeyIds;
        var (keys, count) = KeyList(reader, name, isRequired: true);
        if (count == 0 && !mayBeEmpty)
        {
            reader.Add(ProblemCodes.NoKeys, "names no key.", reader.PathOf(name), reader.LocationOf(name), withoutKeys);
        }

        return keys;
    }

    /// <summary>Keys of a list, and the number of items written: -1 when it is absent, unknown or none at all.</summary>
    internal static (KeySet Keys, int Count) KeyList(InputReader reader, PropertyName name, bool isRequired)
    {
        var keys = new List<KeyId>();
        var count = Each(
            reader,
            name,
            isRequired,
            "skey-",
            text =>
            {
                if (!KeyId.TryParse(text, out var id))
                {
                    return false;
                }

                keys.Add(id);
                return true;
            }
        );
        return (KeySet.Of(keys), count);
    }

    /// <summary>Number of items written, or -1 when the list is absent, unknown or none at all.</summary>
    private static int Each(InputReader reader, PropertyName name, bool isRequired, string prefix, Func<string, bool> accept)
    {
        if (reader.Items(name) is not { } items)
        {
            if (isRequired && !reader.IsPresent(name))
            {
                reader.Missing(name);
            }

            return -1;
        }

        foreach (var (item, path) in items)
        {
            if (item is not InputValue.Text { Value: var text } || !accept(text))
            {
                reader.Add(
                    ProblemCodes.MalformedId,
                    $"{InputReader.Shown(item)} {Describe(item, prefix)}",
                    path,
                    item.Location,
                    $"Write {prefix} and eight of 0-9 and a-z, as the console shows it."
                );
            }
        }

        // A list whose only items are unknown is not empty.
        return items.Count > 0 ? items.Count
            : reader.Unknowns.Any(path => path.StartsWith(reader.PathOf(name), StringComparison.Ordinal)) ? -1
            : 0;
    }

    private static string Describe(InputValue item, string prefix)
    {
        var text = (item as InputValue.Text)?.Value ?? "";
        var lower = text.Trim().ToLowerInvariant();
        return prefix switch
        {
            "ins-" when KeyId.TryParse(text, out _) => "is the id of a key pair; this list is for instances.",
            "skey-" when InstanceId.TryParse(text, out _) => "is the id of an instance; this list is for key pairs.",
            _ when lower != text && lower.StartsWith(prefix, StringComparison.Ordinal) =>
                $"is not an id: ids are lower case, without spaces ({prefix} and 8 of 0-9 a-z).",
            "ins-" => "is not an instance id (ins- and 8 of 0-9 a-z).",
            _ => "is not a key pair id (skey- and 8 of 0-9 a-z).",
        };
    }
}
