using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>The restart marker: set before a stop, removed after RUNNING was read (rule <c>restart-marker</c>).</content>
internal sealed partial class Conductor
{
    /// <summary>
    /// How old a mark may be when the stop is sent. Nobody takes it for a dead run's in the two hours after it was set, and a window with the longest time-out of a stop
    /// takes less than an hour and a half.
    /// </summary>
    private static readonly TimeSpan s_markServes = TimeSpan.FromMinutes(20);

    private readonly Dictionary<InstanceId, MarkStage> _marks = [];

    /// <summary>When those that are set, or on their way, were asked for.</summary>
    private readonly Dictionary<InstanceId, TimeSpan> _markedAt = [];

    /// <summary>Until when an answer may still show a mark that we have removed.</summary>
    private readonly Dictionary<InstanceId, TimeSpan> _shownUntil = [];

    private Problem? _whyUnmarked;

    /// <summary>How far the mark of a machine is.</summary>
    private enum MarkStage
    {
        /// <summary>On its way.</summary>
        Asked,

        /// <summary>Set.</summary>
        Set,

        /// <summary>It could not be set, or nobody knows.</summary>
        Unset,
    }

    private static RestartMarkerUse UseOf(InstanceRun run)
    {
        var use = RestartMarkerUse.Off;
        foreach (var demand in run.Demands)
        {
            // Who stops nothing has no say in how it is stopped.
            use = demand is { Rides: true, Votes: true } && demand.Marker < use ? demand.Marker : use;
        }

        return use;
    }

    /// <summary>Whether it may be stopped as far as its mark is concerned.</summary>
    private bool IsMarked(InstanceRun run) =>
        UseOf(run) switch
        {
            RestartMarkerUse.Off => true,
            RestartMarkerUse.Auto when _whyUnmarked is not null => true,
            var use => _marks.TryGetValue(run.Id, out var mark)
                && (
                    (mark == MarkStage.Set && (run.HoldsSlot || !IsMarkOld(run.Id)))
                    || (mark == MarkStage.Unset && use == RestartMarkerUse.Auto)
                ),
        };

    /// <summary>Whether a mark that was set ahead has waited so long for the turn of its machine that it has to be set anew.</summary>
    private bool IsMarkOld(InstanceId id) => _facts.Now - _markedAt.GetValueOrDefault(id) > s_markServes;

    private bool IsToBeRenewed(InstanceId id) => _marks.GetValueOrDefault(id) == MarkStage.Set && IsMarkOld(id);

    /// <summary>Marks who was chosen to go down, and along with them who is next.</summary>
    private void Mark()
    {
        List<InstanceId> chosen = [.. _reserved.Where(NeedsMark)];
        if (chosen.Count == 0)
        {
            return;
        }

        foreach (var next in _stops.Candidates)
        {
            if (chosen.Count % CvmLimits.InstancesPerTagCall == 0)
            {
                break;
            }

            if (NeedsMark(next.Id))
            {
                chosen.Add(next.Id);
            }
        }

        foreach (var ids in chosen.Chunk(CvmLimits.InstancesPerTagCall))
        {
            Windows.Marking(ids);
            InstanceId[] renewed = [.. ids.Where(IsToBeRenewed)];
            foreach (var id in ids)
            {
                (_marks[id], _markedAt[id]) = (MarkStage.Asked, _facts.Now);
            }

            _ = MarkAsync(ids, renewed);
        }
    }

    /// <summary>
    /// A mark that could not be set for others is asked for anew by whoever requires it: who came before did without, and who comes now would wait for an answer that has
    /// been given already.
    /// </summary>
    private void AskForMarkAgain(Demand demand)
    {
        if (demand.Marker == RestartMarkerUse.Required && _marks.GetValueOrDefault(demand.Change.Id) == MarkStage.Unset)
        {
            _marks.Remove(demand.Change.Id);
        }
    }

