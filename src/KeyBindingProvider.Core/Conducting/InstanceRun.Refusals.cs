using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A write is refused: what that says of this instance, and what is tried instead.</content>
public sealed partial record InstanceRun
{
    private InstanceRun OnRefused(Refusal refusal, int batchSize, RunFacts facts)
    {
        var wish = Write!.Wish;
        if (batchSize > 1)
        {
            return OnBatchRefused(wish, refusal, batchSize, facts);
        }

        var run = Answered(WriteFate.Refused, refusal.RequestId, facts);
        if (refusal.Kind is RefusalKind.Throttled or RefusalKind.Busy)
        {
            return run.Uncounted(wish).Waiting(wish, facts).Hold(facts);
        }

        return wish.Action switch
        {
            CallAction.Stop => run.StopRefused(refusal, facts),
            CallAction.Start => run.StartRefused(refusal, facts),
            _ when !wish.ChangesKeys => throw CallActions.Unknown(wish.Action),
            _ when wish.Force => run.ForceRefused(wish, refusal, facts),
            _ => run.KeysRefused(wish, refusal, facts),
        };
    }

    /// <summary>A wait is no attempt.</summary>
    private InstanceRun Uncounted(Wish.Write wish) =>
        this with
        {
            Attempts = wish.Action switch
            {
                CallAction.Stop => Attempts with { Stops = Attempts.Stops - 1 },
                CallAction.Start => Attempts with { Starts = Attempts.Starts - 1 },
                _ when !wish.ChangesKeys => throw CallActions.Unknown(wish.Action),
                _ when wish.Force => Attempts with { Forces = Attempts.Forces - 1 },
                _ => Attempts with { KeyWrites = Attempts.KeyWrites - 1 },
            },
        };

    /// <summary>Busy or throttled: a stop gives its slot back; what is down gives its keys up when that lasts too long.</summary>
    private InstanceRun Waiting(Wish.Write wish, RunFacts facts)
    {
        var since = BusySince ?? facts.Now;
        var run = this with { BusySince = since };
        if (wish.TakesDown)
        {
            run = Phase == RunPhase.Going ? run : run with { Custody = facts.Rules.RefusedIsNotOurs ? Custody.None : run.Custody };
            return facts.Now - since >= facts.Bounds.Busy && run.Custody == Custody.None ? run.Close(End.Busy, facts) : run;
        }

        if (wish.Action == CallAction.Start)
        {
            return facts.Now - since >= facts.Bounds.Start ? (run with { Custody = Custody.Missed }).Close(End.StartFailed, facts) : run;
        }

        if (facts.Now - since < facts.Bounds.Busy)
        {
            return run;
        }

        run = run with { BusySince = null };
        return run.HoldsSlot ? run.GiveUpKeys(facts) : run.Close(End.Busy, facts);
    }

    private InstanceRun StopRefused(Refusal refusal, RunFacts facts)
    {
        if (Phase == RunPhase.Going)
        {
            // The HARD after a SOFT, refused because it is STOPPING: it is followed on.
            return this;
        }

        var run = this with { Custody = facts.Rules.RefusedIsNotOurs ? Custody.None : Custody, Phase = RunPhase.Look, Refusal = refusal };
        return refusal.Kind switch
        {
            RefusalKind.Stopped => run,
            RefusalKind.Stopping or RefusalKind.Starting or RefusalKind.Passing or RefusalKind.Running => run.Hold(facts),
            RefusalKind.Gone => run.Hold(facts).Uncounted(Write!.Wish),
            _ => run.Close(End.StopFailed, facts),
        };
    }

    private InstanceRun ForceRefused(Wish.Write wish, Refusal refusal, RunFacts facts)
    {
        var run = this with { Custody = facts.Rules.RefusedIsNotOurs ? Custody.None : Custody, Phase = RunPhase.Look, Refusal = refusal };
        return refusal.Kind switch
        {
            RefusalKind.Authorization => run.Close(End.StopFailed, facts),
            // Nothing went down; a hard stop window finds out what the service accepts, in one cycle.
            RefusalKind.Key or RefusalKind.KeyGone or RefusalKind.Limit or RefusalKind.Request or RefusalKind.State => run with
            {
                Mode = StopMode.Hard,
            },
            _ => run.Uncounted(wish).Hold(facts),
        };
    }

