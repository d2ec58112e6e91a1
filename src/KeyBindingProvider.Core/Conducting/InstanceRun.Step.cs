using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

public sealed partial record InstanceRun
{
    /// <summary>The run after an event.</summary>
    public InstanceRun Step(RunEvent runEvent, RunFacts facts)
    {
        var run = Lesson == Lesson.None ? this : this with { Lesson = Lesson.None };
        return runEvent switch
        {
            RunEvent.Asked asked => run.OnAsked(asked.Demand, facts),
            RunEvent.Seen seen => run.Looked(facts).OnSeen(seen.Sight, facts),
            RunEvent.Missing missing => run.Looked(facts).OnMissing(missing.BegunAt, facts),
            RunEvent.LookFailed => run.Looked(facts).OnLookFailed(facts),
            RunEvent.Sent sent => run.OnSent(sent.Wish, facts),
            RunEvent.Accepted accepted => run.OnAccepted(accepted.RequestId, facts),
            RunEvent.Refused refused => run.OnRefused(refused.Refusal, refused.BatchSize, facts),
            RunEvent.Lost lost => run.Smaller(lost.BatchSize, new Refusal(RefusalKind.Unanswered, lost.Why, ""), facts)
                .OnLost(run.Write!.Wish, "", facts),
            RunEvent.Cancelled cancelled => run.OnCancelled(cancelled, facts),
            RunEvent.TurnedAway turned => run.OnTurnedAway(turned, facts),
            RunEvent.Elapsed => run.OnElapsed(facts),
            _ => throw new ArgumentOutOfRangeException(nameof(runEvent)),
        };
    }

    private InstanceRun Looked(RunFacts facts) => this with { LookedAt = facts.Now, LookedIn = facts.Turn };

    /// <summary>A demand joins the window while its door is open; later it waits for the next one (rule <c>joining</c>).</summary>
    private InstanceRun OnAsked(Demand demand, RunFacts facts)
    {
        var hasLeft =
            Write
            is { Action: CallAction.Start, Fate: WriteFate.Open or WriteFate.Lost }
                or { Wish.IsForcedChange: true, Fate: WriteFate.Open };
        var isLate =
            Phase is RunPhase.Starting or RunPhase.Forced
            || hasLeft
            || (Phase == RunPhase.Doubt && Write is { Wish.IsForcedChange: true })
            || Attempts.Starts > 0
            || (facts.Rules.DoorCloses && IsDoorClosed(facts))
            || (Phase == RunPhase.Going && !HasRiders && Demands.Count > 0);
        // A removal that comes last must not be what takes the last key, so whoever joins may try again what came to nothing before.
        var first = Asked.First == TimeSpan.MinValue ? facts.Now : Asked.First;
        return this with
        {
            Demands = Demands.With(demand with { IsWaiting = isLate }),
            Asked = (first, facts.Now),
            Attempts = isLate ? Attempts : Attempts with { KeyWrites = 0 },
        };
    }

    /// <summary>Whether a machine that is down because of us waits for nobody any more.</summary>
    private bool IsDoorClosed(RunFacts facts) =>
        IsOurs
        && DownSince is { } since
        && (
            facts.Now - since >= facts.Bounds.Door
            || (Phase == RunPhase.Down && Sight is { } sight && !Ledger.IsOpen && IsSatisfied(sight.Keys, facts))
        );

    private InstanceRun OnCancelled(RunEvent.Cancelled cancelled, RunFacts facts)
    {
        var run = this with
        {
            Demands = Demands.Select(demand =>
                demand.Ask == cancelled.Ask && demand.Verdict is null
                    ? demand with
                    {
                        Cancelled = cancelled.Level,
                        Verdict = demand.IsWaiting ? new Verdict(VerdictKind.NotReached, Problem: cancelled.Why) : null,
                    }
                    : demand
            ),
        };
        if (run.Write is { Fate: WriteFate.Open })
        {
            // On its way: its answer comes first.
            return run;
        }

        if (run.Custody == Custody.None && run.Phase is RunPhase.Look or RunPhase.Down)
        {
            return run.Dismiss(demand => demand.Ask == cancelled.Ask, cancelled.Why, facts);
        }

        return run.StartOnlyIfCancelled(facts);
    }

