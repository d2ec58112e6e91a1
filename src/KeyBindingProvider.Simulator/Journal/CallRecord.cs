using System.Text.Json;

namespace KeyBindingProvider.Simulator.Journal;

/// <summary>One call, as it was handled.</summary>
public sealed record CallRecord
{
    /// <summary>Number from 1, in the order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>On whose account: the long-term SecretId behind the credential, or one of <see cref="Actors"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>The SecretId that the request carried; empty if it could not be read.</summary>
    public required string SecretId { get; init; }

    /// <summary>The action; <c>Console.*</c> for acts by hand.</summary>
    public required string Action { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }

    /// <summary>Parameters as JSON.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>RequestId.</summary>
    public required string RequestId { get; init; }

    /// <summary>OK, an error code, or <c>NONE</c> when a fault kept the call from having an effect.</summary>
    public required string Outcome { get; init; }

    /// <summary><c>answered</c>, <c>reset</c>, <c>http 503</c> or the like, or <c>late</c> for an effect after a reset.</summary>
    public required string Delivery { get; init; }

    /// <summary>Instances that the call took on.</summary>
    public required IReadOnlyList<string> InstanceIds { get; init; }

    /// <summary>Whether the rate limit refused it.</summary>
    public bool Throttled { get; init; }
}
