using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>What one ask wants of one instance. Demands that meet on an instance share its window.</summary>
public sealed record Demand
{
    /// <summary>The ask; smaller is older.</summary>
    public required long Ask { get; init; }

    /// <summary>The object whose claims do not bind it; empty for nobody's.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Keys, stop mode and leave, as planned.</summary>
    public required InstanceChange Change { get; init; }

    /// <summary>What its policy lets happen to a RUNNING instance.</summary>
    public StopPolicy StopPolicy { get; init; } = StopPolicy.Refuse;

    /// <summary>How long the instance may take to stop.</summary>
    public TimeSpan StopTimeout { get; init; }

    /// <summary>Whether an instance that cannot change waits instead of failing.</summary>
    public bool SkipsBlocked { get; init; }

    /// <summary>Whether it is of a kind that says which keys there may be: it reports a claim that it meets.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>Whether an earlier run left the instance down: it is started, whoever finds it STOPPED.</summary>
    public bool MustStart { get; init; }

    /// <summary>Whether its policy has the instance marked before it is stopped.</summary>
    public RestartMarkerUse Marker { get; init; } = RestartMarkerUse.Off;

    /// <summary>When what it is judged by may begin to be read.</summary>
    public TimeSpan AskedAt { get; init; }

    /// <summary>How far its ask is cancelled.</summary>
    public CancelLevel Cancelled { get; init; }

    /// <summary>Why it is cancelled; null while it is not.</summary>
    public Problem? WhyCancelled { get; init; }

    /// <summary>Whether it came too late for the window that is open.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Whether a key write was sent while it rode.</summary>
    public bool IsTouched { get; init; }

    /// <summary>Whether the instance lost its power because of us while it rode.</summary>
    public bool IsCycled { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Whether it is open and in the present window.</summary>
    public bool Rides => Verdict is null && !IsWaiting;

    /// <summary>
    /// Whether it may take a RUNNING instance down. <c>stoppedOnly</c> rides along and never opens a window; a plan that found the
    /// instance stopped did not say that it would be stopped.
    /// </summary>
    public bool Votes => Change.StopMode != StopMode.None;
}

/// <summary>How one demand ended: exactly one for each.</summary>
/// <param name="Kind">How.</param>
/// <param name="Code">Why it waits, for <see cref="VerdictKind.Pending"/>.</param>
/// <param name="Problem">What went wrong, in words.</param>
public sealed record Verdict(VerdictKind Kind, PendingCode? Code = null, Problem? Problem = null);

/// <summary>The ways in which a demand ends.</summary>
public enum VerdictKind
{
    /// <summary>A write of ours was sent for it, and what it wants was read.</summary>
    Changed,

    /// <summary>What it wants was read; nothing was sent.</summary>
    AlreadySo,

    /// <summary>It waits with a code, as its policy allows.</summary>
    Pending,

    /// <summary>It was tried and is not as wanted.</summary>
    Failed,

    /// <summary>Its turn did not come.</summary>
    NotReached,

    /// <summary>It was written to and could not be read again.</summary>
    Unverified,
}
