using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>How demands and asks end.</content>
internal sealed partial class Conductor
{
    private void AccountVerdicts(InstanceRun before, InstanceRun after)
    {
        List<Demand>? ended = null;
        foreach (var demand in after.Demands)
        {
            if (demand.Verdict is not null && !IsEnded(before, demand.Ask))
            {
                (ended ??= []).Add(demand);
            }
        }

        if (ended is not null)
        {
            Prove(after, ended);
            foreach (var demand in ended)
            {
                End(after, demand, ended);
            }
        }

        if (ended is not null || before.Custody != after.Custody || before.Phase != after.Phase)
        {
            foreach (var demand in after.Demands)
            {
                CloseIfSafe(after, demand);
            }
        }
    }

    private static bool IsEnded(InstanceRun before, long ask)
    {
        foreach (var demand in before.Demands)
        {
            if (demand.Ask == ask)
            {
                return demand.Verdict is not null;
            }
        }

        return false;
    }

    /// <summary>A cycle with right keys opens larger windows; a first one that could not be ended closes them all (rule <c>canary-first</c>).</summary>
    private void Prove(InstanceRun run, List<Demand> ended)
    {
        var isRight = ended.TrueForAll(demand => demand.Verdict is { Kind: VerdictKind.Changed or VerdictKind.AlreadySo });
        if (run.Lesson == Lesson.CycleProven && isRight)
        {
            CanaryProven = true;
            _forceProven = true;
            _mustAdmit = true;
        }
        else if (run.Lesson == Lesson.ForceProven && isRight)
        {
            _forceProven = true;
            _mustAdmit = true;
        }
        else if (
            run.Custody == Custody.Missed
            && !CanaryProven
            && ended.Exists(demand => _asks.TryGetValue(demand.Ask, out var ask) && ask.Request.Rollout.Policy.Canary > 0)
        )
        {
            _canaryLost ??= Problem.Error(
                ProblemCodes.NotReached,
                $"Not begun because {run.Id}, stopped first, could not be started: nothing more is stopped."
            ) with
            {
                Instances = [run.Id],
            };
        }
    }

    private void End(InstanceRun run, Demand demand, List<Demand> together)
    {
        if (!_asks.TryGetValue(demand.Ask, out var ask))
        {
            return;
        }

        var others = demand.IsCycled
            ? together
                .Where(other => other.Ask != demand.Ask && other.IsCycled)
                // An engine that tells no names apart: then the keys do.
                .SelectMany(other =>
                    other.Change.Resources.Select(name =>
                        demand.Change.Resources.Contains(name) ? $"{name} of {other.Change.Declared.Union(other.Change.Remove)}" : name
                    )
                )
                .Distinct()
                .ToArray()
            : [];
        ask.Ended[run.Id] = new AskedInstance(demand, run.Sight?.Snapshot, run.Sight is null && run.MissingSince is not null, others);
        ask.Failed += demand.Verdict!.Kind is VerdictKind.Failed or VerdictKind.Unverified && demand.Cancelled == CancelLevel.None ? 1 : 0;
        _mustAdmit |= ask.IsOverBudget;
        _recorder?.Ended(_facts.Now, run.Id, ask, demand.Verdict);
    }

    /// <summary>An ask is over when each of its machines has its verdict and is not down because of us, or is named.</summary>
    private void CloseIfSafe(InstanceRun run, Demand demand)
    {
        if (demand.Verdict is null || !_asks.TryGetValue(demand.Ask, out var ask) || !ask.Open.Contains(run.Id))
        {
            return;
        }

        if (run.Custody is Custody.Held or Custody.Ours && run.IsOpen)
        {
            return;
        }

        var last = ask.Ended[run.Id];
        ask.Ended[run.Id] = last with { Sight = run.Sight?.Snapshot ?? last.Sight, Demand = WithTheWorst(last.Demand, run) };
        ask.Open.Remove(run.Id);
        ask.Tell(run.Id);
        EndWaves(ask, run.Id);
        if (ask.Open.Count == 0)
        {
            Complete(ask);
        }
    }

    /// <summary>That it is down is worse than any reason before it; that it went down and came up is part of the truth.</summary>
    private static Demand WithTheWorst(Demand demand, InstanceRun run)
    {
        var cycled = demand.IsCycled || IsCycledLate(run, demand.Ask);
        if (run.Custody != Custody.Missed || demand.Verdict is { Problem.Code: var code } && code == ProblemCodes.StartFailed)
        {
            return demand with { IsCycled = cycled };
        }

        return demand with
        {
            IsCycled = cycled,
            Verdict = new Verdict(VerdictKind.Failed, Problem: run.StillDownProblem()),
        };
    }

    private static bool IsCycledLate(InstanceRun run, long ask)
    {
        foreach (var demand in run.Demands)
        {
            if (demand.Ask == ask)
            {
                return demand.IsCycled;
            }
        }

        return false;
    }

    private void Complete(Ask ask)
    {
        if (_asks.Remove(ask.Number))
        {
            _mustAdmit = true;
            _ending.Add(ask);
        }
    }

    /// <summary>A run that is over leaves; what our writes have left is remembered for as long as answers may be older.</summary>
    private void Retire(InstanceRun run)
    {
        _runs.Remove(run.Id);
        _ready.Remove(run.Id);
        _stops.Remove(run.Id, out _);
        _held.Remove(run.Id);
        _cohorts.Leave(run.Id);
        _retiredAt[run.Id] = _facts.Now;
        LetGo(run);
        if (run.Custody == Custody.Missed)
        {
            _missed.Add(run.Id);
        }

        if (run.Ledger.Settled is not null || run.Ledger.IsOpen)
        {
            _ledgers[run.Id] = run.Ledger;
        }
    }
}
