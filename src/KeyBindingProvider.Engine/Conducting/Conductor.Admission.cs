using System.Collections.Immutable;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Who goes down now.</content>
internal sealed partial class Conductor
{
    private static readonly TimeSpan s_credentialsServe = TimeSpan.FromSeconds(30);
    private bool _mustAdmit;
    private bool _isRenewing;
    private TimeSpan _renewedAt = TimeSpan.MinValue;

    /// <summary>Chosen to go down, and not sent yet: their slots are taken.</summary>
    private readonly HashSet<InstanceId> _reserved = [];

    private void Choose()
    {
        if (!_mustAdmit)
        {
            return;
        }

        List<InstanceId> wishing =
        [
            .. _ready
                .Where(entry => entry.Value.TakesDown && !_runs[entry.Key].HoldsSlot && !_reserved.Contains(entry.Key))
                .Select(entry => entry.Key),
        ];
        if (wishing.Count == 0 || !AreCredentialsRenewed())
        {
            return;
        }

        _mustAdmit = false;
        var admitted = Admission.Choose(Candidates(wishing), State(wishing));
        var isAway = false;
        foreach (var (ask, why) in admitted.TurnedAway)
        {
            foreach (var id in wishing.Where(id => _runs.TryGetValue(id, out var run) && Votes(run, ask)))
            {
                isAway = true;
                Apply(id, new RunEvent.TurnedAway(ask, why));
            }
        }

        Refresh();
        List<InstanceId> go = [.. admitted.Go.Where(id => _ready.TryGetValue(id, out var wish) && wish.TakesDown && _budget.TryTake())];
        _reserved.UnionWith(go);
        _cohorts.Begin(go);
        BeginWaves(go);
        if (isAway)
        {
            _mustAdmit = true;
            TurnAgainAt(_facts.Now);
        }
    }

    /// <summary>Looked at again, it wishes no stop any more: its slot is somebody else's.</summary>
    private void Unreserve(InstanceId id)
    {
        if (_reserved.Remove(id))
        {
            _budget.Return(wasStuck: false);
            _cohorts.Leave(id);
            _mustAdmit = true;
        }
    }

    /// <summary>A window that cannot be closed must not be opened: the start needs credentials too, so they are renewed first.</summary>
    private bool AreCredentialsRenewed()
    {
        if (_isRenewing)
        {
            return false;
        }

        if (_renewedAt != TimeSpan.MinValue && _facts.Now - _renewedAt < s_credentialsServe)
        {
            return true;
        }

        var renewing = _api.RenewCredentialsAsync(LongestMargin());
        if (renewing.IsCompletedSuccessfully)
        {
            _renewedAt = _facts.Now;
            return true;
        }

        _isRenewing = true;
        _ = RenewAsync();
        return false;

        async Task RenewAsync()
        {
            try
            {
                await renewing;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // What is left of them decides.
            }

            Post(() => (_isRenewing, _renewedAt) = (false, _facts.Now));
        }
    }

    private TimeSpan MarginOf(Ask ask) =>
        TimeSpan.FromSeconds(ask.Request.Rollout.Policy.StopTimeoutSeconds) + _bounds.Change + _bounds.LateStop;

    private TimeSpan LongestMargin() => _asks.Values.Select(MarginOf).DefaultIfEmpty().Max();

    private IEnumerable<Candidate> Candidates(List<InstanceId> wishing) =>
        wishing
            .Select(id => (Candidate: new Candidate(id, _ready[id].IsForcedChange, Voters(_runs[id])), Id: id))
            .Where(one => one.Candidate.Asks.Length > 0)
            .OrderBy(one => one.Candidate.Asks[0])
            .ThenBy(one => _asks.TryGetValue(one.Candidate.Asks[0], out var ask) ? ask.OrderOf(one.Id) : int.MaxValue)
            .ThenBy(one => one.Id)
            .Select(one => one.Candidate);

    private static ImmutableArray<long> Voters(InstanceRun run)
    {
        var voters = ImmutableArray.CreateBuilder<long>();
        foreach (var demand in run.Demands)
        {
            if (demand.Rides && demand.Votes && demand.Cancelled == CancelLevel.None)
            {
                voters.Add(demand.Ask);
            }
        }

        return voters.ToImmutable();
    }

    private static bool Votes(InstanceRun run, long ask)
    {
        foreach (var demand in run.Demands)
        {
            if (demand.Ask == ask && demand.Rides)
            {
                return true;
            }
        }

        return false;
    }

    private AdmissionState State(List<InstanceId> wishing)
    {
        var left = new Dictionary<long, int>();
        foreach (var id in wishing)
        {
            foreach (var ask in Voters(_runs[id]))
            {
                left[ask] = left.GetValueOrDefault(ask) + 1;
            }
        }

        return new AdmissionState
        {
            Asks =
            [
                .. _asks.Values.Select(ask => new AskLimits
                {
                    Ask = ask.Number,
                    Covered = ask.Request.Covered,
                    MaxUnavailable = ask.Request.Rollout.MaxUnavailable,
                    Canary = ask.Request.Rollout.Policy.Canary,
                    Left = left.GetValueOrDefault(ask.Number),
                    NoNewStops = WhyNoNewStops(ask),
                }),
            ],
            Held = [.. Held()],
            ProcessFree = _budget.Free,
            IsProcessStuck = _budget.IsStuck,
            CanaryProven = CanaryProven,
            ForceProven = _forceProven,
            CanaryLost = _canaryLost,
            Rules = _rules,
        };
    }

    private IEnumerable<HeldSlot> Held()
    {
        foreach (var run in _runs.Values)
        {
            if (run.HoldsSlot)
            {
                var isFollowed = run.Custody == Custody.Missed || (run.Phase == RunPhase.Going && Riders(run).IsEmpty);
                yield return new HeldSlot(
                    run.Id,
                    [.. run.Demands.Where(demand => !demand.IsWaiting).Select(demand => demand.Ask)],
                    isFollowed,
                    _cohorts.IsStraggler(run.Id)
                );
            }
        }

        foreach (var id in _reserved)
        {
            yield return new HeldSlot(id, Riders(_runs[id]), IsStuck: false, IsStraggler: false);
        }

        foreach (var id in _missed)
        {
            yield return new HeldSlot(id, [], IsStuck: true, IsStraggler: false);
        }
    }

    private static ImmutableArray<long> Riders(InstanceRun run) =>
        [.. run.Demands.Where(demand => demand.Rides).Select(demand => demand.Ask)];

    private Problem? WhyNoNewStops(Ask ask)
    {
        if (ask.Cancelled > CancelLevel.None && _rules.CancelEndsStops)
        {
            return s_cancelled;
        }

        if (ask.Aborted is { } aborted)
        {
            return Problem.Error(ProblemCodes.NotReached, $"Not begun because of: {aborted.Message}");
        }

        if (ask.IsOverBudget)
        {
            return Problem.Error(ProblemCodes.NotReached, "Not begun because more instances failed than failureBudget tolerates.");
        }

        var margin = MarginOf(ask);
        return _api.CredentialsEnd is { } end && end < _time.GetUtcNow() + margin
            ? Problem.Error(
                ProblemCodes.CredentialsExpiring,
                $"The credentials end at {end:u}; a stop window may need {margin.TotalSeconds:0} s."
            )
            : null;
    }
}
