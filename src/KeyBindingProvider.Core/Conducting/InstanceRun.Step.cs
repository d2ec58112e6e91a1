using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What happens to it.</content>
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
            RunEvent.MarkedByAnother => run.OnMarkedByAnother(facts),
            RunEvent.Elapsed => run.OnElapsed(facts),
            _ => throw new ArgumentOutOfRangeException(nameof(runEvent)),
        };
    }

    /// <summary>It is waited for, without a slot, and asked again; what is in our hands already stays there.</summary>
    private InstanceRun OnMarkedByAnother(RunFacts facts)
    {
        if (Phase != RunPhase.Look || HoldsSlot)
        {
            return this;
        }

        var run = this with { InUseSince = InUseSince ?? facts.Now, HoldUntil = facts.Now + facts.Bounds.Ask };
        return facts.Now - run.InUseSince >= facts.Bounds.InUse ? run.Close(End.InUse, facts) : run;
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
            || (Phase == RunPhase.Down && Sight is { } sight && !Ledger.IsOpen && WantsNothing(sight.Keys, facts))
        );

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
            _ when !wish.ChangesKeys => throw CallActions.Unknown(wish.Action),
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
