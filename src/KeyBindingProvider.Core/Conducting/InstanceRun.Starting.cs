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
        if (isUp && MayStillLand(sight.BegunAt, facts))
        {
            return Unwatched();
        }

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

    /// <summary>
    /// Whether a key write whose end nobody has waited for, because everybody cancelled twice, may still reach the machine: the service may shut it down for it
    ///, and then it is ours to start once more.
    /// </summary>
    private bool MayStillLand(TimeSpan at, RunFacts facts) =>
        Ledger is { IsOpen: true, IsLost: true } && at - Ledger.At < facts.Bounds.Landing + facts.Bounds.Visibility;

    private InstanceRun RetryStart(RunFacts facts)
    {
        if (Attempts.Starts >= facts.Bounds.Starts)
        {
            return (this with { Custody = Custody.Missed }).Close(End.StartFailed, facts);
        }

        return (
            this with
            {
                Phase = RunPhase.Down,
                Write = Write! with { Fate = WriteFate.Settled },
                Watch = default,
                GroupLimit = IsBeforeLastStart(facts) ? 1 : GroupLimit,
            }
        ).GiveUpKeys(facts);
    }

    /// <summary>The last try goes alone: whatever else the call named may have been why it came to nothing.</summary>
    private bool IsBeforeLastStart(RunFacts facts) => Attempts.Starts == facts.Bounds.Starts - 1;
}
