using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Access;

/// <summary>A key that machines get which do not exist yet (rule <c>key-sources</c>).</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Sources">What starts machines and names it, ordered by kind and id; it need not be what the next machine gets.</param>
public sealed record KeyComing(KeyId Key, UntrustedText Name, ImmutableArray<KeySource> Sources)
{
    /// <summary>Those whose next machine gets it.</summary>
    public IEnumerable<KeySource> Next => Sources.Where(source => source.Keys.Contains(Key));

    /// <summary>Versions of a template that name it and are not the one that is used.</summary>
    public IEnumerable<long> VersionsOf(KeySource source) =>
        source.OlderVersions.Where(version => version.Keys.Contains(Key)).Select(version => version.Number);

    /// <summary>Who asks for some machines is not told of keys that have nothing to do with them.</summary>
    internal static ImmutableArray<KeyComing> Of(FleetSnapshot fleet, AccessFilter filter, ImmutableArray<KeyAccess> opening)
    {
        var among = filter.Keys.IsEmpty && filter.IsOfInstances ? KeySet.Of(opening.Select(key => key.Key)) : filter.Keys;
        return
        [
            .. (fleet.Sources?.Found ?? [])
                .SelectMany(source => source.Named, (source, key) => (source, key))
                .Where(each => among.Contains(each.key) || (filter.Keys.IsEmpty && !filter.IsOfInstances))
                .GroupBy(each => each.key, each => each.source)
                .OrderBy(key => key.Key)
                .Select(key => new KeyComing(key.Key, fleet.NameOf(key.Key), [.. key])),
        ];
    }
}
