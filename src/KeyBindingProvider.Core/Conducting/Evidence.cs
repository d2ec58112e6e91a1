using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>One look that found the instance.</summary>
/// <param name="Snapshot">What it showed.</param>
/// <param name="BegunAt">When the look was sent: it says nothing of what happened after.</param>
/// <param name="Turn">The turn of the loop in which it arrived: a write is wished only from a sight of the same turn.</param>
public sealed record Sight(InstanceSnapshot Snapshot, TimeSpan BegunAt, long Turn)
{
    /// <summary>Power state.</summary>
    public PowerState State => Snapshot.State;

    /// <summary>Keys.</summary>
    public KeySet Keys => Snapshot.Keys;

    /// <summary>The operation on record.</summary>
    public LatestOperation Latest => Snapshot.LatestOperation;

    /// <summary>Neither an operation nor a change of state goes on, and no other run has it in its hands.</summary>
    public bool IsIdle => !Latest.IsOperating && !State.IsPassing && !IsInUse;

    /// <summary>Whether another run that may be alive has marked it (rule <c>restart-marker</c>); the loop takes our own marks off what it shows us.</summary>
    public bool IsInUse => Snapshot.Marker == RestartMark.Fresh;
}

/// <summary>What became of a write, as far as it is known.</summary>
public enum WriteFate
{
    /// <summary>Sent, not answered yet.</summary>
    Open,

    /// <summary>Accepted.</summary>
    Accepted,

    /// <summary>Refused for this instance alone: it had no effect here.</summary>
    Refused,

    /// <summary>No answer, or a refusal of a batch that may have gone on in part.</summary>
    Lost,

    /// <summary>Found out.</summary>
    Settled,
}

/// <summary>The last write that was sent to an instance.</summary>
/// <param name="Wish">What was sent.</param>
/// <param name="From">The snapshot that it was derived from.</param>
/// <param name="SentAt">When.</param>
/// <param name="AnsweredAt">When its answer came, or was given up.</param>
/// <param name="RequestId">Its RequestId; empty where no answer told one.</param>
/// <param name="Fate">What became of it.</param>
public sealed record SentWrite(
    Wish.Write Wish,
    InstanceSnapshot? From,
    TimeSpan SentAt,
    TimeSpan AnsweredAt,
    string RequestId,
    WriteFate Fate
)
{
    /// <summary>Which write.</summary>
    public CallAction Action => Wish.Action;

    /// <summary>Whether the operation on record is this one.</summary>
    public bool IsOn(LatestOperation latest) => RequestId.Length > 0 && latest.RequestId == RequestId;
}

/// <summary>What a clock of a run waits for.</summary>
public enum WatchKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Our own success is on record, or should be, and the goal does not show.</summary>
    GoalUnmet,

    /// <summary>It shows up in our window although we did not start it.</summary>
    UpInWindow,

    /// <summary>It shows STOPPED although something should have started it.</summary>
    StillStopped,
}

/// <summary>A clock: what was first seen when. It says something only while every look since has shown the same.</summary>
/// <param name="Kind">What was seen.</param>
/// <param name="Since">When the first such look began.</param>
public readonly record struct Watch(WatchKind Kind, TimeSpan Since);

/// <summary>Equal looks after a write whose fate is unknown.</summary>
/// <param name="Seen">What they all showed.</param>
/// <param name="Since">When the first of them began.</param>
public sealed record Quarantine(InstanceSnapshot Seen, TimeSpan Since)
{
    /// <summary>Whether another look shows the same: state, keys and operation.</summary>
    public bool IsLike(InstanceSnapshot other) =>
        Seen.State == other.State && Seen.Keys.Equals(other.Keys) && Seen.LatestOperation == other.LatestOperation;
}

/// <summary>What is known of our own key writes.</summary>
/// <param name="IsOpen">Whether one may still land or has not been read yet.</param>
/// <param name="At">When the last one was answered or settled.</param>
/// <param name="Settled">What was read when the last one settled; null when none did.</param>
/// <param name="IsLost">Whether its answer was lost, so that nobody knows when it reaches the machine.</param>
public readonly record struct KeyLedger(bool IsOpen, TimeSpan At, KeySet? Settled, bool IsLost = false);

/// <summary>How often something was tried in this window and came to nothing yet.</summary>
public readonly record struct Attempts
{
    /// <summary>Stops.</summary>
    public int Stops { get; init; }

    /// <summary>Forced changes.</summary>
    public int Forces { get; init; }

    /// <summary>Binds that came to nothing.</summary>
    public int Binds { get; init; }

    /// <summary>Unbinds that came to nothing.</summary>
    public int Unbinds { get; init; }

    /// <summary>Binds and unbinds sent since somebody joined.</summary>
    public int KeyWrites { get; init; }

    /// <summary>Starts.</summary>
    public int Starts { get; init; }

    /// <summary>Refusals of a batch it stood in.</summary>
    public int Regroups { get; init; }
}

/// <summary>How a bind is said to this instance, where the full set may be refused (rules <c>deltas-on-proof</c>, <c>room-under-a-limit</c>).</summary>
public enum BindForm
{
    /// <summary>As the region has learned.</summary>
    AsLearned,

    /// <summary>The full set, alone: a batch was refused, perhaps for a key that is bound already.</summary>
    Alone,

    /// <summary>Its missing keys only, as the one probe of the region; what it keeps is read afterwards.</summary>
    Probe,

    /// <summary>The probe has dropped kept keys: they are bound again, and the change is given up.</summary>
    Restore,

    /// <summary>A limit is in the way: part of the removals goes first.</summary>
    Room,
}

/// <summary>What the region has learned from this instance.</summary>
public enum Lesson
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A full set with kept keys was accepted.</summary>
    FullSetsServe,

    /// <summary>Missing keys alone keep the others: binds carry deltas from now on.</summary>
    DeltasServe,

    /// <summary>Full sets are refused and deltas drop keys: nothing can be bound safely.</summary>
    NothingServes,

    /// <summary>We can stop, change and start.</summary>
    CycleProven,

    /// <summary>The service stops, changes and starts.</summary>
    ForceProven,
}
