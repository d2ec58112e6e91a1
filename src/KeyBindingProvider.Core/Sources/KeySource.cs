using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Sources;

/// <summary>What starts machines.</summary>
public enum KeySourceKind
{
    /// <summary>A launch template of CVM (<c>lt-</c>).</summary>
    LaunchTemplate,

    /// <summary>A launch configuration of Auto Scaling (<c>asc-</c>), also that of a regular node pool.</summary>
    LaunchConfiguration,

    /// <summary>A native node pool of TKE (<c>np-</c>), which has keys of its own.</summary>
    NodePool,
}

/// <summary>A version of a launch template that is not the one used where none is named.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Keys">Its keys.</param>
public sealed record OlderVersion(long Number, KeySet Keys);

/// <summary>Something that gives keys to machines that do not exist yet, as it was read.</summary>
public sealed record KeySource
{
    /// <summary>Versions that a template may have. Source: cvm CreateLaunchTemplateVersion.</summary>
    public const int MostVersions = 30;

    private const string TemplatePrefix = "lt-";
    private const string ConfigurationPrefix = "asc-";

    /// <summary>Whether an id is that of something whose keys can be set: a launch template or a launch configuration.</summary>
    public static bool IsRewritable(string id) =>
        id.StartsWith(TemplatePrefix, StringComparison.Ordinal) || id.StartsWith(ConfigurationPrefix, StringComparison.Ordinal);

    /// <summary>What it is.</summary>
    public required KeySourceKind Kind { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, or empty.</summary>
    public UntrustedText Name { get; init; } = "";

    /// <summary>The keys of its next machine.</summary>
    public required KeySet Keys { get; init; }

    /// <summary>The version that a template uses where none is named; 0 for what has no versions.</summary>
    public long Version { get; init; }

    /// <summary>How many versions a template has.</summary>
    public int Versions { get; init; }

    /// <summary>Other versions that name a key that was asked for: harmless unless a machine is started from one by its number.</summary>
    public ImmutableArray<OlderVersion> OlderVersions { get; init; } = [];

    /// <summary>Versions that an earlier rewrite made of the default one and that wait to become it, by number; nearly always none.</summary>
    public ImmutableArray<PreparedVersion> Prepared { get; init; } = [];

    /// <summary>Every key that it names, in whatever version.</summary>
    public KeySet Named => OlderVersions.Aggregate(Keys, (keys, version) => keys.Union(version.Keys));

    /// <summary>Scaling groups and node pools that start machines from it, and the cluster of a pool.</summary>
    public ImmutableArray<string> UsedBy { get; init; } = [];

    /// <summary>Where a template puts its machines; null where that cannot be said again.</summary>
    public TemplatePlacement? Placement { get; init; }

    /// <summary>The version that has to become the default, and nothing else, to give the source these keys; null where one has to be made.</summary>
    public PreparedVersion? PreparedWith(KeySet keys) => Prepared.FirstOrDefault(version => version.Keys.Equals(keys));

    /// <summary>Why it cannot be given these keys here, as a clause, or null.</summary>
    public string? WhyFixed(KeySet keys) =>
        Kind switch
        {
            KeySourceKind.NodePool => "the keys of a native node pool cannot be set through this API",
            KeySourceKind.LaunchTemplate when PreparedWith(keys) is not null => null,
            KeySourceKind.LaunchTemplate when Versions >= MostVersions => $"it has {Versions} versions, as many as a template may have",
            KeySourceKind.LaunchTemplate when Placement is null => "its placement holds what a new version could not say again",
            KeySourceKind.LaunchConfiguration when Keys.Count > 1 => "it names more keys than a launch configuration may have",
            _ => null,
        };

    /// <inheritdoc/>
    public bool Equals(KeySource? other) =>
        other is not null
        && (Kind, Id, Name, Version, Versions, Placement)
            == (other.Kind, other.Id, other.Name, other.Version, other.Versions, other.Placement)
        && Keys.Equals(other.Keys)
        && OlderVersions.SequenceEqual(other.OlderVersions)
        && Prepared.SequenceEqual(other.Prepared)
        && UsedBy.SequenceEqual(other.UsedBy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Id, Version);
}
