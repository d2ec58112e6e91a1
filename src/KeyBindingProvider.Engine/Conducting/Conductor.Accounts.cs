using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>What a step of one instance means for everybody else: slots, and what the region learns.</content>
internal sealed partial class Conductor
{
    /// <summary>What a step means for everybody else: slots, what the region has learned, verdicts.</summary>
    private void Account(InstanceRun before, InstanceRun after)
    {
        AccountSlot(before, after);
        _companions.Account(after, _facts.Now);
        if (
            before.Phase != after.Phase
            && before.Write is { Fate: WriteFate.Accepted } write
            && after.Sight is { } seen
            && seen.BegunAt > write.AnsweredAt
        )
        {
            _looks.Learn(write.Action, seen.BegunAt - write.AnsweredAt);
        }

        Learn(after);
        AccountVerdicts(before, after);
        if (_recorder is not null && before.Phase != after.Phase)
        {
            _recorder.Moved(_facts.Now, after.Id, before.Phase, after.Phase);
        }
    }

    private void AccountSlot(InstanceRun before, InstanceRun after)
    {
        _ = after.HoldsSlot ? _held.Add(after.Id) : _held.Remove(after.Id);
        if (before.HoldsSlot && !after.HoldsSlot)
        {
            _budget.Return(
                wasStuck: before.Custody == Custody.Missed,
                wasStopped: after.SeenDown || after.DownSince is not null || before.Phase is not (RunPhase.Look or RunPhase.Doubt)
            );
            Windows.Close(after.Id);
            _options.Journal.Closed(_api.Region, after.Id, isUp: true);
            _cohorts.Leave(after.Id);
            _mustAdmit = true;
        }
        else if (after.Custody == Custody.Missed && before.Custody != Custody.Missed)
        {
            _budget.Miss();
            Windows.Close(after.Id);
            _options.Journal.Closed(_api.Region, after.Id, isUp: false);
            _mustAdmit = true;
        }
        else if (after.HoldsSlot && !before.HoldsSlot)
        {
            if (!_reserved.Remove(after.Id))
            {
                // What an earlier run left down, or this one could not start before: it counts, whatever the limit says.
                _budget.Take();
            }

            Windows.Open(after.Id);
            _mustAdmit = true;
        }
    }

    private void Learn(InstanceRun run)
    {
        switch (run.Lesson)
        {
            case Lesson.FullSetsServe:
                _fullSetsServe = true;
                break;
            case Lesson.DeltasServe:
                _deltasServe = true;
                break;
            case Lesson.NothingServes:
                _nothingServes = true;
                var problem = Problem.Error(
                    ProblemCodes.BindFailed,
                    $"{run.Id}: the service refuses to name bound keys and drops what a bind does not name; no further bind is tried."
                ) with
                {
                    Instances = [run.Id],
                    Remedy = "No apply can bind a key here without taking others off: bind it by hand, and report this.",
                };
                foreach (var ask in _asks.Values)
                {
                    ask.Aborted ??= problem;
                    ask.Problems.Add(problem);
                }

                break;
        }

        // Only a machine that is stopped can be asked with: one that waits for its slot would keep those waiting that hold the slots.
        var isProbe = run.BindForm is BindForm.Alone or BindForm.Probe or BindForm.Restore && IsBeingChanged(run);
        _probe =
            isProbe ? _probe ?? run.Id
            : _probe == run.Id ? null
            : _probe;
        var learned = _facts with
        {
            FullSetsServe = _fullSetsServe,
            DeltasServe = _deltasServe,
            NothingServes = _nothingServes,
            Probe = _probe,
        };
        if (learned != _facts)
        {
            _facts = learned;
            _dirty.UnionWith(_runs.Values.Where(other => other.BindForm is BindForm.Alone or BindForm.Probe).Select(other => other.Id));
        }
    }

    private static bool IsBeingChanged(InstanceRun run) =>
        run.Phase is RunPhase.Down or RunPhase.Keys || run is { Phase: RunPhase.Doubt, Write.Wish: { ChangesKeys: true, Force: false } };
}
