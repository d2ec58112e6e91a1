using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Writes: look and write are one turn. A call that has to wait for the rate limit is decided after that wait.</content>
internal sealed partial class Conductor
{
    private static readonly CallAction[] s_byHurry = [CallAction.Start, CallAction.Associate, CallAction.Disassociate, CallAction.Stop];
    private readonly Dictionary<CallAction, Lane> _lanes = [];

    /// <summary>Looked at in order to be sent, so that nobody is looked at again for whoever comes along.</summary>
    private readonly HashSet<InstanceId> _lookedToSend = [];

    /// <summary>The rate limit of one action, as the loop meets it.</summary>
    private enum Lane
    {
        /// <summary>A call may go at once.</summary>
        Free,

        /// <summary>The last one could not: the next one asks for a turn before it looks.</summary>
        Full,

        /// <summary>A turn is waited for.</summary>
        Asked,

        /// <summary>A turn is ours: look, wish again, send.</summary>
        Granted,
    }

    /// <summary>Starts first, then what changes machines that are down, then what takes others down.</summary>
    private void SendWrites()
    {
        foreach (var action in s_byHurry)
        {
            Release(action, [.. _ready.Where(entry => entry.Value.Action == action).Select(entry => entry.Key).Where(MayGo)]);
        }
    }

    private bool MayGo(InstanceId id)
    {
        if (_ready[id].TakesDown)
        {
            return _reserved.Contains(id) || _runs[id].HoldsSlot;
        }

        if (!_runs[id].HoldsSlot || _cohorts.MayGo(id, _ready[id], Find, _facts.Now, out var again))
        {
            return true;
        }

        TurnAgainAt(again);
        return false;
    }

    private (InstanceRun? Run, Wish.Write? Wish) Find(InstanceId id) =>
        _runs.TryGetValue(id, out var run) ? (run, _ready.GetValueOrDefault(id)) : (null, null);

    /// <summary>Sends what may go of one action; what was not seen in this turn is looked at first.</summary>
    private void Release(CallAction action, List<InstanceId> ids)
    {
        var lane = _lanes.GetValueOrDefault(action);
        if (ids.Count == 0)
        {
            if (lane is Lane.Granted or Lane.Full)
            {
                _lanes[action] = Lane.Free;
            }

            return;
        }

        if (lane == Lane.Asked)
        {
            return;
        }

        var mayBeOld = !_rules.WishAgainAfterTurn && lane == Lane.Granted;
        foreach (var call in Grouping.Of([.. ids.Select(Wishing)]))
        {
            List<InstanceId> fresh = [.. call.Instances.Where(id => mayBeOld || IsFresh(id))];
            if (fresh.Count < call.Instances.Count && !fresh.Exists(_lookedToSend.Contains))
            {
                // One call for all of it: it is looked at as a whole, and whoever shows up then goes.
                LookBefore(action, call.Instances);
                if (lane is Lane.Granted or Lane.Full)
                {
                    return;
                }
            }
            else if (lane == Lane.Granted || _api.TryTakeTurn(call.Wish.Action))
            {
                // The next one of this action has to wait: its turn comes before its look.
                lane = _lanes[action] = Lane.Full;
                Send(call with { Instances = fresh });
            }
            else
            {
                AskForTurn(action);
                return;
            }
        }
    }

    /// <summary>Where the limit is what makes it wait, the turn comes first and the look after it.</summary>
    private void LookBefore(CallAction action, IReadOnlyList<InstanceId> ids)
    {
        if (_lanes.GetValueOrDefault(action) == Lane.Full)
        {
            AskForTurn(action);
            return;
        }

        if (!ids.Any(_looking.Contains))
        {
            _lookedToSend.UnionWith(ids);
            Look([.. ids]);
        }
    }

    private Wishing Wishing(InstanceId id)
    {
        var run = _runs[id];
        // Who asks for the region asks alone; once bound keys were found to be the cause, nobody of that batch was.
        var limit =
            run.BindForm is BindForm.Alone && _deltasServe ? Core.CvmLimits.InstancesPerCall
            : run.BindForm is BindForm.Alone or BindForm.Probe or BindForm.Restore && !_fullSetsServe ? 1
            : run.GroupLimit;
        return new Wishing(id, _ready[id], limit, MayBeCut: !run.HoldsSlot);
    }

