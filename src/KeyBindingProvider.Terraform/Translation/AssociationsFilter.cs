using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>The conditions of the data source and of a list block.</summary>
internal static class AssociationsFilter
{
    private delegate bool TryParse<T>(string text, [NotNullWhen(true)] out T? id);

    /// <summary>Reads them; ids that are not known yet are left out, which the engine allows for a validation only.</summary>
    public static (AccessFilter Filter, string? Region, ImmutableArray<Problem> Problems) Read(CtyValue.Map config)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var keys = Ids<KeyId>(config, AttributeNames.KeyIds, KeyId.TryParse, "a key pair id (skey- and 8 of 0-9 a-z)", problems);
        var instances = Instances(config, problems);
        var tags = config[AttributeNames.Tags] is CtyValue.Map map
            ? map.Entries.Where(tag => tag.Value is CtyValue.Text).Select(tag => KeyValuePair.Create(tag.Key, tag.Value.AsText!))
            : [];
        var conditions = new InstanceConditions
        {
            Tags = InstanceConditions.TagsOf(tags),
            AutoScalingGroups = InstanceConditions.None.AutoScalingGroups.Union(
                Ids<string>(
                    config,
                    AttributeNames.AutoScalingGroups,
                    Tried(InstanceConditions.IsGroup),
                    InstanceConditions.GroupForm,
                    problems
                )
            ),
            Names = InstanceConditions.None.Names.Union(
                Ids<string>(
                    config,
                    AttributeNames.Names,
                    Tried(InstanceConditions.IsName),
                    InstanceConditions.NameForm,
                    problems,
                    ProblemCodes.InvalidValue
                )
            ),
        };
        var region = Region(config, problems);
        return (new AccessFilter(KeySet.Of(keys), [.. instances], conditions), region, problems.ToImmutable());
    }

    /// <summary>The instances that a configuration names.</summary>
    public static List<InstanceId> Instances(CtyValue.Map config, ImmutableArray<Problem>.Builder problems) =>
        Ids<InstanceId>(config, AttributeNames.InstanceIds, InstanceId.TryParse, "an instance id (ins- and 8 of 0-9 a-z)", problems);

    /// <summary>The region that it names; null for none.</summary>
    public static string? Region(CtyValue.Map config, ImmutableArray<Problem>.Builder problems)
    {
        var region = config[AttributeNames.Region].AsText;
        if (region is not null && !RegionForm.IsWellFormed(region))
        {
            problems.Add(
                Problem.Error(ProblemCodes.InvalidValue, $"'{region}' is not a region such as ap-guangzhou") with
                {
                    Path = AttributeNames.Region,
                }
            );
        }

        return region;
    }

    private static List<T> Ids<T>(
        CtyValue.Map config,
        string name,
        TryParse<T> tryParse,
        string what,
        ImmutableArray<Problem>.Builder problems,
        ProblemCode? code = null
    )
    {
        var ids = new List<T>();
        foreach (var item in config[name] is CtyValue.Set set ? set.Items.Where(item => item is not CtyValue.Unknown) : [])
        {
            // A set of nothing but null would ask for everything.
            if (item.AsText is { } text && tryParse(text, out var id))
            {
                ids.Add(id);
            }
            else
            {
                problems.Add(
                    Problem.Error(
                        code ?? ProblemCodes.MalformedId,
                        $"{(item.AsText is { } shown ? $"'{shown}'" : "null")} is not {what}"
                    ) with
                    {
                        Path = name,
                    }
                );
            }
        }

        return ids;
    }

    private static TryParse<string> Tried(Func<string, bool> isRight) =>
        (string text, [NotNullWhen(true)] out string? id) =>
        {
            id = text;
            return isRight(text);
        };
}