    /// <summary>Everybody has cancelled twice: what is under way may still land, so its keys stay unsettled, and what is down is only started.</summary>
    private InstanceRun StartOnlyIfCancelled(RunFacts facts)
    {
        var isKeyWrite = Phase == RunPhase.Keys || (Phase == RunPhase.Doubt && Write is { Wish: { ChangesKeys: true, Force: false } });
        if (!isKeyWrite || !AllCancelled(CancelLevel.Hard))
        {
            return this;
        }

        return !HoldsSlot ? Close(End.Cancelled, facts)
            : IsOurs ? this with { Phase = RunPhase.Down, Watch = default }
            : this;
    }

    /// <summary>Riders that were cancelled while a write was on its way, and whose machine is not down because of us: nothing more is done for them.</summary>
    private InstanceRun DropCancelled(RunFacts facts)
    {
        foreach (var demand in Demands)
        {
            if (!HoldsSlot && demand.Rides && demand.Cancelled > CancelLevel.None)
            {
                return Dismiss(other => other.Rides && other.Cancelled > CancelLevel.None, CancelledBeforeItsTurn(), facts);
            }
        }

        return this;
    }

    private InstanceRun OnTurnedAway(RunEvent.TurnedAway turned, RunFacts facts) =>
        Custody == Custody.None && Phase == RunPhase.Look && Write is not { Fate: WriteFate.Open }
            ? Dismiss(demand => demand.Ask == turned.Ask, turned.Why, facts)
            : this;

    /// <summary>Demands for which nothing was begun end without their turn; what was begun is judged by what was read.</summary>
    private InstanceRun Dismiss(Func<Demand, bool> isMeant, Problem why, RunFacts facts)
    {
        var run = this with
        {
            Demands = Demands.Select(demand =>
                demand.Verdict is null && isMeant(demand)
                    ? demand with
                    {
                        Verdict = demand.IsTouched ? Judge(demand, End.BySight, facts) : new Verdict(VerdictKind.NotReached, Problem: why),
                    }
                    : demand
            ),
        };
        return run.HasRiders ? run : run.Close(End.BySight, facts);
    }

    /// <summary>Whoever could only ride along stays behind when nobody drives.</summary>
    private InstanceRun OnElapsed(RunFacts facts)
    {
        if (
            Phase == RunPhase.Look
            && Custody == Custody.None
            && facts.Now >= GatheredAt
            && Sight is { } sight
            && sight.State == Fleet.PowerState.Running
            && sight.IsIdle
        )
        {
            return LeaveBehind(sight, facts);
        }

        return this;
    }

    /// <summary>When nobody else is waited for.</summary>
    private TimeSpan GatheredAt
    {
        get
        {
            if (Asked.First == TimeSpan.MinValue)
            {
                return TimeSpan.MinValue;
            }

            var quiet = Asked.Last + Gather.Quiet;
            var most = Asked.First + Gather.Most;
            return quiet < most ? quiet : most;
        }
    }

    private InstanceRun OnSent(Wish.Write wish, RunFacts facts)
    {
        var attempts = wish.Action switch
        {
            CallAction.Stop => Attempts with { Stops = Attempts.Stops + 1 },
            CallAction.Start => Attempts with { Starts = Attempts.Starts + 1 },
            _ when wish.Force => Attempts with { Forces = Attempts.Forces + 1 },
            _ => Attempts with { KeyWrites = Attempts.KeyWrites + 1 },
        };
        var run = this with { Write = new SentWrite(wish, Sight?.Snapshot, facts.Now, facts.Now, "", WriteFate.Open), Attempts = attempts };
        if (!wish.TakesDown)
        {
            return run;
        }

        var isEscalation = Phase == RunPhase.Going;
        return run with
        {
            Custody = Custody == Custody.None ? Custody.Held : Custody,
            SeenDown = isEscalation && SeenDown,
            Mode = isEscalation ? Mode : ModeOf(facts),
            StopTimeout = isEscalation ? StopTimeout : TimeoutOfVoters(),
        };
    }

    private TimeSpan TimeoutOfVoters()
    {
        var longest = TimeSpan.Zero;
        foreach (var demand in Demands)
        {
            if (demand.Rides && demand.Votes && demand.StopTimeout > longest)
            {
                longest = demand.StopTimeout;
            }
        }

        return longest;
    }
}
