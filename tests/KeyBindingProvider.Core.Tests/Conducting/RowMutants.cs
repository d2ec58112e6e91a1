using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>One row of the transition table (rule <c>transition-table</c>), left out or gone wrong.</summary>
/// <param name="Name">The row: phase, what happens, where it goes.</param>
/// <param name="Reading">What is explored with it.</param>
/// <param name="Is">Whether a step, by the run before it, the event and the run after it, is of this row.</param>
/// <param name="Wrong">What the step answers instead; null for a transition that does not happen.</param>
internal sealed record RowMutant(
    string Name,
    string Reading,
    Func<InstanceRun, RunEvent, InstanceRun, bool> Is,
    RowMutant.Change? Wrong = null
)
{
    internal delegate InstanceRun Change(InstanceRun before, InstanceRun after);

    /// <summary>How it is broken, in words.</summary>
    public string How =>
        Wrong?.Method.Name switch
        {
            null or nameof(RowMutants.Stays) => "does not happen",
            nameof(RowMutants.Over) => "is over at once",
            nameof(RowMutants.Lies) => "ends as changed",
            nameof(RowMutants.Before) => "is not noticed",
            nameof(RowMutants.Settled) => "counts as settled",
            nameof(RowMutants.Rides) => "rides",
            _ => "is not counted as failed",
        };

    public InstanceRun Mutate(InstanceRun before, RunEvent happened, InstanceRun after) =>
        Is(before, happened, after) ? (Wrong ?? RowMutants.Stays)(before, after) : after;
}

