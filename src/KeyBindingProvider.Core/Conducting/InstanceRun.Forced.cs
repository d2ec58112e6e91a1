using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A change that carries <c>ForceStop=true</c> was accepted.</content>
public sealed partial record InstanceRun
{
    private InstanceRun SeenForced(RunFacts facts)
    {
        var sight = Sight!;
        var isUp = sight.State == PowerState.Running && !sight.Latest.IsOperating;
        if (isUp && SeenDown && WantsNothing(sight.Keys, facts))
        {
            // Whoever has cancelled twice wants nothing any more, and old keys may still be shown: they stay unsettled.
            var up = this with
            {
                Custody = Custody.None,
            };
            return ShowsChange(sight.Keys, facts)
                ? (up with { Ledger = new KeyLedger(false, sight.BegunAt, sight.Keys), Lesson = Lesson.ForceProven }).Close(
                    End.BySight,
                    facts
                )
                : up.Close(End.BySight, facts);
        }

        var isOver = (IsRecordOurs && sight.Latest.IsFailed) || SeenDown || SinceAnswer >= facts.Bounds.Visibility + facts.Bounds.Landing;
        if (isUp && isOver)
        {
            var run = Watching(WatchKind.GoalUnmet, sight.BegunAt);
            return sight.BegunAt - run.Watch.Since > facts.Bounds.Visibility
                ? (run with { Custody = Custody.None, Ledger = Ledger with { IsOpen = false } }).Close(End.BySight, facts)
                : run;
        }

        if (sight.State == PowerState.Stopped && !sight.Latest.IsOperating)
        {
            var run = Watching(WatchKind.StillStopped, sight.BegunAt);
            var showsChange = ShowsChange(sight.Keys, facts);
            var ledger = IsRecordOurs || showsChange ? new KeyLedger(false, sight.BegunAt, sight.Keys) : Ledger;
            // Without our record nobody knows whether the service is still at it; one that has succeeded beside the old keys is ahead of the rest, and of the state perhaps.
            var isLeft =
                IsRecordOurs && (showsChange || sight.Latest.IsFailed)
                    ? sight.BegunAt > run.Watch.Since
                    : sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility;
            return isLeft ? (run with { Ledger = ledger }).ToDown(facts) : run;
        }

        return SinceAnswer >= facts.Bounds.Change + facts.Bounds.Start
            ? (this with { Custody = Custody.Missed }).Close(End.StartFailed, facts)
            : Unwatched();
    }
}
