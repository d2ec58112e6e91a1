using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What it wants next.</content>
public sealed partial record InstanceRun
{
    /// <summary>What it wants next.</summary>
    public Wish NextWish(RunFacts facts)
    {
        if (Phase == RunPhase.Over)
        {
            return Wish.Done;
        }

        if (Write is { Fate: WriteFate.Open })
        {
            return new Wish.Wait(TimeSpan.MaxValue);
        }

        if (HoldUntil > facts.Now)
        {
            return new Wish.Wait(HoldUntil);
        }

        if (MayStartBlind(facts))
        {
            return Wish.Start;
        }

        return Phase switch
        {
            RunPhase.Look => WishInLook(facts),
            RunPhase.Going when MustHarden(facts) => IsFresh(facts) ? Wish.Stop(hard: true) : LookAgain(facts),
            RunPhase.Down => WishInDown(facts),
            _ => LookAgain(facts),
        };
    }

    private bool IsFresh(RunFacts facts) => Sight is { } sight && (sight.Turn == facts.Turn || !facts.Rules.SightOfTheTurn);

    private bool MayStartBlind(RunFacts facts) =>
        facts.Rules.BlindStart
        && facts.Rules.Restart
        && FailedLooks >= facts.Bounds.FailedLooks
        && Custody is Custody.Held or Custody.Ours
        && (Attempts.Starts < facts.Bounds.Starts || !facts.Rules.BlindStartsAreBounded)
        // Until a stop can land no more, "is RUNNING" would prove nothing; a key write that lands on a running machine may shut it down once more.
        && (
            Write is not ({ Wish.TakesDown: true } or { Wish.ChangesKeys: true, Fate: WriteFate.Lost })
            || facts.Now - Write.SentAt >= facts.Bounds.Landing
        );

    /// <summary>At once where a decision waits for it, by the schedule where something of ours goes on or the last look decided nothing.</summary>
    private Wish.Look LookAgain(RunFacts facts)
    {
        if (Phase is RunPhase.Look or RunPhase.Down && LookedIn != facts.Turn)
        {
            return new Wish.Look(facts.Now);
        }

        var next = facts.Looks.NextLook(this, facts);
        return new Wish.Look(next > facts.Now || LookedIn != facts.Turn ? next : facts.Now + facts.Bounds.Poll);
    }

    private Wish WishInLook(RunFacts facts)
    {
        if (!IsFresh(facts))
        {
            return LookAgain(facts);
        }

        var sight = Sight!;
        if (sight.State != PowerState.Running || !sight.IsIdle || AllCancelled(CancelLevel.Soft) || WaitsForKeys(sight.Keys, facts))
        {
            return LookAgain(facts);
        }

        if (facts.Now < GatheredAt)
        {
            return new Wish.Wait(GatheredAt);
        }

        var mode = ModeOf(facts);
        if (mode == StopMode.None)
        {
            return new Wish.Wait(facts.Now);
        }

        if (mode != StopMode.ForceStop)
        {
            return Wish.Stop(hard: mode == StopMode.Hard);
        }

        var (bind, _) = Unmet(sight.Keys, facts);
        return bind.IsEmpty
            ? new Wish.Write(CallAction.Disassociate, Unbindable(sight.Keys, facts), Force: true)
            : new Wish.Write(CallAction.Associate, BindSet(sight.Keys, bind, facts), Force: true);
    }

    /// <summary>The gentlest of those who vote; under <c>force</c> what takes two calls is a hard window, since two forced calls would be two cycles.</summary>
    private StopMode ModeOf(RunFacts facts)
    {
        StopPolicy? gentlest = null;
        foreach (var demand in Demands)
        {
            if (demand.Rides && demand.Votes && demand.Cancelled == CancelLevel.None && !(demand.StopPolicy >= gentlest))
            {
                gentlest = demand.StopPolicy;
            }
        }

        if (gentlest is not StopPolicy.Force)
        {
            return gentlest switch
            {
                null => StopMode.None,
                StopPolicy.GracefulThenForce => StopMode.SoftThenHard,
                _ => StopMode.Soft,
            };
        }

        var keys = Sight?.Keys ?? KeySet.Empty;
        var (bind, unbind) = Unmet(keys, facts);
        var fitsOneCall = bind.IsEmpty ? unbind.Count <= CvmLimits.KeysPerCall && !HasLaterRemovals(keys, facts) : unbind.IsEmpty;
        return Mode == StopMode.Hard || !fitsOneCall ? StopMode.Hard : StopMode.ForceStop;
    }

    private bool MustHarden(RunFacts facts) =>
        (Mode == StopMode.SoftThenHard || !facts.Rules.EscalateOnlyWithLeave)
        && Attempts.Stops < facts.Bounds.Tries
        && HasRiders
        && AllCancelled(CancelLevel.None)
        && !HasCancelled
        && facts.Now - Write!.AnsweredAt >= StopTimeout
        && Sight is { } sight
        // On its way down, be it slowly. RUNNING and idle is something else: it came up again, and a second stop would be a second cycle.
        && (sight.State == PowerState.Stopping || sight is { Latest.IsOperating: true } && sight.State == PowerState.Running);

    private bool HasCancelled
    {
        get
        {
            foreach (var demand in Demands)
            {
                if (demand.Rides && demand.Cancelled > CancelLevel.None)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private Wish WishInDown(RunFacts facts)
    {
        if (IsOurs && AllCancelled(CancelLevel.Hard))
        {
            return Sight is null ? LookAgain(facts) : Starting(facts);
        }

        if (!IsFresh(facts))
        {
            return LookAgain(facts);
        }

        var sight = Sight!;
        if (sight.State != PowerState.Stopped || !sight.IsIdle)
        {
            return LookAgain(facts);
        }

        var gathered = Asked.First == TimeSpan.MinValue ? facts.Now : Asked.First + Gather.Stopped;
        if (!IsOurs && facts.Now < gathered)
        {
            return new Wish.Wait(gathered);
        }

        return KeyWish(sight.Keys, facts) ?? (IsOurs ? Starting(facts) : LookAgain(facts));
    }

    private Wish Starting(RunFacts facts) => facts.Rules.Restart ? Wish.Start : LookAgain(facts);
}