/// <summary>All rows.</summary>
internal static class RowMutants
{
    public static IReadOnlyList<RowMutant> All { get; } =
    [
        new(
            "Look, RUNNING as wanted: Over",
            "removal",
            (a, e, b) =>
                From(a, RunPhase.Look, b, RunPhase.Over)
                && Sees(e, PowerState.Running)
                && Ends(b, VerdictKind.Changed, VerdictKind.AlreadySo)
        ),
        new(
            "Look, RUNNING and not to be changed: Over",
            "removal on STOPPED",
            (a, e, b) =>
                From(a, RunPhase.Look, b, RunPhase.Over)
                && Sees(e, PowerState.Running)
                && !Ends(b, VerdictKind.Changed, VerdictKind.AlreadySo)
        ),
        new(
            "Look, STOPPED as wanted: Over",
            "removal on STOPPED",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Over) && Sees(e, PowerState.Stopped)
        ),
        new(
            "Look, STOPPED else: Down",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Down)
        ),
        new(
            "Look, missing for more than V: Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Over) && e is RunEvent.Missing
        ),
        new(
            "Look, Stop accepted: Going",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Going)
        ),
        new("Look, Force accepted: Forced", "force (0, 2), LeavesStopped", (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Forced)),
        new(
            "Look, lost: Doubt",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Doubt) && e is RunEvent.Lost
        ),
        new(
            "Look, refused in a batch: Doubt",
            "two instances, staleness 0, slots 2",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Doubt) && e is RunEvent.Refused,
            Over
        ),
        new(
            "Look, refused alone and waits: slot back, hold",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => e is RunEvent.Refused && a.Phase == RunPhase.Look && b.Phase == RunPhase.Look
        ),
        new(
            "Look, refused for good: Over (failed)",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Over) && e is RunEvent.Refused,
            Lies
        ),
        new(
            "Look, cancelled without a slot: Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Look, b, RunPhase.Over) && e is RunEvent.Cancelled,
            Before
        ),
        new(
            "Going, STOPPED: Down, ours",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Going, b, RunPhase.Down) && Sees(e, PowerState.Stopped)
        ),
        new(
            "Going, RUNNING for good: slot back, Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Going, b, RunPhase.Over) && Sees(e, PowerState.Running)
        ),
        new(
            "Going, the time-out has passed: its riders have failed, followed on",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) =>
                a.Phase == RunPhase.Going
                && b.Phase == RunPhase.Going
                && e is RunEvent.Seen or RunEvent.Elapsed
                && !a.Demands.Equals(b.Demands),
            Over
        ),
        new("Down, key write accepted: Keys", "swap + declare A", (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Keys), Settled),
        new(
            "Down, key write lost: Doubt",
            "swap + declare A",
            (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Doubt) && a.Write is { Wish.ChangesKeys: true }
        ),
        new(
            "Down, bound key refused: deltas",
            "swap, bind adds, bound key True, unbound key False",
            (a, e, b) => a.Phase == RunPhase.Down && e is RunEvent.Refused && a.BindForm != b.BindForm
        ),
        new(
            "Down, key write refused: hold",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) =>
                a.Phase == RunPhase.Down
                && b.Phase == RunPhase.Down
                && e is RunEvent.Refused
                && a.Write is { Wish.ChangesKeys: true }
                && a.HoldUntil != b.HoldUntil
        ),
        new(
            "Down, Start accepted or refused as RUNNING: Starting",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Starting)
        ),
        new(
            "Down, Start lost: Doubt",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Doubt) && a.Write is { Action: CallAction.Start },
            Over
        ),
        new(
            "Down, Start refused for good: Over, named, slot missed",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Over) && e is RunEvent.Refused,
            Lies
        ),
        new(
            "Down, up by another: slot back, Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Over) && Sees(e, PowerState.Running)
        ),
        new(
            "Down, nothing left on a machine that was stopped before: Over",
            "removal on STOPPED",
            (a, e, b) => From(a, RunPhase.Down, b, RunPhase.Over) && Sees(e, PowerState.Stopped)
        ),
        new(
            "Keys, goal read: Down, settled",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) =>
                From(a, RunPhase.Keys, b, RunPhase.Down) && e is RunEvent.Seen && b.Ledger.Settled is not null && a.Attempts == b.Attempts
        ),
        new(
            "Keys, failed or without effect: Down, attempt counted",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Keys, b, RunPhase.Down) && e is RunEvent.Seen && a.Attempts != b.Attempts,
            Lies
        ),
        new(
            "Keys, hard cancel: Down",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Keys, b, RunPhase.Down) && e is RunEvent.Cancelled,
            Over
        ),
        new(
            "Keys, as wanted on a machine that was stopped before: Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Keys, b, RunPhase.Over) && Sees(e, PowerState.Stopped)
        ),
        new(
            "Starting, RUNNING: slot back, Over or Look",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => a.Phase == RunPhase.Starting && b.Phase is RunPhase.Over or RunPhase.Look && Sees(e, PowerState.Running)
        ),
        new(
            "Starting, failed or still STOPPED: Down, start only",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Starting, b, RunPhase.Down)
        ),
        new(
            "Forced, RUNNING: slot back, Over",
            "force (0, 2), LeavesStopped",
            (a, e, b) => From(a, RunPhase.Forced, b, RunPhase.Over) && Sees(e, PowerState.Running)
        ),
        new("Forced, STOPPED twice: Down, ours", "force (0, 2), LeavesStopped", (a, e, b) => From(a, RunPhase.Forced, b, RunPhase.Down)),
        new(
            "Doubt, a stop that was none: slot back, Look",
            "two instances, staleness 0, slots 1",
            (a, e, b) => From(a, RunPhase.Doubt, b, RunPhase.Look)
        ),
        new(
            "Doubt, STOPPED: Down",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Doubt, b, RunPhase.Down)
        ),
        new(
            "Doubt, RUNNING: Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => From(a, RunPhase.Doubt, b, RunPhase.Over) && Sees(e, PowerState.Running)
        ),
        new(
            "Doubt, a forced change: Over, Down or Look",
            "force (0, 2), LeavesStopped",
            (a, e, b) => a.Phase == RunPhase.Doubt && b.Phase != RunPhase.Doubt && a.Write is { Wish.IsForcedChange: true }
        ),
        new(
            "any, gone: slot back, Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => e is RunEvent.Missing && a.Phase != RunPhase.Look && b.Phase == RunPhase.Over
        ),
        new("any, a demand arrives: rides or waits", "swap + declare A", (a, e, b) => e is RunEvent.Asked && a.Demands.Count > 0),
        new(
            "any, a demand arrives behind the closed door: waits",
            "swap + declare A",
            (a, e, b) => e is RunEvent.Asked && a.Demands.Count > 0 && b.Demands[b.Demands.Count - 1].IsWaiting,
            Rides
        ),
        new(
            "any without a slot, looks fail: Over",
            "swap, bind adds, bound key False, unbound key False",
            (a, e, b) => e is RunEvent.LookFailed && !a.HoldsSlot && b.Phase == RunPhase.Over && a.Phase != RunPhase.Over
        ),
        new(
            "any with a slot, looks fail: start without a look",
            "swap, destroyed where nobody may look",
            (a, e, b) => e is RunEvent.LookFailed && a.HoldsSlot && a.Phase != RunPhase.Over,
            Unfailed
        ),
    ];

    /// <summary>What was seen and answered is remembered; where the machine stands and who has to start it is not.</summary>
    internal static InstanceRun Stays(InstanceRun before, InstanceRun after) =>
        after with
        {
            Phase = before.Phase,
            Custody = before.Custody,
            Demands = before.Demands,
            BindForm = before.BindForm,
            HoldUntil = before.HoldUntil,
            Write = after.Write ?? before.Write,
            DownSince = before.DownSince,
        };

    internal static InstanceRun Over(InstanceRun before, InstanceRun after) => Closed(after, VerdictKind.Failed);

    internal static InstanceRun Lies(InstanceRun before, InstanceRun after) => Closed(before, VerdictKind.Changed);

    internal static InstanceRun Before(InstanceRun before, InstanceRun after) => before;

    internal static InstanceRun Settled(InstanceRun before, InstanceRun after) =>
        Stays(before, after) with
        {
            Ledger = before.Ledger with
            {
                Settled = KeySet.Empty == after.Sight?.Keys ? null : after.Sight?.Keys.Union(after.Write!.Wish.Keys),
            },
        };

    internal static InstanceRun Rides(InstanceRun before, InstanceRun after) =>
        after with
        {
            Demands = after.Demands.Select(demand => demand with { IsWaiting = false }),
        };

    internal static InstanceRun Unfailed(InstanceRun before, InstanceRun after) => before;

    private static InstanceRun Closed(InstanceRun run, VerdictKind kind) =>
        run with
        {
            Phase = RunPhase.Over,
            Custody = Custody.None,
            Demands = run.Demands.Select(demand => demand with { Verdict = new Verdict(kind) }),
        };

    private static bool From(InstanceRun before, RunPhase from, InstanceRun after, RunPhase to) =>
        before.Phase == from && after.Phase == to;

    private static bool Sees(RunEvent happened, PowerState state) => happened is RunEvent.Seen seen && seen.Sight.State == state;

    private static bool Ends(InstanceRun run, params VerdictKind[] kinds) =>
        run.Demands.All(demand => demand.Verdict is null || kinds.Contains(demand.Verdict.Kind));
}
