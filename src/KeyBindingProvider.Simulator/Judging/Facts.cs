namespace KeyBindingProvider.Simulator.Judging;

/// <summary>What took an instance down.</summary>
public enum DownCause
{
    /// <summary>StopInstances SOFT or SOFT_FIRST, or a bind that shuts down by itself.</summary>
    SoftStop,

    /// <summary>StopInstances HARD.</summary>
    HardStop,

    /// <summary>ForceStop=true on a bind or unbind.</summary>
    ForceStop,
}

/// <summary>How a key left an instance.</summary>
public enum RemovalCause
{
    /// <summary>An unbind that named it.</summary>
    Unbound,

    /// <summary>A bind that replaced it.</summary>
    Replaced,
}

/// <summary>A time in which an instance was not RUNNING because somebody took it down.</summary>
public sealed class DownSpan
{
    internal DownSpan(string instanceId, string actor, DownCause cause, DateTimeOffset from) =>
        (InstanceId, Actor, Cause, From) = (instanceId, actor, cause, from);

    /// <summary>The instance.</summary>
    public string InstanceId { get; }

    /// <summary>Whose accepted call took it down.</summary>
    public string Actor { get; }

    /// <summary>By what.</summary>
    public DownCause Cause { get; internal set; }

    /// <summary>When the call was accepted.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When it was RUNNING again; null while it is not.</summary>
    public DateTimeOffset? To { get; internal set; }

    /// <summary>Whether it lost its power, which makes a power cycle.</summary>
    public bool PoweredOff { get; internal set; }

    /// <summary>Whether the instance was destroyed while it was down.</summary>
    public bool Destroyed { get; internal set; }
}

/// <summary>A time in which an instance that had a key before had none.</summary>
public sealed class KeylessSpan
{
    internal KeylessSpan(string instanceId, string actor, bool running, DateTimeOffset from) =>
        (InstanceId, Actor, Running, From) = (instanceId, actor, running, from);

    /// <summary>The instance.</summary>
    public string InstanceId { get; }

    /// <summary>Who took the last key.</summary>
    public string Actor { get; }

    /// <summary>Whether it was RUNNING; a change of that begins a new span.</summary>
    public bool Running { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? To { get; internal set; }
}

/// <summary>One pair of instance and key that a bind or an unbind carried.</summary>
public sealed class PairFact
{
    /// <summary>When it was sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the call in the journal.</summary>
    public required long Call { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Actor { get; init; }

    /// <summary>Bind, or unbind.</summary>
    public required bool IsBind { get; init; }

    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The key.</summary>
    public required string KeyId { get; init; }

    /// <summary>Whether the pair was truly bound at that moment.</summary>
    public required bool WasBound { get; init; }

    /// <summary>When the actor last read the instance before it sent the call; null if never.</summary>
    public required DateTimeOffset? LastReadAt { get; init; }

    /// <summary>The keys that this read showed, which may have been stale; none if there was no read.</summary>
    public required IReadOnlyList<string> KeysShown { get; init; }

    /// <summary>Whether that read showed the key bound.</summary>
    public bool ShownByLastRead => KeysShown.Contains(KeyId);

    /// <summary>Whether the service took the instance on, in a batch that it may have refused.</summary>
    public bool Accepted { get; internal set; }

    /// <summary>For an unbind: whether it took the key away, once it landed.</summary>
    public bool Removed { get; internal set; }
}

/// <summary>A key that left an instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="KeyId">The key.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Cause">How.</param>
/// <param name="At">When.</param>
public sealed record KeyRemoval(string InstanceId, string KeyId, string Actor, RemovalCause Cause, DateTimeOffset At);

/// <summary>A key that came to an instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="KeyId">The key.</param>
/// <param name="Actor">By whom.</param>
/// <param name="At">When.</param>
public sealed record KeyArrival(string InstanceId, string KeyId, string Actor, DateTimeOffset At);

/// <summary>A bind that gave back a key which somebody else had taken from the instance.</summary>
/// <param name="Bind">The pair as it was sent.</param>
/// <param name="Removal">The removal that it undid.</param>
/// <param name="ReadSinceRemoval">
/// Whether the actor read the instance after the removal and before this bind. If that read, too, still showed the key
/// (<see cref="PairFact.ShownByLastRead"/>), the lag of the service is to blame and not the actor.
/// </param>
public sealed record PairGivenBack(PairFact Bind, KeyRemoval Removal, bool ReadSinceRemoval);

/// <summary>An accepted start.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Actor">Who started it.</param>
/// <param name="At">When.</param>
/// <param name="TakenDownBy">Whose call had taken it down; null if it was down from the start.</param>
public sealed record StartFact(string InstanceId, string Actor, DateTimeOffset At, string? TakenDownBy);
