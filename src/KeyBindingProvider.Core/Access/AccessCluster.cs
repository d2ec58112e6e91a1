using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Access;

/// <summary>Keys that all open the same instances: one association describes them.</summary>
/// <param name="Name">What a program calls it: lower-case letters, digits and hyphens, beginning with a letter, unique among its clusters.</param>
/// <param name="Keys">The keys, sorted by id.</param>
/// <param name="Instances">The instances, sorted by id; each has all of the keys.</param>
public sealed record AccessCluster(string Name, ImmutableArray<KeyAccess> Keys, ImmutableArray<InstanceSnapshot> Instances)
{
    private const int LongestName = 40;

    /// <summary>Words that some reader of YAML takes for something else than a text.</summary>
    private static readonly FrozenSet<string> s_yamlWords = FrozenSet.ToFrozenSet(
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"],
        StringComparer.Ordinal
    );

    /// <summary>The id that imports it as a <c>KeyPairAssociation</c>, in the provider's region.</summary>
    public string ImportId =>
        $"{string.Join(',', Keys.Select(key => key.Key))}/{string.Join(',', Instances.Select(instance => instance.Id))}";

    /// <summary>The same, shorter where its keys open nothing else in what was looked at: an import without instances takes all that the keys open.</summary>
    public string ShortImportId =>
        Keys.All(key => key.Instances.Length == Instances.Length) ? string.Join(',', Keys.Select(key => key.Key)) : ImportId;

    /// <summary>
    /// Every pair of a report in exactly one cluster (<c>ADR 0047</c>): keys that open the same instances together, or instances that have the same keys together,
    /// whichever are fewer; of equally many the first, which a person reads as who may enter where. The same fleet gives the same clusters and names.
    /// </summary>
    public static ImmutableArray<AccessCluster> Of(AccessReport report)
    {
        var byKeys = ByInstancesOfAKey(report);
        var byInstances = ByKeysOfAnInstance(report);
        var chosen = byInstances.Count < byKeys.Count ? byInstances : byKeys;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. chosen.Select(cluster => new AccessCluster(
                Unique(NameOf(cluster.Keys, cluster.Instances, isByInstance: chosen == byInstances), taken),
                cluster.Keys,
                cluster.Instances
            )),
        ];
    }

    private static List<(ImmutableArray<KeyAccess> Keys, ImmutableArray<InstanceSnapshot> Instances)> ByInstancesOfAKey(
        AccessReport report
    ) =>
        [
            .. report
                .Keys.Where(key => !key.Instances.IsEmpty)
                .GroupBy(key => string.Join(',', key.Instances.Select(instance => instance.Id)), StringComparer.Ordinal)
                .Select(group => (Keys: group.ToImmutableArray(), group.First().Instances))
                .OrderBy(cluster => cluster.Keys[0].Key),
        ];

    private static List<(ImmutableArray<KeyAccess> Keys, ImmutableArray<InstanceSnapshot> Instances)> ByKeysOfAnInstance(
        AccessReport report
    ) =>
        [
            .. report
                .Keys.SelectMany(key => key.Instances, (key, instance) => (Key: key, Instance: instance))
                .GroupBy(pair => pair.Instance.Id, (_, pairs) => (Keys: pairs.Select(pair => pair.Key).ToArray(), pairs.First().Instance))
                .OrderBy(entry => entry.Instance.Id)
                .GroupBy(entry => KeySet.Of(entry.Keys.Select(key => key.Key)))
                .Select(group => (group.First().Keys.ToImmutableArray(), group.Select(entry => entry.Instance).ToImmutableArray())),
        ];

    /// <summary>Who may enter, by the first key's name; or where, by what the names of the instances have in common.</summary>
    private static string NameOf(ImmutableArray<KeyAccess> keys, ImmutableArray<InstanceSnapshot> instances, bool isByInstance)
    {
        var first = isByInstance ? Sanitize(CommonStart([.. instances.Select(instance => instance.Name.Raw)])) : Sanitize(keys[0].Name.Raw);
        var name =
            first.Length > 0 ? first
            : isByInstance ? instances[0].Id.Value
            : keys[0].Key.Value;
        return isByInstance || keys.Length == 1 ? name : $"{name}-and-{keys.Length - 1}-more";
    }

    private static string CommonStart(string[] names)
    {
        var length = names[0].Length;
        foreach (var name in names)
        {
            length = Math.Min(length, name.Length);
            for (var i = 0; i < length; i++)
            {
                if (name[i] != names[0][i])
                {
                    length = i;
                }
            }
        }

        return names[0][..length];
    }

    private static string Sanitize(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                text.Append(char.ToLowerInvariant(letter));
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }

            if (text.Length == LongestName)
            {
                break;
            }
        }

        var clean = text.ToString().Trim('-');
        return (clean.Length > 0 && char.IsAsciiDigit(clean[0])) || s_yamlWords.Contains(clean) ? $"k-{clean}" : clean;
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = $"{name}-{number}";
        }

        return unique;
    }
}
