namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>A launch template of CVM as it is when the simulation starts.</summary>
public sealed record WorldLaunchTemplate
{
    /// <summary><c>lt-</c> and eight of <c>[0-9a-z]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Region.</summary>
    public string Region { get; init; } = World.DefaultRegion;

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Key ids of each version, from version 1 on; null for a version whose answer has no LoginSettings.</summary>
    public IReadOnlyList<IReadOnlyList<string>?> Versions { get; init; } =
    [
        [],
    ];

    /// <summary>Numbers of the versions, in the same order; null for 1, 2, 3 and so on. A deleted version leaves a hole.</summary>
    public IReadOnlyList<long>? Numbers { get; init; }

    /// <summary>What the maker of each version said of it, in the same order; null for nothing.</summary>
    public IReadOnlyList<string>? Descriptions { get; init; }

    /// <summary>The image of each version, in the same order; null for one image for all.</summary>
    public IReadOnlyList<string?>? Images { get; init; }

    /// <summary>The number of the version that is used where none is named.</summary>
    public long DefaultVersion { get; init; } = 1;

    /// <summary>Number of the version at a place of <see cref="Versions"/>.</summary>
    internal long NumberAt(int index) => Numbers?[index] ?? index + 1;
}

/// <summary>A launch configuration of Auto Scaling as it is when the simulation starts.</summary>
public sealed record WorldLaunchConfiguration
{
    /// <summary><c>asc-</c> and eight of <c>[0-9a-z]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Region.</summary>
    public string Region { get; init; } = World.DefaultRegion;

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Key ids: none or one.</summary>
    public IReadOnlyList<string> KeyIds { get; init; } = [];

    /// <summary>Names of the scaling groups that use it, by id.</summary>
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();
}

/// <summary>A node pool of TKE: one with a launch configuration, or a native one with keys of its own.</summary>
public sealed record WorldNodePool
{
    /// <summary><c>np-</c> and eight of <c>[0-9a-z]</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>cls-</c> and eight of <c>[0-9a-z]</c>.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Region.</summary>
    public string Region { get; init; } = World.DefaultRegion;

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Launch configuration of a regular pool; null for a native one.</summary>
    public string? LaunchConfigurationId { get; init; }

    /// <summary>Key ids of a native pool.</summary>
    public IReadOnlyList<string> KeyIds { get; init; } = [];
}
