using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>The conditions of the data source.</summary>
internal static class AssociationsFilter
{
    private delegate bool TryParse<T>(string text, out T id);

    /// <summary>Reads them; ids that are not known yet are left out, which the engine allows for a validation only.</summary>
    public static (AccessFilter Filter, string? Region, ImmutableArray<Problem> Problems) Read(CtyValue.Map config)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var keys = Ids<KeyId>(config, AttributeNames.KeyIds, KeyId.TryParse, "a key pair id (skey- and 8 of 0-9 a-z)", problems);
        var instances = Instances(config, problems);
        var tags = config[AttributeNames.Tags] is CtyValue.Map map
            ? map.Entries.Where(tag => tag.Value is CtyValue.Text).ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value.AsText!)
            : AccessFilter.Everything.Tags;
        var region = Region(config, problems);
        return (new AccessFilter(KeySet.Of(keys), [.. instances], tags), region, problems.ToImmutable());
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
        ImmutableArray<Problem>.Builder problems
    )
    {
        var ids = new List<T>();
        foreach (var text in config[name] is CtyValue.Set set ? set.Items.Select(item => item.AsText).OfType<string>() : [])
        {
            if (tryParse(text, out var id))
            {
                ids.Add(id);
            }
            else
            {
                problems.Add(Problem.Error(ProblemCodes.MalformedId, $"'{text}' is not {what}") with { Path = name });
            }
        }

        return ids;
    }
}
