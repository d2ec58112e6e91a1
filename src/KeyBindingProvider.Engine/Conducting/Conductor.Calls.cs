using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Errors;

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
            return (_reserved.Contains(id) && IsMarked(_runs[id])) || _runs[id].HoldsSlot;
        }

        if (
            IsBlind(id)
            || (
                _runs[id].HoldsSlot
                    ? _cohorts.MayGo(id, _ready[id], Find, _facts.Now, out var again)
                    : _companions.MayGo(_runs[id], _facts.Now, out again)
            )
        )
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

        foreach (var call in Grouping.Of([.. ids.Select(Wishing)]))
        {
            List<InstanceId> fresh = [.. call.Instances.Where(IsFresh)];
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
        var wish = _ready[id];
        // Whether bound keys may be named is asked with one instance alone.
        var isQuestion =
            wish.Action == CallAction.Associate
            && run.BindForm is BindForm.Alone or BindForm.Probe or BindForm.Restore
            && !_fullSetsServe
            && !_deltasServe;
        return new Wishing(id, wish, isQuestion ? 1 : run.GroupLimit, MayBeCut: !run.HoldsSlot);
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
}
