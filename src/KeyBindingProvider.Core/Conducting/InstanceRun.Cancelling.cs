using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

/// <content>An ask is cancelled, or turned away.</content>
public sealed partial record InstanceRun
{
    private InstanceRun OnCancelled(RunEvent.Cancelled cancelled, RunFacts facts)
    {
        var run = this with
        {
            Demands = Demands.Select(demand =>
                demand.Ask == cancelled.Ask && demand.Verdict is null
                    ? demand with
                    {
                        Cancelled = cancelled.Level,
                        WhyCancelled = cancelled.Why,
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
                return Dismiss(other => other.Rides && other.Cancelled > CancelLevel.None, BeforeItsTurn(demand), facts);
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
}
