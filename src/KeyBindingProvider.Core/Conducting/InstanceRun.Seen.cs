using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

public sealed partial record InstanceRun
{
    private bool IsRecordOurs => Sight is { } sight && Write is { } write && write.IsOn(sight.Latest);

    private TimeSpan SinceAnswer => Sight!.BegunAt - Write!.AnsweredAt;

    private InstanceRun OnSeen(Sight sight, RunFacts facts)
    {
        if (facts.Rules.SightAfterAnswer && (Write is { Fate: WriteFate.Open } || sight.BegunAt < SightsFrom))
        {
            return this;
        }

        if (!sight.Snapshot.AreKeysTold && HasKnownKeys && sight.BegunAt - (MissingSince ?? sight.BegunAt) <= facts.Bounds.Visibility)
        {
            // Keys that were there are not gone because an answer leaves them out: believed when that lasts.
            return this with { MissingSince = MissingSince ?? sight.BegunAt };
        }

        var run = this with
        {
            Sight = sight,
            MissingSince = null,
            BlindSince = null,
            FailedLooks = 0,
            SeenDown = SeenDown || (HoldsSlot && sight.State != PowerState.Running),
        };
        if (!run.AgreesWithSettled(facts) && IsAboutKeys(sight.State))
        {
            // Older than what we have read since: no sight, and what was read before stands.
            return (run with { Sight = Sight is { } before ? before with { Turn = -1 } : null }).Unwatched();
        }

        if (sight.State.IsGoing && Phase is not (RunPhase.Look or RunPhase.Over))
        {
            // Somebody destroys it: it is not down because of us, and nobody can start it.
            return (run with { Custody = Custody.None }).Close(End.Gone, facts);
        }

        return Phase switch
        {
            RunPhase.Look => run.SeenInLook(facts),
            RunPhase.Going => run.SeenGoing(facts),
            RunPhase.Down => run.SeenDownNow(facts),
            RunPhase.Keys => run.SeenInKeys(facts),
            RunPhase.Starting => run.SeenStarting(facts),
            RunPhase.Forced => run.SeenForced(facts),
            RunPhase.Doubt => run.SeenInDoubt(facts),
            _ => run,
        };
    }

    private bool HasKnownKeys =>
        Sight is { } before ? !before.Keys.IsEmpty
        : Ledger.Settled is { } settled ? !settled.IsEmpty
        : Demands.Count > 0 && !Demands[0].Change.Bound.IsEmpty;

    private InstanceRun SeenInLook(RunFacts facts)
    {
        var sight = Sight!;
        if (!sight.IsIdle)
        {
            var since = BusySince ?? sight.BegunAt;
            return sight.BegunAt - since >= facts.Bounds.Busy && Custody == Custody.None
                ? Close(End.Busy, facts)
                : this with
                {
                    BusySince = since,
                };
        }

        var run = this with { BusySince = null };
        if (sight.State == PowerState.Stopped)
        {
            return run.IsSatisfied(sight.Keys, facts) && Custody == Custody.None && !run.MustStart
                ? run.Close(End.BySight, facts)
                : run.ToDown(facts);
        }

        if (sight.State != PowerState.Running)
        {
            return run.Close(End.Blocked, facts);
        }

        // RUNNING, whatever was sent: it never went down, or it is up again.
        run = run with
        {
            Custody = Custody.None,
        };
        if (run.IsSatisfied(sight.Keys, facts))
        {
            return run.Close(End.BySight, facts);
        }

        run = run.JudgeBlocked(facts);
        if (!run.HasRiders)
        {
            return run.Close(End.BySight, facts);
        }

        if (run.Attempts.Stops >= facts.Bounds.Tries || run.Attempts.Forces >= facts.Bounds.Tries)
        {
            return run.Close(End.StopFailed, facts);
        }

        var (bind, unbind) = run.Unmet(sight.Keys, facts);
        if (bind.IsEmpty && !unbind.IsEmpty && run.Unbindable(sight.Keys, facts).IsEmpty)
        {
            return run.Close(End.BySight, facts);
        }

        return facts.Now >= GatheredAt ? run.LeaveBehind(sight, facts) : run;
    }

    /// <summary>Whoever may not take it down waits for a later run, unless somebody else takes it down now.</summary>
    private InstanceRun LeaveBehind(Sight sight, RunFacts facts)
    {
        if (ModeOf(facts) != StopMode.None)
        {
            return this;
        }

        var run = this with
        {
            Demands = Demands.Select(demand =>
                demand.Rides && !IsMet(demand, sight.Keys, facts) ? demand with { Verdict = OfRunning(demand) } : demand
            ),
        };
        return run.Close(End.BySight, facts);
    }