    private void AskForTurn(CallAction action)
    {
        _lanes[action] = Lane.Asked;
        _ = WaitAsync();

        async Task WaitAsync()
        {
            try
            {
                await _api.TakeTurnAsync(action, PriorityOf(action), CancellationToken.None);
            }
            catch (CvmException)
            {
                // Credentials that cannot be had: the call itself will say so.
            }

            Post(() => _lanes[action] = Lane.Granted);
        }
    }

    private static CallPriority PriorityOf(CallAction action) =>
        action switch
        {
            CallAction.Start => CallPriority.Start,
            CallAction.Stop => CallPriority.NewStop,
            _ => CallPriority.WindowWrite,
        };

    private void Send(CallGroup call)
    {
        foreach (var id in call.Instances)
        {
            _lookedToSend.Remove(id);
            Apply(id, new RunEvent.Sent(call.Wish));
        }

        _recorder?.Sent(_facts.Now, call);
        _ = CallAsync(call, [.. AsksOf(call)]);
    }

    /// <summary>A write that is on its way is never cancelled: it would only become ambiguous. The client bounds it.</summary>
    private async Task CallAsync(CallGroup call, Ask[] asks)
    {
        try
        {
            var requestId = await RequestAsync(call);
            Post(() => OnAccepted(call, asks, requestId));
        }
        catch (CvmException exception)
        {
            Post(() => OnRefused(call, asks, exception));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Post(() => OnLost(call, exception.Message, 1));
        }
    }

    private Task<string> RequestAsync(CallGroup call)
    {
        var (wish, priority) = (call.Wish, PriorityOf(call.Wish.Action));
        return wish.Action switch
        {
            CallAction.Stop => _api.StopInstancesAsync(
                call.Instances,
                wish.Force ? StopType.Hard : StopType.Soft,
                priority,
                CancellationToken.None
            ),
            CallAction.Start => _api.StartInstancesAsync(call.Instances, priority, CancellationToken.None),
            CallAction.Associate => _api.AssociateInstancesKeyPairsAsync(
                call.Instances,
                wish.Keys,
                wish.Force,
                priority,
                CancellationToken.None
            ),
            _ => _api.DisassociateInstancesKeyPairsAsync(call.Instances, wish.Keys, wish.Force, priority, CancellationToken.None),
        };
    }

    private void OnAccepted(CallGroup call, Ask[] asks, string requestId)
    {
        _recorder?.Answered(_facts.Now, call, "accepted");
        var sent = new ApplyEvent.CallSent(call.Wish.Action, call.Instances, call.Wish.Keys, call.Wish.Force, requestId);
        foreach (var ask in asks)
        {
            ask.Request.Feed.Report(sent);
        }

        foreach (var id in call.Instances)
        {
            Apply(id, new RunEvent.Accepted(requestId));
        }
    }

    private void OnRefused(CallGroup call, Ask[] asks, CvmException exception)
    {
        if (Refusals.Of(exception) is not { } refusal)
        {
            OnLost(call, exception.Message, exception.ErrorClass == ErrorClass.Server ? call.Instances.Count : 1);
            return;
        }

        _recorder?.Answered(_facts.Now, call, "refused " + refusal.Kind);
        if (Refusals.EndsTheAsk(exception, call.Wish.Action))
        {
            foreach (var ask in asks)
            {
                Abort(ask.Number, exception.ToProblem());
            }
        }

        foreach (var id in call.Instances)
        {
            Apply(id, new RunEvent.Refused(refusal, call.Instances.Count));
        }
    }

    private void OnLost(CallGroup call, string why, int batchSize)
    {
        _recorder?.Answered(_facts.Now, call, "lost");
        foreach (var id in call.Instances)
        {
            Apply(id, new RunEvent.Lost(why, batchSize));
        }
    }

    private IEnumerable<Ask> AsksOf(CallGroup call) =>
        call
            .Instances.Select(_runs.GetValueOrDefault)
            .OfType<InstanceRun>()
            .SelectMany(run => run.Demands)
            .Where(demand => demand.Rides)
            .Select(demand => demand.Ask)
            .Distinct()
            .Select(_asks.GetValueOrDefault)
            .OfType<Ask>();

    /// <summary>Going on is pointless for this ask: no more windows, only restarts.</summary>
    private void Abort(long number, Problem cause)
    {
        if (_asks.TryGetValue(number, out var ask) && ask.Aborted is null)
        {
            ask.Aborted = cause;
            ask.Problems.Add(cause);
            ask.Request.Feed.Report(new ApplyEvent.Notice(cause));
            _mustAdmit = true;
        }
    }
}
