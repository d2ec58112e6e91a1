using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>A fault of our own must not leave machines down, and must not keep anybody waiting for ever.</content>
internal sealed partial class Conductor
{
    /// <summary>So many while anything is open, and it is hopeless.</summary>
    private const int MostFaults = 5;

    private static Problem ProblemOf(Exception exception) => Problem.Fault(exception);

    /// <summary>A turn has failed: nothing more goes down, and it is tried again a poll later, until that is hopeless.</summary>
    private void OnFault(Exception exception, bool isLast)
    {
        var problem = ProblemOf(exception);
        _recorder?.Faulted(_facts.Now, exception);
        foreach (var ask in _asks.Values)
        {
            ask.Aborted ??= problem;
            if (!ask.Problems.Contains(problem))
            {
                ask.Problems.Add(problem);
            }
        }

        if (isLast)
        {
            GiveUp(problem);
            return;
        }

        _mustAdmit = true;
        _dirty.UnionWith(_runs.Keys);
        _timer.Change(_bounds.Poll, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Every ask ends, and its report names the machines that are down because of us.</summary>
    private void GiveUp(Problem problem)
    {
        foreach (var before in _runs.Values.ToArray())
        {
            var after = Ended(before, problem);
            _runs[before.Id] = after;
            AccountSlot(before, after);
            AccountVerdicts(before, after);
            Retire(after);
        }

        foreach (var ask in _asks.Values.ToArray())
        {
            Complete(ask);
        }

        // Whoever reads the report looks after the marks of what is named there.
        _ending.ForEach(ask => ask.Done.TrySetResult());
        _ending.Clear();
        _tidying.ForEach(entry => entry.Done.TrySetResult());
        _tidying.Clear();
    }

    /// <summary>A step of one instance has failed: it is started without a look if it is down because of us.</summary>
    private InstanceRun Salvaged(InstanceRun before, Exception exception)
    {
        _recorder?.Faulted(_facts.Now, exception);
        var isOurs = before.Custody is Custody.Held or Custody.Ours;
        var after = Ended(before, ProblemOf(exception));
        return after with
        {
            Phase = isOurs ? RunPhase.Down : RunPhase.Over,
            Custody = before.Custody,
            Write = null,
            FailedLooks = _bounds.FailedLooks,
        };
    }

    private static InstanceRun Ended(InstanceRun before, Problem problem)
    {
        var named = problem with { Message = $"{before.Id}: {problem.Message}", Instances = [before.Id] };
        return before with
        {
            Phase = RunPhase.Over,
            Custody = before.HoldsSlot ? Custody.Missed : Custody.None,
            Demands = before.Demands.Select(demand =>
                demand.Verdict is null ? demand with { Verdict = new Verdict(VerdictKind.Failed, Problem: named) } : demand
            ),
        };
    }
}
