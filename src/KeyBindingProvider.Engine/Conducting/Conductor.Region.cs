using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>What the loop owns, and the one place in which a run changes.</content>
internal sealed partial class Conductor
{
    private readonly Dictionary<InstanceId, InstanceRun> _runs = [];
    private readonly Dictionary<long, Ask> _asks = [];
    private readonly HashSet<InstanceId> _dirty = [];

    /// <summary>Machines that could not be brought up again; their slots stay counted until somebody has.</summary>
    private readonly HashSet<InstanceId> _missed = [];

    /// <summary>What our own key writes have left, for as long as an answer may be older than that.</summary>
    private readonly Dictionary<InstanceId, KeyLedger> _ledgers = [];

    /// <summary>When the last run of an instance was over.</summary>
    private readonly Dictionary<InstanceId, TimeSpan> _retiredAt = [];
    private readonly LoopRecorder? _recorder;
    private RunFacts _facts;
    private long _turn;
    private bool _fullSetsServe;
    private bool _deltasServe;
    private bool _nothingServes;
    private bool _forceProven;
    private Problem? _canaryLost;
    private InstanceId? _probe;

    private RunFacts Facts(TimeSpan now) =>
        new()
        {
            Now = now,
            Turn = _turn,
            Bounds = _bounds,
            Rules = _rules,
            Looks = _looks,
            Claims = _claims(),
            FullSetsServe = _fullSetsServe,
            DeltasServe = _deltasServe,
            NothingServes = _nothingServes,
            Probe = _probe,
        };

    /// <summary>An ask arrives: its demands join the runs of their instances, or begin them.</summary>
    private void Take(Ask ask)
    {
        _asks[ask.Number] = ask;
        _budget.Cover(_api.Region, ask.Request.Covered);
        _companions.Arrive(_facts.Now);
        _mustAdmit = true;
        _recorder?.Asked(_facts.Now, ask);
        foreach (var id in _reserved.Where(ask.Request.Covered.Contains).ToArray())
        {
            // Chosen before this ask's limit held, and not sent yet: it is chosen again.
            Unreserve(id);
            _dirty.Add(id);
        }

        foreach (var demand in ask.Request.Demands)
        {
            var id = demand.Change.Id;
            var wasMissed = false;
            if (_runs.TryGetValue(id, out var over) && !over.IsOpen)
            {
                // It ended in this very turn and has not left yet: whoever joined it would leave with it, unheard.
                Unreserve(id);
                Retire(over);
            }

            if (!_runs.TryGetValue(id, out var run))
            {
                wasMissed = _missed.Remove(id);
                var ledger = RecentLedger(id);
                run = new InstanceRun
                {
                    Id = id,
                    Ledger = ledger,
                    // A write of ours was left to itself here: what is read may be older than it, until it can land no more.
                    HoldUntil = ledger.IsOpen ? ledger.At + _bounds.Visibility + _bounds.Landing : TimeSpan.MinValue,
                    Custody = wasMissed ? Custody.Held : Custody.None,
                };
                if (wasMissed)
                {
                    _budget.Recover();
                    Windows.Open(id);
                }
            }

            _runs[id] = run with { Gather = ask.Request.Gather };
            AskForMarkAgain(demand);
            Apply(id, new RunEvent.Asked(demand with { Ask = ask.Number, MustStart = demand.MustStart || wasMissed }));
            if (ask.Request.Read.TryGetValue(id, out var read) && IsFirstLook(id, read.BegunAt))
            {
                Apply(id, new RunEvent.Seen(new Sight(WithoutOurMark(read.Snapshot), read.BegunAt, _turn)));
            }
        }

        BeginWaves(ask.Request.Demands.Where(demand => !demand.Votes).Select(demand => demand.Change.Id));
        if (ask.Open.Count == 0)
        {
            Complete(ask);
        }

        if (ask.Request.Cancellation.NoNewStops.IsCancellationRequested)
        {
            Cancel(ask, CancelLevel.Soft);
        }
    }

    /// <summary>What the plan was made of counts as a look where nobody has waited since, and where none of ours is newer.</summary>
    private bool IsFirstLook(InstanceId id, TimeSpan begunAt) =>
        _facts.Now - begunAt <= _options.FreshRead && (!_retiredAt.TryGetValue(id, out var retired) || begunAt > retired);

    private KeyLedger RecentLedger(InstanceId id)
    {
        if (!_ledgers.Remove(id, out var ledger) || _facts.Now - ledger.At >= _bounds.Visibility + _bounds.Landing)
        {
            return default;
        }

        return ledger;
    }

    private void Cancel(Ask ask, CancelLevel level)
    {
        if (!_asks.ContainsKey(ask.Number) || ask.Cancelled >= level)
        {
            return;
        }

        ask.Cancelled = level;
        _mustAdmit = true;
        _recorder?.Cancelled(_facts.Now, ask, level);
        var why = ask.WhyCancelled = WhyCancelled(ask);
        foreach (var id in ask.Open.ToArray())
        {
            Apply(id, new RunEvent.Cancelled(ask.Number, level, why));
        }
    }

    /// <summary>Somebody has cancelled, or its time-out has passed: then for whom it waited, where others hold the slots.</summary>
    private Problem WhyCancelled(Ask ask)
    {
        if (!ask.Request.Cancellation.TimedOut.IsCancellationRequested)
        {
            return Problem.Error(ProblemCodes.Cancelled, "The run was cancelled before its turn.");
        }

        string[] others =
        [
            .. _held
                .SelectMany(id => _runs[id].Demands)
                .Where(demand => demand.Ask != ask.Number)
                .SelectMany(demand => demand.Change.Resources)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var waited = others.Length == 0 ? "" : $"; it waited for {string.Join(", ", others.Select(name => $"'{name}'"))}";
        return Problem.Error(ProblemCodes.OperationTimedOut, $"The operation's time-out passed before its turn{waited}.");
    }

    /// <summary>An event reaches a run. A fault in our own rules ends as a machine that is started without a look, never as one that is left.</summary>
    private void Apply(InstanceId id, RunEvent happened)
    {
        if (!_runs.TryGetValue(id, out var before))
        {
            return;
        }

        InstanceRun after;
        try
        {
            after = before.Step(happened, _facts);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            after = Salvaged(before, exception);
        }

        _runs[id] = after;
        _mustAdmit |= _stops.Remove(id, out _);
        _ready.Remove(id);
        _dirty.Add(id);
        Account(before, after);
    }
}