    /// <summary>Whose mark was about to be removed has it still; whose mark is being removed waits until it is gone.</summary>
    private bool NeedsMark(InstanceId id)
    {
        if (_leaving.Contains(id) && UseOf(_runs[id]) != RestartMarkerUse.Off)
        {
            _leaving.Remove(id);
            _marks[id] = MarkStage.Set;
        }

        return (!_marks.ContainsKey(id) || IsToBeRenewed(id)) && !_unmarking.Contains(id) && !IsMarked(_runs[id]) && !MayRemovalLand(id);
    }

    private async Task MarkAsync(InstanceId[] ids, InstanceId[] renewed)
    {
        var left = await WithoutOldMarksAsync(ids, renewed);
        if (left.Length == 0)
        {
            return;
        }

        try
        {
            var others = await _api.MarkAsync(left, CancellationToken.None);
            Post(() => OnMarked(left, others));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Post(() => OnNotMarked(left, exception));
        }
    }

    /// <summary>
    /// A tag that is there is never set over: what is renewed is taken off first, off machines that still run. Answers who can be marked now; where that fails, the others,
    /// who have no mark that would have to go first.
    /// </summary>
    private async Task<InstanceId[]> WithoutOldMarksAsync(InstanceId[] ids, InstanceId[] renewed)
    {
        if (renewed.Length == 0)
        {
            return ids;
        }

        try
        {
            if (!await _api.UnmarkAsync(renewed, CancellationToken.None))
            {
                return ids;
            }

            Post(() => OnRenewalLost(ids, renewed));
            return [];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Post(() => OnNotMarked(renewed, exception));
            return [.. ids.Except(renewed)];
        }
    }

    private void OnRenewalLost(InstanceId[] ids, InstanceId[] renewed)
    {
        Await(renewed);
        foreach (var id in ids)
        {
            _marks.Remove(id);
        }

        _mustAdmit = true;
    }

    private void OnMarked(InstanceId[] ids, IReadOnlyCollection<InstanceId> others)
    {
        foreach (var id in ids)
        {
            if (others.Contains(id))
            {
                _marks.Remove(id);
                Apply(id, RunEvent.MarkedByAnother.Now);
                continue;
            }

            _marks[id] = MarkStage.Set;
            if (!_runs.ContainsKey(id))
            {
                Leave(id);
            }

            _dirty.Add(id);
        }

        _mustAdmit = true;
    }

    /// <summary>Where tags may not be set that is said once, and nothing more is marked; anything else is about these machines.</summary>
    private void OnNotMarked(InstanceId[] ids, Exception exception)
    {
        var refused = exception as CvmException;
        var problem = Problem.Warning(
            ProblemCodes.NotMarked,
            $"{Core.Rendering.Grammar.Instances(ids.Length)} could not be marked before the stop: {exception.Message}"
        ) with
        {
            Instances = ids,
        };
        var isForbidden = refused is { ErrorClass: ErrorClass.Authorization };
        foreach (var ask in _asks.Values.Where(ask => (!isForbidden || _whyUnmarked is null) && ids.Any(ask.Open.Contains)))
        {
            ask.Request.Feed.Report(new ApplyEvent.Notice(problem));
        }

        if (isForbidden)
        {
            _whyUnmarked ??= problem;
            // Nobody else will be marked either.
            _runs.Values.ToList().ForEach(run => TurnAwayUnmarked(run, problem));
        }

        foreach (var id in ids)
        {
            _marks[id] = MarkStage.Unset;
            if (!_runs.TryGetValue(id, out var run))
            {
                LeaveIfDoubtful(id, refused);
                continue;
            }

            TurnAwayUnmarked(run, problem);
            _dirty.Add(id);
        }

        _mustAdmit = true;
    }

    private void TurnAwayUnmarked(InstanceRun run, Problem problem)
    {
        foreach (var demand in run.Demands)
        {
            if (demand is { Rides: true, Marker: RestartMarkerUse.Required, Votes: true })
            {
                Apply(run.Id, new RunEvent.TurnedAway(demand.Ask, problem with { Severity = Severity.Error }));
            }
        }
    }
}
