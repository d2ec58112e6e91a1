using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>
/// Everything that is known of one instance while anybody wants something of it. Immutable; <see cref="Step"/> and <see cref="NextWish"/> are the only two
/// that change or read it, without a clock and without a call (rule <c>transition-table</c>).
/// </summary>
public sealed partial record InstanceRun
{
    /// <summary>The instance.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Who wants what of it.</summary>
    public Riders Demands { get; init; }

    /// <summary>Where it stands.</summary>
    public RunPhase Phase { get; init; }

    /// <summary>Whose machine it is while it is down.</summary>
    public Custody Custody { get; init; }

    /// <summary>The last look that found it and may be believed; null when what was seen is older than our last answer.</summary>
    public Sight? Sight { get; init; }

    /// <summary>Looks that began before this moment show nothing of our last write.</summary>
    public TimeSpan SightsFrom { get; init; } = TimeSpan.MinValue;

    /// <summary>The last write.</summary>
    public SentWrite? Write { get; init; }

    /// <summary>Whether it was seen to be something else than RUNNING since we sent something that takes it down.</summary>
    public bool SeenDown { get; init; }

    /// <summary>The clock that runs.</summary>
    public Watch Watch { get; init; }

    /// <summary>Equal looks after a write of unknown fate.</summary>
    public Quarantine? Quarantine { get; init; }

    /// <summary>Our own key writes.</summary>
    public KeyLedger Ledger { get; init; }

    /// <summary>What was tried.</summary>
    public Attempts Attempts { get; init; }

    /// <summary>Nothing is wished before this moment.</summary>
    public TimeSpan HoldUntil { get; init; } = TimeSpan.MinValue;

    /// <summary>When it was looked at last, whatever came of it.</summary>
    public TimeSpan LookedAt { get; init; } = TimeSpan.MinValue;

    /// <summary>The turn of that look.</summary>
    public long LookedIn { get; init; } = -1;

    /// <summary>Since when looks do not find it.</summary>
    public TimeSpan? MissingSince { get; init; }

    /// <summary>Since when it is busy.</summary>
    public TimeSpan? BusySince { get; init; }

    /// <summary>Since when another run has it in its hands.</summary>
    public TimeSpan? InUseSince { get; init; }

    /// <summary>Since when looks fail.</summary>
    public TimeSpan? BlindSince { get; init; }

    /// <summary>How many looks in a row have failed.</summary>
    public int FailedLooks { get; init; }

    /// <summary>When it was first seen STOPPED in this window.</summary>
    public TimeSpan? DownSince { get; init; }

    /// <summary>When the first and the last demand of this window came.</summary>
    public (TimeSpan First, TimeSpan Last) Asked { get; init; } = (TimeSpan.MinValue, TimeSpan.MinValue);

    /// <summary>How long others may come on board before it is stopped, and before it is changed where it is stopped already.</summary>
    public Gather Gather { get; init; }

    /// <summary>Batches that it may stand in are at most so large.</summary>
    public int GroupLimit { get; init; } = CvmLimits.InstancesPerCall;

    /// <summary>Unbinds carry at most so many keys.</summary>
    public int KeyLimit { get; init; } = CvmLimits.KeysPerCall;

    /// <summary>Keys that the service refuses to unbind one by one.</summary>
    public KeySet RefusedKeys { get; init; } = KeySet.Empty;

    /// <summary>How a bind is said.</summary>
    public BindForm BindForm { get; init; }

    /// <summary>Keys that the probe should keep, or that have to come back.</summary>
    public KeySet Kept { get; init; } = KeySet.Empty;

    /// <summary>How it is taken down, from the moment its stop is sent; <see cref="StopMode.Hard"/> also where a forced change was refused.</summary>
    public StopMode Mode { get; init; }

    /// <summary>The stop time-out of this window, from the moment its stop is sent.</summary>
    public TimeSpan StopTimeout { get; init; }

    /// <summary>The last final refusal of a write to it, for the words of a verdict.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What the region learns from the last step.</summary>
    public Lesson Lesson { get; init; }

    /// <summary>Whether it counts as down because of us.</summary>
    public bool HoldsSlot => Custody != Custody.None;

    /// <summary>Whether anybody rides or waits.</summary>
    public bool IsOpen => Phase != RunPhase.Over;

    private bool IsOurs => Custody is Custody.Ours;

    /// <summary>Every rider's ask is cancelled this far; true where nobody rides.</summary>
    private bool AllCancelled(CancelLevel level)
    {
        foreach (var demand in Demands)
        {
            if (demand.Rides && demand.Cancelled < level)
            {
                return false;
            }
        }

        return true;
    }

    private bool HasRiders
    {
        get
        {
            foreach (var demand in Demands)
            {
                if (demand.Rides)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private InstanceRun Hold(RunFacts facts) =>
        facts.Rules.HoldAfterRefusal ? this with { HoldUntil = facts.Now + facts.Bounds.Poll } : this;

    private InstanceRun Watching(WatchKind kind, TimeSpan at) => Watch.Kind == kind ? this : this with { Watch = new Watch(kind, at) };

    private InstanceRun Unwatched() => Watch.Kind == WatchKind.None ? this : this with { Watch = default };
}

/// <summary>How long others may come on board; a person at the command line has told all there is.</summary>
/// <param name="Quiet">No new demand for so long ends it.</param>
/// <param name="Most">It ends after so long.</param>
/// <param name="Stopped">How long for an instance that is stopped already.</param>
/// <param name="StoppedMost">How long it waits for others whose keys are being changed to be through, so that the engine's next resources go along.</param>
public readonly record struct Gather(TimeSpan Quiet, TimeSpan Most, TimeSpan Stopped, TimeSpan StoppedMost)
{
    /// <summary>For resources that an engine drives one by one.</summary>
    public static readonly Gather OfEngines = new(
        Quiet: TimeSpan.FromMilliseconds(300),
        Most: TimeSpan.FromSeconds(2),
        Stopped: TimeSpan.FromMilliseconds(100),
        StoppedMost: TimeSpan.FromSeconds(1)
    );
}
