using System.Globalization;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>
/// What a look at a region has found to start machines, in the world of a simulation. What the plan rewrites is there as it was read. Of what else was looked at there is
/// only how many there are, as templates and launch configurations without keys: a look at the copy takes its time, and finds nothing that nobody rewrites.
/// </summary>
internal static class SourceCopy
{
    private const string GroupPrefix = "asg-";

    /// <summary>Keys that the world must have for it.</summary>
    public static IEnumerable<KeyId> KeysOf(FleetSnapshot fleet, IReadOnlySet<string> rewritten) =>
        Rewritten(fleet, rewritten)
            .SelectMany(source => source.Prepared.Aggregate(source.Named, (keys, version) => keys.Union(version.Keys)));

    /// <summary>Adds it. Throws <see cref="ArgumentException"/> where an id has another form than the documented one.</summary>
    /// <param name="world">A world with the keys of <see cref="KeysOf"/>.</param>
    /// <param name="fleet">What was observed of a region.</param>
    /// <param name="rewritten">Ids of what is rewritten.</param>
    public static void Add(World world, FleetSnapshot fleet, IReadOnlySet<string> rewritten)
    {
        var copied = Rewritten(fleet, rewritten).ToLookup(source => source.Kind);
        foreach (var template in copied[KeySourceKind.LaunchTemplate])
        {
            world.AddLaunchTemplate(Template(template, fleet.Region));
        }

        foreach (var configuration in copied[KeySourceKind.LaunchConfiguration])
        {
            world.AddLaunchConfiguration(
                new WorldLaunchConfiguration
                {
                    Id = configuration.Id,
                    Region = fleet.Region,
                    Name = configuration.Name.Raw,
                    KeyIds = Texts(configuration.Keys),
                    Groups = configuration
                        .UsedBy.Where(user => user.StartsWith(GroupPrefix, StringComparison.Ordinal))
                        .ToDictionary(group => group, _ => ""),
                }
            );
        }

        foreach (var id in Others("lt-", KeySourceKind.LaunchTemplate, world.LaunchTemplates.Select(template => template.Id)))
        {
            world.AddLaunchTemplate(new WorldLaunchTemplate { Id = id, Region = fleet.Region });
        }

        foreach (var id in Others("asc-", KeySourceKind.LaunchConfiguration, world.LaunchConfigurations.Select(other => other.Id)))
        {
            world.AddLaunchConfiguration(new WorldLaunchConfiguration { Id = id, Region = fleet.Region });
        }

        string[] Others(string prefix, KeySourceKind kind, IEnumerable<string> taken) =>
            [.. Fresh(prefix, taken, (fleet.Sources?.Looked.GetValueOrDefault(kind) ?? 0) - copied[kind].Count())];
    }

    private static IEnumerable<KeySource> Rewritten(FleetSnapshot fleet, IReadOnlySet<string> rewritten) =>
        (fleet.Sources?.Found ?? []).Where(source => rewritten.Contains(source.Id));

    /// <summary>As many versions as it has, with what an earlier run has made for a rewrite; of those that name none of the keys in question nothing is known but that.</summary>
    private static WorldLaunchTemplate Template(KeySource template, string region)
    {
        var versions = template.OlderVersions.ToDictionary(version => version.Number, version => version.Keys);
        var descriptions = new Dictionary<long, string>();
        foreach (var prepared in template.Prepared)
        {
            versions[prepared.Number] = prepared.Keys;
            descriptions[prepared.Number] = PreparedVersion.DescriptionOf(template.Id, template.Version, prepared.Keys);
        }

        versions[template.Version] = template.Keys;
        for (var number = 1L; versions.Count < template.Versions; number++)
        {
            versions.TryAdd(number, KeySet.Empty);
        }

        long[] numbers = [.. versions.Keys.Order()];
        return new WorldLaunchTemplate
        {
            Id = template.Id,
            Region = region,
            Name = template.Name.Raw,
            Versions = [.. numbers.Select(number => (IReadOnlyList<string>?)Texts(versions[number]))],
            Numbers = numbers,
            Descriptions = [.. numbers.Select(number => descriptions.GetValueOrDefault(number, ""))],
            DefaultVersion = template.Version,
        };
    }

    private static IEnumerable<string> Fresh(string prefix, IEnumerable<string> taken, int count)
    {
        var known = taken.ToHashSet(StringComparer.Ordinal);
        for (var number = 0; count > 0; number++)
        {
            var id = prefix + number.ToString("00000000", CultureInfo.InvariantCulture);
            if (known.Add(id))
            {
                count--;
                yield return id;
            }
        }
    }

    private static string[] Texts(KeySet keys) => [.. keys.Select(key => key.Value)];
}
