using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>An instance as it is when the simulation starts.</summary>
public sealed record WorldInstance
{
    /// <summary><c>ins-</c> and eight of <c>[0-9a-z]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Region, such as <c>ap-guangzhou</c>.</summary>
    public string Region { get; init; } = World.DefaultRegion;

    /// <summary>Zone; <c>region-3</c> when null.</summary>
    public string? Zone { get; init; }

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "未命名";

    /// <summary>One of <see cref="InstanceStates"/>, or any other text to see how a client takes it.</summary>
    public string State { get; init; } = InstanceStates.Running;

    /// <summary>Free text; a name with "Windows" in it makes a Windows instance.</summary>
    public string OsName { get; init; } = "CentOS 7.9 64bit";

    /// <summary><c>img-</c> and eight of <c>[0-9a-z]</c>; when null it follows from <see cref="OsName"/>, so that machines of one operating system have one image.</summary>
    public string? ImageId { get; init; }

    /// <summary>Custom data that it was made with, as text; empty for none.</summary>
    public string UserData { get; init; } = "";

    /// <summary>Bound key ids.</summary>
    public IReadOnlyList<string> KeyIds { get; init; } = [];

    /// <summary>How no keys look.</summary>
    public EmptyKeysShape EmptyKeys { get; init; }

    /// <summary>Stopped in the no-charge mode; only for a STOPPED instance.</summary>
    public bool StopCharging { get; init; }

    /// <summary>PREPAID, POSTPAID_BY_HOUR, …</summary>
    public string ChargeType { get; init; } = "POSTPAID_BY_HOUR";

    /// <summary>NORMAL, EXPIRED or PROTECTIVELY_ISOLATED.</summary>
    public string RestrictState { get; init; } = "NORMAL";

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Last operation before the simulation; null shows nulls.</summary>
    public LatestOperation? LatestOperation { get; init; }

    /// <summary>How it takes a SOFT stop; null leaves that to the options.</summary>
    public SoftStopManner? SoftStop { get; init; }

    /// <summary>The code that refuses every StartInstances of it; null starts normally.</summary>
    public string? StartRefused { get; init; }

    /// <summary>The state a passing state settles into; null stays for good.</summary>
    public string? SettlesTo { get; init; }

    /// <summary>How long the passing state lasts.</summary>
    public TimeSpan SettlesAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the operating system is Windows.</summary>
    public bool IsWindows => OsName.Contains("Windows", StringComparison.OrdinalIgnoreCase);
}
