using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>An instance as it truly is, ahead of what readers of the API see.</summary>
public sealed record InstanceView
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }

    /// <summary>True state.</summary>
    public required string State { get; init; }

    /// <summary>Stopped in the no-charge mode.</summary>
    public required bool StopCharging { get; init; }

    /// <summary>Keys that are truly bound, sorted.</summary>
    public required IReadOnlyList<string> KeyIds { get; init; }

    /// <summary>Tags, as the tag service has them.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Last operation, unlagged.</summary>
    public required LatestOperation? LatestOperation { get; init; }

    /// <summary>Whether an operation holds it.</summary>
    public required bool Busy { get; init; }

    /// <summary>Times that it lost its power because of a call.</summary>
    public required int PowerCycles { get; init; }

    /// <summary>Whether it runs Windows.</summary>
    public required bool IsWindows { get; init; }
}

/// <summary>A launch template or launch configuration as it truly is.</summary>
/// <param name="Id">Id.</param>
/// <param name="Version">Default version of a template; how often a configuration was written.</param>
/// <param name="Versions">How many versions there are.</param>
/// <param name="KeyIds">The keys of its next machine.</param>
public sealed record SourceView(string Id, long Version, int Versions, IReadOnlyList<string> KeyIds);

/// <summary>The whole world as it truly is at one moment; destroyed instances are not in it.</summary>
public sealed class WorldView
{
    private readonly Dictionary<string, InstanceView> _byId;

    internal WorldView(
        DateTimeOffset at,
        IReadOnlyList<InstanceView> instances,
        IReadOnlyList<WorldKeyPair> keys,
        IReadOnlyList<SourceView> sources
    )
    {
        Sources = sources;
        At = at;
        Instances = instances;
        Keys = keys;
        _byId = instances.ToDictionary(static i => i.Id, StringComparer.Ordinal);
    }

    /// <summary>The moment.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Instances in list order.</summary>
    public IReadOnlyList<InstanceView> Instances { get; }

    /// <summary>Key pairs in list order.</summary>
    public IReadOnlyList<WorldKeyPair> Keys { get; }

    /// <summary>Launch templates and launch configurations in list order.</summary>
    public IReadOnlyList<SourceView> Sources { get; }

    /// <summary>Power cycles of all instances.</summary>
    public int PowerCycles => Instances.Sum(static i => i.PowerCycles);

    /// <summary>One instance.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="KeyNotFoundException">There is none, or no more.</exception>
    public InstanceView this[string id] => _byId[id];

    /// <summary>One instance, or null if there is none or no more.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The instance or null.</returns>
    public InstanceView? Find(string id) => _byId.GetValueOrDefault(id);
}
