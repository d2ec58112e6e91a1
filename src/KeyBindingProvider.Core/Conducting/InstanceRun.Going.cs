using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A stop of ours was accepted.</content>
public sealed partial record InstanceRun
{
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
}
