using System.Collections.Immutable;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Who goes down now.</content>
internal sealed partial class Conductor
{
    private readonly StopQueue _stops = new();
    private bool _mustAdmit;

    /// <summary>Runs that hold a slot.</summary>
    private readonly HashSet<InstanceId> _held = [];

    /// <summary>Chosen to go down, and not sent yet: their slots are taken.</summary>
    private readonly HashSet<InstanceId> _reserved = [];

    private void Choose()
    {
        if (!_mustAdmit)
        {
            return;
        }

        if (_stops.Count == 0 || !AreCredentialsRenewed())
        {
            return;
        }

        _mustAdmit = false;
        var admitted = Admission.Choose(_stops.Candidates, State());
        var isAway = false;
        foreach (var (ask, why) in admitted.TurnedAway)
        {
            foreach (var id in _stops.Instances.Where(id => Votes(_runs[id], ask)).ToArray())
            {
                isAway = true;
                Apply(id, new RunEvent.TurnedAway(ask, why));
            }
        }

        Refresh();
        List<InstanceId> go = [.. admitted.Go.Where(TakeSlot)];
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
            _budget.Return(wasStuck: false, wasStopped: false);
            _cohorts.Leave(id);
            _mustAdmit = true;
        }
    }

    /// <summary>Still wishes to go down after all that was turned away, and the process has a slot for it.</summary>
    private bool TakeSlot(InstanceId id)
    {
        if (!_stops.Contains(id) || !_budget.TryTake())
        {
            return false;
        }

        _stops.Remove(id, out var wish);
        _ready[id] = wish!;
        return _reserved.Add(id);
    }

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

    private AdmissionState State() =>
        new()
        {
            Asks =
            [
                .. _asks.Values.Select(ask => new AskLimits
                {
                    Ask = ask.Number,
                    Covered = ask.Request.Covered,
                    MaxUnavailable = ask.Request.Rollout.MaxUnavailable,
                    Canary = ask.Request.Rollout.Policy.Canary,
                    Left = _stops.CountOf(ask.Number),
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

    private IEnumerable<HeldSlot> Held()
    {
        foreach (var run in _held.Select(id => _runs[id]))
        {
            var isFollowed = run.Custody == Custody.Missed || (run.Phase == RunPhase.Going && Riders(run).IsEmpty);
            yield return new HeldSlot(
                run.Id,
                [.. run.Demands.Where(demand => !demand.IsWaiting).Select(demand => demand.Ask)],
                isFollowed,
                _cohorts.IsStraggler(run.Id)
            );
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

    /// <summary>More has failed than may.</summary>
    internal static Problem OverBudget { get; } =
        Problem.Error(ProblemCodes.NotReached, "Not begun because more instances failed than failureBudget tolerates.") with
        {
            Remedy = "Solve the failures, then apply again; changePolicy.failureBudget says how many are tolerated.",
        };

    private Problem? WhyNoNewStops(Ask ask)
    {
        if (ask.Cancelled > CancelLevel.None)
        {
            return ask.WhyCancelled;
        }

        if (ask.Aborted is { } aborted)
        {
            return Problem.Error(ProblemCodes.NotReached, $"Not begun because of: {aborted.Message}");
        }

        if (ask.IsOverBudget)
        {
            return OverBudget;
        }

        return _budget.UsedUpStops is { } most
            ? Problem.Error(
                ProblemCodes.TooManyStops,
                $"Not begun because this run has stopped {Grammar.Instances(most)}, the provider's maxStops."
            ) with
            {
                Remedy = "Apply again: a new run counts anew. To let one run stop more raise maxStops in the provider's changePolicy.",
            }
            : WhyCredentialsDoNotServe(ask);
    }
}
