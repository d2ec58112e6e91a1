using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A write is accepted, or its answer is lost.</content>
public sealed partial record InstanceRun
{
    private bool IsBlind(RunFacts facts) => FailedLooks >= facts.Bounds.FailedLooks && facts.Rules.BlindStart;

    /// <summary>The write is answered: what began to be read before says nothing any more.</summary>
    private InstanceRun Answered(WriteFate fate, string requestId, RunFacts facts) =>
        this with
        {
            Write = Write! with { Fate = fate, AnsweredAt = facts.Now, RequestId = requestId },
            SightsFrom = facts.Now,
            Sight = Sight is { } sight ? sight with { Turn = -1 } : null,
            Watch = default,
            BusySince = fate == WriteFate.Accepted ? null : BusySince,
        };

    private InstanceRun OnAccepted(string requestId, RunFacts facts) =>
        AfterAcceptance(Write!.Wish, Answered(WriteFate.Accepted, requestId, facts), facts).StartOnlyIfCancelled(facts);

    private InstanceRun AfterAcceptance(Wish.Write wish, InstanceRun run, RunFacts facts)
    {
        if (wish.Action == CallAction.Stop)
        {
            return run with { Phase = RunPhase.Going };
        }

        if (wish.Action == CallAction.Start)
        {
            run = run with
            {
                Demands = run.Demands.Select(demand => demand.Rides && demand.MustStart ? demand with { IsTouched = true } : demand),
            };
            return IsBlind(facts)
                ? run.StartedBlind(facts)
                : run with
                {
                    Phase = RunPhase.Starting,
                    Custody = facts.Rules.SlotUntilUp ? run.Custody : Custody.None,
                };
        }

        run = run.Touched(wish, facts);
        if (wish.Force)
        {
            return run with
            {
                Phase = RunPhase.Forced,
                Demands = run.Demands.Select(demand => demand.Rides ? demand with { IsCycled = true } : demand),
            };
        }

        var keepsKeys = wish.Action == CallAction.Associate && !wish.Keys.Intersect(run.KeysBeforeWrite).IsEmpty;
        return run with { Phase = RunPhase.Keys, Lesson = keepsKeys ? Lesson.FullSetsServe : Lesson.None };
    }

    /// <summary>Nobody saw it go down; its stop was accepted or may have been, so it counts as cycled.</summary>
    private InstanceRun StartedBlind(RunFacts facts) =>
        (
            this with
            {
                Phase = RunPhase.Down,
                Custody = Custody.Ours,
                Sight = null,
                GroupLimit = IsBeforeLastStart(facts) ? 1 : GroupLimit,
                Demands = Demands.Select(demand => demand.Rides ? demand with { IsCycled = true } : demand),
            }
        ).Pause(facts);

    /// <summary>Blind starts are a poll apart, whatever rule holds others.</summary>
    private InstanceRun Pause(RunFacts facts) => this with { HoldUntil = facts.Now + facts.Bounds.Poll };

    /// <summary>What was bound where the write was derived: a later look may show what it has done already.</summary>
    private KeySet KeysBeforeWrite => Write?.From?.Keys ?? KeySet.Empty;

    /// <summary>Whoever wanted what the write does has been worked for; the ledger is open until it has settled.</summary>
    private InstanceRun Touched(Wish.Write wish, RunFacts facts)
    {
        var keys = KeysBeforeWrite;
        return this with
        {
            Ledger = Ledger with { IsOpen = true, At = facts.Now, IsLost = Write is { Fate: WriteFate.Lost } },
            Kept = BindForm == BindForm.Probe && wish.Action == CallAction.Associate ? Wanted(keys, facts).Intersect(keys) : Kept,
            Demands = Demands.Select(demand => demand.Rides && IsFor(demand) ? demand with { IsTouched = true } : demand),
        };

        bool IsFor(Demand demand) =>
            wish.Action == CallAction.Associate
                ? !demand.Change.Declared.Except(keys).Intersect(wish.Keys).IsEmpty
                : !RemoveOf(demand, facts).Intersect(wish.Keys).IsEmpty;
    }

    private InstanceRun OnLost(Wish.Write wish, string requestId, RunFacts facts)
    {
        var run = Answered(WriteFate.Lost, requestId, facts);
        run = wish.ChangesKeys ? run.Touched(wish, facts) : run;
        if (!facts.Rules.Quarantine)
        {
            return run with { Phase = wish.TakesDown ? RunPhase.Look : RunPhase.Down };
        }

        if (wish.Action == CallAction.Start && IsBlind(facts))
        {
            return run.StartedBlind(facts);
        }

        return (run with { Phase = RunPhase.Doubt, Quarantine = null }).StartOnlyIfCancelled(facts);
    }
}
