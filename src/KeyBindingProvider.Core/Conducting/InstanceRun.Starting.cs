using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A start was accepted.</content>
public sealed partial record InstanceRun
{
    private InstanceRun SeenStarting(RunFacts facts)
    {
        var sight = Sight!;
        var ours = IsRecordOurs;
        var isUp =
            sight.State == PowerState.Running
            && (
                !facts.Rules.UpOnProof
                || (ours && sight.Latest.IsSuccess)
                || (
                    !sight.Latest.IsOperating
                    && SinceAnswer >= facts.Bounds.Visibility
                    && !(ours && sight.Latest.IsFailed)
                    && (SeenDown || ours)
                )
            );
        if (isUp)
        {
            return (this with { Custody = Custody.None, Lesson = Lesson.CycleProven }).Close(End.BySight, facts);
        }

        if (ours && sight.Latest.IsFailed)
        {
            return RetryStart(facts);
        }

        if (sight.State == PowerState.Stopped && !sight.Latest.IsOperating)
        {
            var run = Watching(WatchKind.StillStopped, sight.BegunAt);
            return
                sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility
                && (ours || SinceAnswer >= facts.Bounds.Visibility + facts.Bounds.Landing)
                ? run.RetryStart(facts)
                : run;
        }

        return SinceAnswer >= facts.Bounds.Start ? (this with { Custody = Custody.Missed }).Close(End.StartFailed, facts) : Unwatched();
    }

    private InstanceRun RetryStart(RunFacts facts)
    {
        if (Attempts.Starts >= facts.Bounds.Starts)
        {
            return (this with { Custody = Custody.Missed, Lesson = Lesson.CycleLost }).Close(End.StartFailed, facts);
        }

        return (this with { Phase = RunPhase.Down, Watch = default }).GiveUpKeys(facts);
    }
}
