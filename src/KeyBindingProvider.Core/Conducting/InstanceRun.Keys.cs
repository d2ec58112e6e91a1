using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A bind or an unbind was accepted.</content>
public sealed partial record InstanceRun
{
    private InstanceRun SeenInKeys(RunFacts facts)
    {
        var sight = Sight!;
        if ((sight.State == PowerState.Running || sight.State == PowerState.Starting) && !sight.Latest.IsOperating)
        {
            return UpByAnother(facts);
        }

        var run = Watch.Kind == WatchKind.UpInWindow ? this with { Watch = default } : this;
        var operating = sight.Latest.IsOperating;
        var isProven = !facts.Rules.GoalOnProof || (IsRecordOurs && sight.Latest.IsSuccess) || SinceAnswer >= facts.Bounds.Visibility;
        if (run.IsGoalRead(facts) && !operating && isProven)
        {
            return (
                run with
                {
                    Phase = RunPhase.Down,
                    Watch = default,
                    BusySince = null,
                    Ledger = new KeyLedger(false, sight.BegunAt, sight.Keys),
                    BindForm = BindForm == BindForm.Room ? BindForm.AsLearned : BindForm,
                }
            )
                .AfterProbe(facts)
                .EndIfNothingIsLeft(facts);
        }

        if (IsRecordOurs && sight.Latest.IsFailed)
        {
            return run.RetryKeys(facts);
        }

        if (operating)
        {
            return SinceAnswer >= facts.Bounds.Change ? run.RetryKeys(facts).GiveUpKeys(facts) : run;
        }

        if (IsRecordOurs || !facts.Rules.ClockOfOurSuccess)
        {
            run = run.Watching(WatchKind.GoalUnmet, sight.BegunAt);
            return sight.BegunAt - run.Watch.Since >= facts.Bounds.Visibility ? run.RetryKeys(facts) : run;
        }

        run = run.Unwatched();
        return SinceAnswer > facts.Bounds.Visibility + facts.Bounds.Landing ? run.RetryKeys(facts) : run;
    }

    private bool IsGoalRead(RunFacts facts)
    {
        var write = Write!.Wish;
        if (write.Action == CallAction.Disassociate)
        {
            return Sight!.Keys.Intersect(write.Keys).IsEmpty;
        }

        var goal = BindForm == BindForm.Restore ? write.Keys : Needs(facts).Declared.Intersect(write.Keys);
        return goal.IsSubsetOf(Sight!.Keys);
    }

    private InstanceRun RetryKeys(RunFacts facts)
    {
        var isBind = Write!.Action == CallAction.Associate;
        var run = this with
        {
            Phase = RunPhase.Down,
            Watch = default,
            Ledger = Ledger with { IsOpen = false },
            Attempts = isBind ? Attempts with { Binds = Attempts.Binds + 1 } : Attempts with { Unbinds = Attempts.Unbinds + 1 },
        };
        return run.AfterProbe(facts).EndIfNothingIsLeft(facts);
    }
}
