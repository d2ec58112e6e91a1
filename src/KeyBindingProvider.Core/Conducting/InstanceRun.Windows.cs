namespace KeyBindingProvider.Core.Conducting;

/// <content>How a window ends, and how the next one begins.</content>
public sealed partial record InstanceRun
{
    /// <summary>What ended a window.</summary>
    private enum End
    {
        BySight,
        Busy,
        InUse,
        Blocked,
        Gone,
        Unread,
        Cancelled,
        StopFailed,
        StopTimedOut,
        StartedByAnother,
        StartFailed,
    }

    /// <summary>Every rider gets its verdict; whoever waits gets a window of its own.</summary>
    private InstanceRun Close(End end, RunFacts facts)
    {
        var run = this with
        {
            Demands = Demands.Select(demand => demand.Rides ? demand with { Verdict = Judge(demand, end, facts) } : demand),
            Phase = RunPhase.Over,
            Watch = default,
        };
        var isStuck = run.Custody == Custody.Missed;
        if (isStuck)
        {
            run = run with
            {
                Demands = run.Demands.Select(demand =>
                    demand.Verdict is null ? demand with { Verdict = new Verdict(VerdictKind.Failed, Problem: StillDownProblem()) } : demand
                ),
            };
        }

        foreach (var demand in run.Demands)
        {
            if (demand.Verdict is null)
            {
                return run.NextWindow(facts);
            }
        }

        return run;
    }

    private InstanceRun NextWindow(RunFacts facts) =>
        new()
        {
            Id = Id,
            Demands = Demands.Select(demand => demand.Verdict is null ? demand with { IsWaiting = false } : demand),
            Sight = Sight is { } sight ? sight with { Turn = -1 } : null,
            Ledger = facts.Rules.FreshWindow ? Ledger : default,
            SightsFrom = SightsFrom,
            HoldUntil = HoldOfNextWindow(facts),
            LookedAt = LookedAt,
            LookedIn = LookedIn,
            Asked = (facts.Now, facts.Now),
            Gather = Gather,
            BindForm = BindForm is BindForm.Restore ? BindForm.AsLearned : BindForm,
            Lesson = Lesson,
        };

    /// <summary>Where no look can be told from one that is older than our last write, the next window waits until none is.</summary>
    private TimeSpan HoldOfNextWindow(RunFacts facts)
    {
        if (!facts.Rules.FreshWindow || Write is not { } write || Ledger is { IsOpen: false, Settled: not null })
        {
            return TimeSpan.MinValue;
        }

        return write.AnsweredAt + facts.Bounds.Visibility + (Ledger.IsOpen ? facts.Bounds.Landing : TimeSpan.Zero);
    }
}
