using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Marks are removed in fifties; an operation ends when those of its machines are gone.</content>
internal sealed partial class Conductor
{
    /// <summary>Marks that nobody waits for go with later ones, for so long.</summary>
    private static readonly TimeSpan s_markKept = TimeSpan.FromSeconds(600);

    /// <summary>How long an operation that is through waits for others that are about to be.</summary>
    private static readonly TimeSpan s_endGathered = TimeSpan.FromSeconds(1);

    /// <summary>Back at work: their marks are to be removed.</summary>
    private readonly HashSet<InstanceId> _leaving = [];

    /// <summary>Their marks are being removed.</summary>
    private readonly HashSet<InstanceId> _unmarking = [];

    /// <summary>Asks that are through, but for the marks of their machines.</summary>
    private readonly List<Ask> _ending = [];

    /// <summary>Until when a removal of their mark may still take effect that got no answer.</summary>
    private readonly Dictionary<InstanceId, TimeSpan> _landsUntil = [];

    private TimeSpan _leavingSince;
    private TimeSpan _endingSince;

    /// <summary>Who waits for old marks to go.</summary>
    private readonly List<(IReadOnlyCollection<InstanceId> Ids, TaskCompletionSource Done)> _tidying = [];

    private void Unmark()
    {
        if (_leaving.Count == 0)
        {
            return;
        }

        _endingSince = _ending.Count + _tidying.Count == 0 ? _facts.Now : _endingSince;
        // Nobody is left who could come along, somebody waits for it, or it has taken long enough.
        var due =
            _marks.Count == 0 ? _facts.Now
            : _ending.Count + _tidying.Count > 0 ? _endingSince + s_endGathered
            : _leavingSince + s_markKept;
        var all = _facts.Now >= due;
        if (!all)
        {
            TurnAgainAt(due);
            // Each turn comes by here: nothing is put in order that cannot go yet.
            if (_leaving.Count < CvmLimits.InstancesPerTagCall)
            {
                return;
            }
        }

        foreach (
            var ids in _leaving
                .Order()
                .Chunk(CvmLimits.InstancesPerTagCall)
                .Where(ids => all || ids.Length == CvmLimits.InstancesPerTagCall)
                .ToArray()
        )
        {
            _leaving.ExceptWith(ids);
            _unmarking.UnionWith(ids);
            _ = UnmarkAsync(ids);
        }
    }

    /// <summary>A machine that is over: where it runs its mark goes, whoever has set it; where it could not be started, the mark is for who comes after us.</summary>
    private void LetGo(InstanceRun run)
    {
        if (_marks.TryGetValue(run.Id, out var mark) && mark == MarkStage.Asked)
        {
            return;
        }

        if (run.Custody == Custody.Missed)
        {
            if (_marks.Remove(run.Id) && mark == MarkStage.Set)
            {
                _unmarking.Add(run.Id);
                _ = HandOverAsync([run.Id]);
            }

            return;
        }

        if (_marks.Remove(run.Id) || run.Sight is { State: var state, Snapshot.Marker: RestartMark.Old } && state == PowerState.Running)
        {
            Leave(run.Id);
        }
    }

    private void LeaveIfDoubtful(InstanceId id, CvmException? refused)
    {
        _marks.Remove(id);
        if (refused is null or { IsAmbiguous: true })
        {
            Leave(id);
        }
    }

    private void Leave(InstanceId id)
    {
        _marks.Remove(id);
        _leavingSince = _leaving.Count == 0 ? _facts.Now : _leavingSince;
        _leaving.Add(id);
    }

    private Task UnmarkAsync(InstanceId[] ids)
    {
        var wasLost = false;
        return ChangeAsync(
            async () => wasLost = await _api.UnmarkAsync(ids, CancellationToken.None),
            failure => OnUnmarked(ids, wasLost, failure)
        );
    }

    /// <summary>It could not be started: whoever comes next may start it at once.</summary>
    private Task HandOverAsync(InstanceId[] ids) =>
        ChangeAsync(() => _api.HandOverAsync(ids, CancellationToken.None), _ => _unmarking.ExceptWith(ids));

    private async Task ChangeAsync(Func<Task> change, Action<Exception?> ended)
    {
        Exception? failure = null;
        try
        {
            await change();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = exception;
        }

        Post(() => ended(failure));
    }

    /// <summary>A removal whose answer was lost would take away the next mark: until it cannot land any more there is none.</summary>
    private void Await(InstanceId[] ids)
    {
        foreach (var id in ids)
        {
            _landsUntil[id] = _facts.Now + _bounds.Landing;
        }
    }

    private bool MayRemovalLand(InstanceId id)
    {
        if (!_landsUntil.TryGetValue(id, out var until))
        {
            return false;
        }

        if (_facts.Now < until)
        {
            TurnAgainAt(until);
            return true;
        }

        return !_landsUntil.Remove(id);
    }

    private void OnUnmarked(InstanceId[] ids, bool wasLost, Exception? failure)
    {
        _unmarking.ExceptWith(ids);
        if (wasLost || failure is CvmException { IsAmbiguous: true })
        {
            Await(ids);
        }

        foreach (var id in ids)
        {
            _shownUntil[id] = _facts.Now + _bounds.Visibility;
            _dirty.Add(id);
        }

        if (failure is null)
        {
            return;
        }

        var problem = Problem.Warning(
            ProblemCodes.NotUnmarked,
            $"{Core.Rendering.Grammar.Instances(ids.Length)} kept the restart marker although they are up: {failure.Message}"
        ) with
        {
            Instances = ids,
        };
        foreach (var ask in _ending.Where(ask => ids.Any(ask.Ended.ContainsKey)))
        {
            ask.Problems.Add(problem);
            ask.Request.Feed.Report(new ApplyEvent.Notice(problem));
        }
    }

    /// <summary>Takes old marks off machines that run: whoever has set them is gone (rule <c>restart-marker</c>).</summary>
    public Task TidyAsync(IReadOnlyCollection<InstanceId> ids)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            foreach (
                var id in ids.Where(id =>
                    !_runs.ContainsKey(id) && !_marks.ContainsKey(id) && !_unmarking.Contains(id) && !IsShownStill(id)
                )
            )
            {
                Leave(id);
            }

            _tidying.Add((ids, done));
        });
        Begin();
        return done.Task;
    }

    private bool IsMarkPending(InstanceId id) =>
        _leaving.Contains(id) || _unmarking.Contains(id) || (_marks.ContainsKey(id) && !_runs.ContainsKey(id));

    /// <summary>An ask that is through ends when no mark of its machines is left to remove: its process may end with it.</summary>
    private void EndAsks()
    {
        _ending.RemoveAll(ask => !ask.Ended.Keys.Any(IsMarkPending) && ask.Done.TrySetResult());
        _tidying.RemoveAll(entry => !entry.Ids.Any(IsMarkPending) && entry.Done.TrySetResult());
    }
}
