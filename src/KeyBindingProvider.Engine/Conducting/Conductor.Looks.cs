using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Looks: everything that is due goes into as few calls as it fits, and what is due soon goes along.</content>
internal sealed partial class Conductor
{
    private static readonly TimeSpan s_along = TimeSpan.FromMilliseconds(150);
    private readonly HashSet<InstanceId> _looking = [];

    private void SendLooks()
    {
        if (!_lookBy.Any(entry => entry.Value <= _facts.Now && !_looking.Contains(entry.Key)))
        {
            return;
        }

        var along = _facts.Now + s_along;
        InstanceId[] due =
        [
            .. _lookBy.Where(entry => entry.Value <= along && !_looking.Contains(entry.Key)).Select(entry => entry.Key).Order(),
        ];
        foreach (var ids in due.Chunk(CvmLimits.InstancesPerCall))
        {
            Look(ids);
        }
    }

    private void Look(InstanceId[] ids)
    {
        foreach (var id in ids)
        {
            _looking.Add(id);
            _lookBy.Remove(id);
            _dueAt.Remove(id);
        }

        _ = LookAsync(ids, Stamp());
    }

    private async Task LookAsync(InstanceId[] ids, TimeSpan begunAt)
    {
        try
        {
            var seen = await _api.DescribeInstancesAsync(ids, CallPriority.Poll, CancellationToken.None);
            Post(() => OnLooked(ids, begunAt, seen));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Post(() => OnLookFailed(ids, exception));
        }
    }

    private void OnLooked(InstanceId[] ids, TimeSpan begunAt, IReadOnlyList<InstanceSnapshot> seen)
    {
        var found = seen.DistinctBy(instance => instance.Id).ToDictionary(instance => instance.Id);
        _recorder?.Looked(_facts.Now, ids, found);
        foreach (var id in ids)
        {
            _looking.Remove(id);
            Apply(
                id,
                !found.TryGetValue(id, out var instance) ? new RunEvent.Missing(begunAt)
                    : instance.IsUnreadable ? new RunEvent.LookFailed($"what the service tells of {id} cannot be read")
                    : new RunEvent.Seen(new Sight(WithoutOurMark(instance), begunAt, _turn))
            );
        }

        ReportWaiting(ids);
    }

    private void OnLookFailed(InstanceId[] ids, Exception exception)
    {
        _recorder?.LookFailed(_facts.Now, ids, exception);
        var abort = exception is CvmException { ErrorClass: ErrorClass.Authorization } denied ? denied.ToProblem() : null;
        foreach (var id in ids)
        {
            _looking.Remove(id);
            if (abort is not null && _runs.TryGetValue(id, out var run))
            {
                foreach (var demand in run.Demands)
                {
                    Abort(demand.Ask, abort);
                }
            }

            Apply(id, new RunEvent.LookFailed(exception.Message));
        }
    }

    /// <summary>What each ask waits for, of the machines that it has down.</summary>
    private void ReportWaiting(InstanceId[] ids)
    {
        foreach (
            var ask in ids.Select(_runs.GetValueOrDefault)
                .OfType<InstanceRun>()
                .SelectMany(run => run.Demands)
                .Select(demand => demand.Ask)
                .Distinct()
        )
        {
            if (!_asks.TryGetValue(ask, out var open) || open.OpenWaves.Count == 0)
            {
                continue;
            }

            // After every look: no list of a thousand machines, and no search through a thousand waves.
            var (total, running, going, changing) = (0, 0, 0, 0);
            foreach (var (number, left) in open.OpenWaves)
            {
                total += open.SizeOf(number);
                foreach (var run in left.Select(_runs.GetValueOrDefault).OfType<InstanceRun>().Where(run => run.IsOpen))
                {
                    running++;
                    going += run.Phase == RunPhase.Going ? 1 : 0;
                    changing += run.Phase is RunPhase.Keys or RunPhase.Down ? 1 : 0;
                }
            }

            var (goal, waiting) =
                going > 0 ? (WaitGoal.Stopped, going)
                : changing > 0 ? (WaitGoal.Keys, changing)
                : (WaitGoal.Running, running);
            open.Request.Feed.Report(new ApplyEvent.Waiting(goal, total - waiting, total, _facts.Now - open.BegunAt));
        }
    }
}
