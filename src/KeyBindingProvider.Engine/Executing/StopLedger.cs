using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Every instance ever sent a stop in this run, until it is proven up again. Whatever ends the run, the final sweep follows the ones that are not:
/// what stopped late is started (rule <c>stop-ledger</c>).
/// </summary>
internal sealed class StopLedger(ApplyRun run, OperationWaiter waiter, StartRunner start)
{
    private readonly List<Member> _members = [];

    public void Add(IEnumerable<Member> members) => _members.AddRange(members);

    /// <summary>Between waves: starts what has stopped late meanwhile, without waiting for the others.</summary>
    public async Task GlanceAsync()
    {
        var open = _members.FindAll(member => member.MayBeDown);
        if (open.Count > 0)
        {
            var once = false;
            await waiter.AwaitAsync(open, "late stops", _ => once, _ => once || !(once = true));
            await StartStoppedAsync(open);
        }
    }

    /// <summary>At the end: follows what may still stop up to the bound, starts it, and says what could not be started.</summary>
    public async Task SweepAsync()
    {
        var open = _members.FindAll(member => member.MayBeDown);
        if (open.Count == 0 || !run.Rules.Restart || !run.Rules.Sweep)
        {
            return;
        }

        var bound = run.Options.LateStopBound;
        run.Notice(
            Problem.Warning(
                ProblemCodes.StopTimedOut,
                $"Following {Grammar.Instances(open.Count)} that may still stop for up to {bound.TotalSeconds:0} s more, to start them again: {InstanceList.Of(open.Select(member => member.Id))}."
            ) with
            {
                Instances = [.. open.Select(member => member.Id)],
            }
        );

        var deadline = run.Now + bound;
        while (open.Count > 0)
        {
            var stopped = new List<Member>();
            await waiter.AwaitAsync(
                open,
                "up again",
                member =>
                {
                    if (member.State == PowerState.Stopped && member.Instance is { LatestOperation.IsOperating: false })
                    {
                        stopped.Add(member);
                        return true;
                    }

                    return run.Now >= deadline;
                },
                _ => stopped.Count > 0
            );
            await StartStoppedAsync(stopped);
            open =
                run.Now >= deadline || run.Aborted is not null ? [] : open.FindAll(member => member.MayBeDown && !stopped.Contains(member));
        }

        foreach (var member in _members.Where(member => member.MayBeDown))
        {
            // Looked at long enough after the stop: it never took, or somebody has started it.
            if (
                member.State == PowerState.Running
                && member.Instance is { LatestOperation.IsOperating: false }
                && member.Last!.BegunAt - member.SentAt >= run.Options.StalenessBound
            )
            {
                member.Up(cycled: member.SeenDown);
            }

            member.FailIfDown();
        }
    }

    private Task StartStoppedAsync(List<Member> members)
    {
        var stopped = members.FindAll(member => member.MayBeDown && member.State == PowerState.Stopped);
        // Down after we sent it a stop, whatever became of the answer: ours to start.
        stopped.ForEach(member => member.StoppedByUs = true);
        return start.RunAsync(stopped);
    }
}
