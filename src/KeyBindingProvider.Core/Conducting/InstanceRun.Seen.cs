using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What any look says, found or not.</content>
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

        if (Sight is { } newer && sight.BegunAt < newer.BegunAt)
        {
            // What a plan was made of, brought along by whoever joins.
            return this;
        }

        if (!sight.Snapshot.AreKeysTold && HasKnownKeys && sight.BegunAt - (MissingSince ?? sight.BegunAt) <= facts.Bounds.Visibility)
        {
            // Keys that were there are not gone because an answer leaves them out: believed when that lasts. It is no failed look all the same.
            return this with { MissingSince = MissingSince ?? sight.BegunAt, BlindSince = null, FailedLooks = 0 };
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
            RunPhase.Down => run.AfterBlindStart() is { Phase: not RunPhase.Down } started
                ? started.OnSeen(sight, facts)
                : run.SeenDownNow(facts),
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
