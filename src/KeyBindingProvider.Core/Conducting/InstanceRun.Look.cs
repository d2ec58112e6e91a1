using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>Nothing of ours is going on.</content>
public sealed partial record InstanceRun
{
    private InstanceRun SeenInLook(RunFacts facts)
    {
        var sight = Sight!;
        if (sight.IsInUse && Custody == Custody.None)
        {
            var waiting = this with { InUseSince = InUseSince ?? sight.BegunAt };
            return sight.BegunAt - waiting.InUseSince >= facts.Bounds.InUse ? waiting.Close(End.InUse, facts) : waiting;
        }

        if (!sight.IsIdle)
        {
            var since = BusySince ?? sight.BegunAt;
            if (sight.BegunAt - since < facts.Bounds.Busy)
            {
                return this with { BusySince = since };
            }

            // One that an earlier operation has given up and that hangs still is given up again, and named.
            return Custody == Custody.None
                ? Close(End.Busy, facts)
                : (this with { Custody = Custody.Missed }).Close(End.StartFailed, facts);
        }

        var run = this with { BusySince = null };
        if (sight.State == PowerState.Stopped)
        {
            return run.WantsNothing(sight.Keys, facts) && Custody == Custody.None && !run.MustStart
                ? run.Close(End.BySight, facts)
                : run.ToDown(facts);
        }

        if (sight.State != PowerState.Running)
        {
            return run.Close(End.Blocked, facts);
        }

        // RUNNING, whatever was sent: it never went down, or it is up again.
        run = (run with { Custody = Custody.None }).DropCancelled(facts);
        if (!run.IsOpen)
        {
            return run;
        }

        if (run.WantsNothing(sight.Keys, facts))
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
        if (run.WaitsForKeys(sight.Keys, facts))
        {
            return run;
        }

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
}
