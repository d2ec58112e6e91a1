using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>It is STOPPED.</content>
public sealed partial record InstanceRun
{
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

    /// <summary>
    /// A machine that was stopped before needs nothing more from us once no key write is wished; unless somebody who is to start it came while its keys were changed for
    /// others.
    /// </summary>
    private InstanceRun EndIfNothingIsLeft(RunFacts facts)
    {
        if (Phase != RunPhase.Down || HoldsSlot || Sight is not { IsIdle: true } sight || sight.State != PowerState.Stopped)
        {
            return this;
        }

        if (MustStart)
        {
            return this with { Custody = Custody.Ours };
        }

        return AllCancelled(CancelLevel.Soft) || (KeyWish(sight.Keys, facts) is null && !WaitsForKeys(sight.Keys, facts))
            ? Close(End.BySight, facts)
            : this;
    }

    /// <summary>It can be looked at again after a start that nobody saw: that start decides first, whatever an old answer shows.</summary>
    private InstanceRun AfterBlindStart() =>
        !HoldsSlot || Write is not { Action: CallAction.Start } start ? this
        : start.Fate == WriteFate.Lost ? this with { Phase = RunPhase.Doubt, Quarantine = null }
        : start.Fate == WriteFate.Accepted
        || (start.Fate == WriteFate.Refused && Refusal is { Kind: RefusalKind.Starting or RefusalKind.Running })
            ? this with
            {
                Phase = RunPhase.Starting,
                Watch = default,
            }
        : this;

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
            var run = Unwatched().DropCancelled(facts);
            return !run.IsOpen ? run : run.AfterProbe(facts).StuckIfSo(facts).EndIfNothingIsLeft(facts);
        }

        return StuckIfSo(facts);
    }

    /// <summary>Busy for too long while it is down: keys are given up, it is started; where it never comes to rest it is named.</summary>
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

        if (!HoldsSlot)
        {
            return run.Close(End.Busy, facts);
        }

        return Sight.BegunAt - since >= facts.Bounds.Start
            ? (run with { Custody = Custody.Missed }).Close(End.StartFailed, facts)
            : run.GiveUpKeys(facts);
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
}