    private bool MustStart
    {
        get
        {
            foreach (var demand in Demands)
            {
                if (demand.Rides && demand.MustStart && demand.Cancelled == CancelLevel.None)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private InstanceRun ToDown(RunFacts facts)
    {
        var ours = Custody == Custody.Held || MustStart ? Custody.Ours : Custody;
        var wasHeld = Custody is Custody.Held or Custody.Ours;
        var run = this with
        {
            Phase = RunPhase.Down,
            Custody = ours,
            DownSince = DownSince ?? Sight!.BegunAt,
            Watch = default,
            Quarantine = null,
            Demands = Demands.Select(demand => demand.Rides && wasHeld && !demand.IsCycled ? demand with { IsCycled = true } : demand),
        };
        run = run.JudgeBlocked(facts);
        return run.EndIfNothingIsLeft(facts);
    }

    /// <summary>A machine that was stopped before needs nothing more from us once no key write is wished.</summary>
    private InstanceRun EndIfNothingIsLeft(RunFacts facts) =>
        Phase == RunPhase.Down
        && !HoldsSlot
        && Sight is { } sight
        && sight.State == PowerState.Stopped
        && sight.IsIdle
        && (AllCancelled(CancelLevel.Soft) || KeyWish(sight.Keys, facts) is null)
            ? Close(End.BySight, facts)
            : this;

    /// <summary>Whether a look in this state would be judged by its keys.</summary>
    private bool IsAboutKeys(PowerState state) =>
        Phase switch
        {
            RunPhase.Look => true,
            RunPhase.Down => state == PowerState.Stopped,
            RunPhase.Starting => state == PowerState.Running,
            _ => false,
        };

    /// <summary>For V after keys have settled, a look that shows others is older than that.</summary>
    private bool AgreesWithSettled(RunFacts facts) =>
        !facts.Rules.SettledKeysAgree
        || Ledger.Settled is not { } settled
        || Sight!.BegunAt - Ledger.At >= facts.Bounds.Visibility
        || Sight.Keys.Equals(settled);

    private InstanceRun SeenGoing(RunFacts facts)
    {
        var sight = Sight!;
        if (sight.State == PowerState.Stopped && sight.IsIdle)
        {
            return ToDown(facts);
        }

        if (sight.State == PowerState.Running && sight.IsIdle && IsRecordOurs)
        {
            if (sight.Latest.IsFailed)
            {
                return (this with { Custody = Custody.None }).Close(End.StopFailed, facts);
            }

            var run = Watching(WatchKind.GoalUnmet, sight.BegunAt);
            return sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility
                ? (run with { Custody = Custody.None }).Close(End.StopFailed, facts)
                : run.LateIfSo(facts);
        }

        return Unwatched().LateIfSo(facts);
    }

    /// <summary>Past its time-out its riders have failed; it is followed on, and started if it stops late (rule <c>stop-ledger</c>).</summary>
    private InstanceRun LateIfSo(RunFacts facts)
    {
        var bounds = facts.Bounds;
        var timeout = Attempts.Stops > 1 ? bounds.LateStop : StopTimeout;
        if (SinceAnswer < timeout || (MustHarden(facts) && Attempts.Stops <= 1))
        {
            return this;
        }

        var run = this with
        {
            Demands = Demands.Select(demand => demand.Rides ? demand with { Verdict = Judge(demand, End.StopTimedOut, facts) } : demand),
        };
        if (SinceAnswer < StopTimeout + bounds.LateStop + bounds.Visibility && facts.Rules.FollowLateStops)
        {
            return run;
        }

        // RUNNING and idle so long after it: the stop never took.
        var isUp = Sight!.State == PowerState.Running && Sight.IsIdle;
        return (run with { Custody = isUp ? Custody.None : Custody.Missed }).Close(End.StopTimedOut, facts);
    }

    private InstanceRun SeenDownNow(RunFacts facts)
    {
        var sight = Sight!;
        var shownUp = (sight.State == PowerState.Running || sight.State == PowerState.Starting) && !sight.Latest.IsOperating;
        if (shownUp && HoldsSlot)
        {
            // After a forced change it is the service that starts it, be it late.
            return Write is { Wish.IsForcedChange: true, Fate: WriteFate.Accepted }
                ? (this with { Phase = RunPhase.Forced, Watch = default }).SeenForced(facts)
                : UpByAnother(facts);
        }

        if (!HoldsSlot && sight.State == PowerState.Running)
        {
            return Close(End.StartedByAnother, facts);
        }

        if (sight.State == PowerState.Stopped)
        {
            var run = Unwatched();
            return run.AfterProbe(facts).StuckIfSo(facts).EndIfNothingIsLeft(facts);
        }

        return StuckIfSo(facts);
    }

    /// <summary>Busy for too long while it is down: keys are given up, it is started.</summary>
    private InstanceRun StuckIfSo(RunFacts facts)
    {
        if (Sight!.IsIdle)
        {
            return this;
        }

        var since = BusySince ?? Sight.BegunAt;
        var run = this with { BusySince = since };
        if (Sight.BegunAt - since < facts.Bounds.Busy)
        {
            return run;
        }

        return HoldsSlot ? run.GiveUpKeys(facts) : run.Close(End.Busy, facts);
    }

    private InstanceRun GiveUpKeys(RunFacts facts) =>
        this with
        {
            Attempts = Attempts with { Binds = facts.Bounds.Tries, Unbinds = facts.Bounds.Tries },
        };

    /// <summary>Up in our window and not by us: believed when two looks V apart show it.</summary>
    private InstanceRun UpByAnother(RunFacts facts)
    {
        var run = Watching(WatchKind.UpInWindow, Sight!.BegunAt);
        if (facts.Rules.StrangersStartSeenTwice && Sight.BegunAt - run.Watch.Since < facts.Bounds.Visibility)
        {
            return run;
        }

        return Sight.State == PowerState.Running ? (run with { Custody = Custody.None }).Close(End.StartedByAnother, facts) : run;
    }

    private InstanceRun SeenInKeys(RunFacts facts)
    {
        var sight = Sight!;
        if ((sight.State == PowerState.Running || sight.State == PowerState.Starting) && !sight.Latest.IsOperating)
        {
            return UpByAnother(facts);
        }

        var run = Watch.Kind == WatchKind.UpInWindow ? this with { Watch = default } : this;
        var operating = sight.Latest.IsOperating;
        var isProven = !facts.Rules.GoalOnProof || (IsRecordOurs && sight.Latest.IsSuccess) || SinceAnswer >= facts.Bounds.Visibility;
        if (run.IsGoalRead(facts) && !operating && isProven)
        {
            return (
                run with
                {
                    Phase = RunPhase.Down,
                    Watch = default,
                    BusySince = null,
                    Ledger = new KeyLedger(false, sight.BegunAt, sight.Keys),
                    BindForm = BindForm == BindForm.Room ? BindForm.AsLearned : BindForm,
                }
            )
                .AfterProbe(facts)
                .EndIfNothingIsLeft(facts);
        }

        if (IsRecordOurs && sight.Latest.IsFailed)
        {
            return run.RetryKeys(facts);
        }

        if (operating)
        {
            return SinceAnswer >= facts.Bounds.Change ? run.RetryKeys(facts).GiveUpKeys(facts) : run;
        }

        if (IsRecordOurs || !facts.Rules.ClockOfOurSuccess)
        {
            run = run.Watching(WatchKind.GoalUnmet, sight.BegunAt);
            return sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility ? run.RetryKeys(facts) : run;
        }

        run = run.Unwatched();
        return SinceAnswer > facts.Bounds.Visibility + facts.Bounds.Landing ? run.RetryKeys(facts) : run;
    }

    private bool IsGoalRead(RunFacts facts)
    {
        var write = Write!.Wish;
        if (write.Action == CallAction.Disassociate)
        {
            return Sight!.Keys.Intersect(write.Keys).IsEmpty;
        }

        var goal = BindForm == BindForm.Restore ? write.Keys : Needs(facts).Declared.Intersect(write.Keys);
        return goal.IsSubsetOf(Sight!.Keys);
    }

    private InstanceRun RetryKeys(RunFacts facts)
    {
        var isBind = Write!.Action == CallAction.Associate;
        var run = this with
        {
            Phase = RunPhase.Down,
            Watch = default,
            Ledger = Ledger with { IsOpen = false },
            Attempts = isBind ? Attempts with { Binds = Attempts.Binds + 1 } : Attempts with { Unbinds = Attempts.Unbinds + 1 },
        };
        return run.AfterProbe(facts).EndIfNothingIsLeft(facts);
    }

    private InstanceRun SeenStarting(RunFacts facts)
    {
        var sight = Sight!;
        var ours = IsRecordOurs;
        var isUp =
            sight.State == PowerState.Running
            && (
                !facts.Rules.UpOnProof
                || (ours && sight.Latest.IsSuccess)
                || (
                    !sight.Latest.IsOperating
                    && SinceAnswer >= facts.Bounds.Visibility
                    && !(ours && sight.Latest.IsFailed)
                    && (SeenDown || ours)
                )
            );
        if (isUp)
        {
            return (this with { Custody = Custody.None, Lesson = Lesson.CycleProven }).Close(End.BySight, facts);
        }

        if (ours && sight.Latest.IsFailed)
        {
            return RetryStart(facts);
        }

        if (sight.State == PowerState.Stopped && !sight.Latest.IsOperating)
        {
            var run = Watching(WatchKind.StillStopped, sight.BegunAt);
            return
                sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility
                && (ours || SinceAnswer >= facts.Bounds.Visibility + facts.Bounds.Landing)
                ? run.RetryStart(facts)
                : run;
        }

        return SinceAnswer >= facts.Bounds.Start ? (this with { Custody = Custody.Missed }).Close(End.StartFailed, facts) : Unwatched();
    }

    private InstanceRun RetryStart(RunFacts facts)
    {
        if (Attempts.Starts >= facts.Bounds.Starts)
        {
            return (this with { Custody = Custody.Missed, Lesson = Lesson.CycleLost }).Close(End.StartFailed, facts);
        }

        return (this with { Phase = RunPhase.Down, Watch = default }).GiveUpKeys(facts);
    }

    private InstanceRun SeenForced(RunFacts facts)
    {
        var sight = Sight!;
        var up = sight.State == PowerState.Running && !sight.Latest.IsOperating;
        if (up && SeenDown && IsSatisfied(sight.Keys, facts))
        {
            return (
                this with
                {
                    Custody = Custody.None,
                    Ledger = new KeyLedger(false, sight.BegunAt, sight.Keys),
                    Lesson = Lesson.ForceProven,
                }
            ).Close(End.BySight, facts);
        }

        var isOver = (IsRecordOurs && sight.Latest.IsFailed) || SeenDown || SinceAnswer >= facts.Bounds.Visibility + facts.Bounds.Landing;
        if (up && isOver)
        {
            var run = Watching(WatchKind.GoalUnmet, sight.BegunAt);
            return sight.BegunAt - run.Watch.Since > facts.Bounds.Visibility
                ? (run with { Custody = Custody.None, Ledger = Ledger with { IsOpen = false } }).Close(End.BySight, facts)
                : run;
        }

        if (sight.State == PowerState.Stopped && !sight.Latest.IsOperating)
        {
            var run = Watching(WatchKind.StillStopped, sight.BegunAt);
            var ledger = IsRecordOurs || IsSatisfied(sight.Keys, facts) ? new KeyLedger(false, sight.BegunAt, sight.Keys) : Ledger;
            // Without our record nobody knows whether the service is still at it.
            var isLeft = IsRecordOurs ? sight.BegunAt > run.Watch.Since : sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility;
            return isLeft ? (run with { Ledger = ledger }).ToDown(facts) : run;
        }

        return SinceAnswer >= facts.Bounds.Change + facts.Bounds.Start
            ? (this with { Custody = Custody.Missed }).Close(End.StartFailed, facts)
            : Unwatched();
    }

    private InstanceRun OnMissing(TimeSpan begunAt, RunFacts facts)
    {
        if (facts.Rules.SightAfterAnswer && (Write is { Fate: WriteFate.Open } || begunAt < SightsFrom))
        {
            return this;
        }

        var since = MissingSince ?? begunAt;
        var run = this with { MissingSince = since, BlindSince = null, FailedLooks = 0 };
        var isGone = facts.Rules.GoneTakesTime ? begunAt - since > facts.Bounds.Visibility : begunAt > since;
        return isGone ? (run with { Sight = null, Custody = Custody.None }).Close(End.Gone, facts) : run;
    }

    private InstanceRun OnLookFailed(RunFacts facts)
    {
        if (Write is { Fate: WriteFate.Open })
        {
            return this;
        }

        var bounds = facts.Bounds;
        var since = BlindSince ?? facts.Now;
        var run = this with { BlindSince = since, FailedLooks = FailedLooks + 1 };
        if (Custody == Custody.None)
        {
            return facts.Now - since >= bounds.Busy ? (run with { Sight = null }).Close(End.Unread, facts) : run;
        }

        var isSpent = facts.Rules.BlindStartsAreBounded && Attempts.Starts >= bounds.Starts && run.FailedLooks > bounds.FailedLooks;
        return isSpent || (facts.Rules.BlindStartsAreBounded && facts.Now - since >= StopTimeout + bounds.LateStop + bounds.Busy)
            ? (run with { Sight = null, Custody = Custody.Missed }).Close(End.Unread, facts)
            : run;
    }
}
