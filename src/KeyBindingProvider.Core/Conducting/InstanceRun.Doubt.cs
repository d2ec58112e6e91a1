using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

public sealed partial record InstanceRun
{
    /// <summary>Finds out what became of a write by looking: equal looks for V, the last begun at least Λ + V after the sending, idle.</summary>
    private InstanceRun SeenInDoubt(RunFacts facts)
    {
        var sight = Sight!;
        var write = Write!;
        if (IsRecordOurs)
        {
            // A refused batch has worked on it all the same.
            var accepted = AfterAcceptance(write.Wish, this with { Write = write with { Fate = WriteFate.Accepted } }, facts);
            return accepted.OnSeen(sight, facts);
        }

        var quarantine = Quarantine is { } before && before.IsLike(sight.Snapshot) ? before : new Quarantine(sight.Snapshot, sight.BegunAt);
        var run = this with { Quarantine = quarantine };
        var bounds = facts.Bounds;
        var sinceSent = sight.BegunAt - write.SentAt;
        var isOver =
            sight.BegunAt - quarantine.Since >= bounds.Visibility
            && (!facts.Rules.QuarantineFromSending || (sinceSent >= bounds.Landing + bounds.Visibility && sight.IsIdle));
        if (!isOver)
        {
            return sinceSent >= StopTimeout + bounds.LateStop + bounds.Landing + bounds.Visibility + bounds.Busy
                ? run.GiveUpDoubt(facts)
                : run;
        }

        run = run with
        {
            Quarantine = null,
            Ledger = write.Wish.ChangesKeys ? new KeyLedger(false, sight.BegunAt, sight.Keys) : Ledger,
            Write = write with { Fate = WriteFate.Settled },
        };
        return run.Settle(write.Wish, facts) ?? run with { Quarantine = new Quarantine(sight.Snapshot, sight.BegunAt) };
    }

    private InstanceRun GiveUpDoubt(RunFacts facts)
    {
        var isUp = Sight!.State == PowerState.Running && Sight.IsIdle;
        return (this with { Custody = isUp || !HoldsSlot ? Custody.None : Custody.Missed }).Close(End.Unread, facts);
    }

    /// <summary>What the quarantine has shown; null where that says nothing yet.</summary>
    private InstanceRun? Settle(Wish.Write wish, RunFacts facts)
    {
        var sight = Sight!;
        var stopped = sight.State == PowerState.Stopped;
        var running = sight.State == PowerState.Running;
        if (wish.IsForcedChange)
        {
            return SettleForced(stopped, running, facts);
        }

        if (wish.ChangesKeys)
        {
            return stopped ? SettleKeys(wish, facts)
                : running ? (this with { Custody = Custody.None }).Close(End.StartedByAnother, facts)
                : null;
        }

        if (wish.Action == CallAction.Start)
        {
            return stopped ? RetryStart(facts)
                : running ? (this with { Custody = Custody.None }).Close(End.BySight, facts)
                : null;
        }

        if (stopped)
        {
            return (this with { Custody = IsSomebodyElses ? Custody.None : Custody.Held }).ToDown(facts);
        }

        if (sight.State == PowerState.Stopping)
        {
            return this with { Phase = RunPhase.Going };
        }

        if (!running)
        {
            return null;
        }

        if (SeenDown)
        {
            // It went down and somebody has started it: a second stop would be a second cycle.
            return (
                this with
                {
                    Custody = Custody.None,
                    Demands = Demands.Select(demand => demand.Rides ? demand with { IsCycled = true } : demand),
                }
            ).Close(End.StartedByAnother, facts);
        }

        var run = this with { Custody = Custody.None, Phase = RunPhase.Look };
        return AllCancelled(CancelLevel.Soft) ? run.Close(End.Cancelled, facts) : run.SeenInLook(facts);
    }

    /// <summary>
    /// A refused batch would show by its own request; a newer one on record is somebody else's stop, and stays stopped. One that was going down already when this stop was
    /// sent does so by an earlier stop of the run, whatever is on record since.
    /// </summary>
    private bool IsSomebodyElses =>
        Write is { RequestId.Length: > 0, From: { } before }
        && before.State == PowerState.Running
        && Sight!.Latest.RequestId.Length > 0
        && Sight.Latest.RequestId != before.LatestOperation.RequestId;

    private InstanceRun SettleKeys(Wish.Write wish, RunFacts facts)
    {
        var (bind, unbind) = Unmet(Sight!.Keys, facts);
        // A batch's refusal was due to any of its members: what it costs is a regrouping.
        var isOfBatch = Write!.RequestId.Length > 0;
        var failed = wish.Action == CallAction.Associate ? !bind.IsEmpty : !unbind.IsEmpty;
        var attempts =
            wish.Action == CallAction.Associate
                ? Attempts with
                {
                    Binds = Attempts.Binds + 1,
                }
                : Attempts with
                {
                    Unbinds = Attempts.Unbinds + 1,
                };
        var run = this with { Phase = RunPhase.Down, Attempts = failed && !isOfBatch ? attempts : Attempts };
        return run.AfterProbe(facts).EndIfNothingIsLeft(facts);
    }

    private InstanceRun? SettleForced(bool stopped, bool running, RunFacts facts)
    {
        if (SeenDown && stopped)
        {
            return (this with { Custody = Custody.Held }).ToDown(facts);
        }

        if (!running)
        {
            return null;
        }

        var up = this with { Custody = Custody.None };
        if (WantsNothing(Sight!.Keys, facts))
        {
            return up.Close(End.BySight, facts);
        }

        var isUnchanged = !facts.Rules.ForceOnlyUnchanged || (!SeenDown && IsUnchanged(Write!.From, Sight.Snapshot));
        return isUnchanged && !AllCancelled(CancelLevel.Soft)
            ? (up with { Phase = RunPhase.Look }).SeenInLook(facts)
            : up.Close(AllCancelled(CancelLevel.Soft) ? End.Cancelled : End.BySight, facts);
    }

    private static bool IsUnchanged(InstanceSnapshot? before, InstanceSnapshot now) =>
        before is not null && before.State == now.State && before.Keys.Equals(now.Keys) && before.LatestOperation == now.LatestOperation;

    /// <summary>After the one delta of the region: are the keys that it did not name still there?</summary>
    private InstanceRun AfterProbe(RunFacts facts)
    {
        if (BindForm == BindForm.Restore)
        {
            return Attempts.Binds >= facts.Bounds.Tries || Kept.IsSubsetOf(Sight!.Keys) ? GiveUpKeys(facts) : this;
        }

        var wasProbe =
            BindForm == BindForm.Probe && Write is { Action: CallAction.Associate, Fate: WriteFate.Accepted or WriteFate.Settled };
        if (!wasProbe)
        {
            return this;
        }

        // Without effect it is no answer. Somebody may have taken a key meanwhile; a bind that replaces would have taken all of them.
        var (missing, _) = Unmet(Sight!.Keys, facts);
        return !missing.Intersect(Write!.Wish.Keys).IsEmpty ? this
            : Kept.IsEmpty || !Kept.Intersect(Sight.Keys).IsEmpty
                ? this with
                {
                    BindForm = BindForm.AsLearned,
                    Lesson = Kept.IsEmpty ? Lesson.None : Lesson.DeltasServe,
                }
            : this with { BindForm = BindForm.Restore, Lesson = Lesson.NothingServes, Attempts = Attempts with { Binds = 0 } };
    }
}