    private InstanceRun StartRefused(Refusal refusal, RunFacts facts)
    {
        var run = this with { Refusal = refusal };
        switch (refusal.Kind)
        {
            case RefusalKind.Running when IsBlind(facts) && MayStillLand(facts.Now, facts):
                return run.Uncounted(Write!.Wish).Waiting(Write.Wish, facts).Pause(facts);
            case RefusalKind.Running when IsBlind(facts):
                return (run with { Custody = Custody.None, Sight = null }).Close(End.Unread, facts);
            case RefusalKind.Running or RefusalKind.Starting when !IsBlind(facts):
                return run with { Phase = RunPhase.Starting };
            case RefusalKind.Gone:
                // What nobody may look at any more is gone when every start says so.
                return Attempts.Starts >= facts.Bounds.Starts
                    ? (run with { Custody = Custody.None, Sight = null }).Close(End.Gone, facts)
                    : run.Pause(facts);
            case RefusalKind.Starting or RefusalKind.Stopping or RefusalKind.Passing:
                // On its way, unseen: what it becomes is asked a poll later.
                return run.Uncounted(Write!.Wish).Waiting(Write.Wish, facts).Pause(facts);
            default:
                return Attempts.Starts >= facts.Bounds.Starts
                    ? (run with { Custody = Custody.Missed }).Close(End.StartFailed, facts)
                    : run.GiveUpKeys(facts).Pause(facts);
        }
    }

    private InstanceRun KeysRefused(Wish.Write wish, Refusal refusal, RunFacts facts)
    {
        var run = this with { Refusal = refusal };
        switch (refusal.Kind)
        {
            case RefusalKind.Running or RefusalKind.Starting when Attempts.Forces > 0:
                // The service starts it again after the forced change: a look that shows it STOPPED may be older than that.
                return run.Uncounted(wish).Waiting(wish, facts) with { HoldUntil = facts.Now + facts.Bounds.Visibility };
            case RefusalKind.Running or RefusalKind.Starting or RefusalKind.Stopping or RefusalKind.Passing or RefusalKind.Stopped:
                return run.Uncounted(wish).Waiting(wish, facts).Hold(facts);
            case RefusalKind.Key or RefusalKind.KeyGone when wish.Action == CallAction.Disassociate:
                return run.KeyRefused(wish).Hold(facts);
            case RefusalKind.Limit when wish.Action == CallAction.Associate && CanMakeRoom(facts):
                return (run with { BindForm = BindForm.Room }).Uncounted(wish);
            case RefusalKind.Key or RefusalKind.Request when facts.DeltasServe && NamesBoundKeys(wish):
                // Sent before the region had learned to leave them out.
                return (run with { BindForm = BindForm.AsLearned }).Uncounted(wish).Hold(facts);
            case RefusalKind.Key or RefusalKind.Request when MayBeAboutBoundKeys(wish, facts):
                return (run with { BindForm = BindForm.Probe }).Uncounted(wish).Hold(facts);
            default:
                run =
                    wish.Action == CallAction.Associate
                        ? run with
                        {
                            Attempts = Attempts with { Binds = facts.Bounds.Tries },
                        }
                        : run with
                        {
                            Attempts = Attempts with { Unbinds = facts.Bounds.Tries },
                        };
                return run.Hold(facts);
        }
    }

    private bool CanMakeRoom(RunFacts facts) => BindForm != BindForm.Room && Sight is { } sight && !RoomFor(sight.Keys, facts).IsEmpty;

    /// <summary>A full set with kept keys, and nobody has seen one accepted yet.</summary>
    private bool MayBeAboutBoundKeys(Wish.Write wish, RunFacts facts) =>
        BindForm is BindForm.AsLearned or BindForm.Alone && !facts.FullSetsServe && !facts.DeltasServe && NamesBoundKeys(wish);

    private bool NamesBoundKeys(Wish.Write wish) =>
        wish.Action == CallAction.Associate && Sight is { } sight && !wish.Keys.Intersect(sight.Keys).IsEmpty;

    /// <summary>A key is the cause: the keys are divided; one that is refused by itself counts as unbound, until it is read.</summary>
    private InstanceRun KeyRefused(Wish.Write wish) =>
        wish.Keys.Count > 1
            ? (this with { KeyLimit = (wish.Keys.Count + 1) / 2 }).Uncounted(wish)
            : (this with { RefusedKeys = RefusedKeys.Union(wish.Keys) }).Uncounted(wish);
}
