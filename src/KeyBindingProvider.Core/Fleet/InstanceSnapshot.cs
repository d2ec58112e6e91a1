using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Fleet;

/// <summary>What one DescribeInstances answer said of one instance. Every field may be stale by the service's own lag.</summary>
public sealed record InstanceSnapshot
{
    /// <summary>The instance.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Its power state.</summary>
    public required PowerState State { get; init; }

    /// <summary><c>LoginSettings.KeyIds</c>; empty also where the answer does not tell them.</summary>
    public required KeySet Keys { get; init; }

    /// <summary>Whether the answer told the keys. Null and absent are how the service may say that there are none, or that it does not know.</summary>
    public bool AreKeysTold { get; init; } = true;

    /// <summary>Whether the answer tells of its state or its keys what cannot be read: nothing but <see cref="Id"/> is known then, and nothing is decided by the rest.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Its name, possibly empty, not unique.</summary>
    public UntrustedText Name { get; init; } = "";

    /// <summary>Availability zone, or empty.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The last operation on record.</summary>
    public LatestOperation LatestOperation { get; init; } = LatestOperation.None;

    /// <summary>Whether the image is a Windows one: SSH keys do not apply there.</summary>
    public bool IsWindows { get; init; }

    /// <summary>Stopped in the mode that is not charged, in which the service refuses key changes.</summary>
    public bool IsStopCharging { get; init; }

    /// <summary>Expired or protectively isolated.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>What its restart marker says.</summary>
    public RestartMark Marker { get; init; }

    /// <summary>
    /// Whether a run that died has left it stopped: nobody who lives has marked it, and it has not been started since. Who was started and shut down after that was
    /// shut down by a person.
    /// </summary>
    public bool IsLeftDown =>
        Marker == RestartMark.Old
        && State == PowerState.Stopped
        && !LatestOperation.IsOperating
        && LatestOperation is not { Name: "StartInstances", IsSuccess: true };

    /// <summary>Whether it is down because of a run that has died, or may be because of one that may be alive.</summary>
    public bool IsHeldByAMark => Marker == RestartMark.Fresh || IsLeftDown;

    /// <summary>Whether the answer told its tags so that they can be read; no tags at all are told.</summary>
    public bool AreTagsTold { get; init; } = true;

    /// <summary>Tags, for look-ups and selectors.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
}
