using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Derives wishes, and says when to derive them again. Only runs that something happened to, or whose moment has come, are asked.</content>
internal sealed partial class Conductor
{
    private readonly PriorityQueue<InstanceId, TimeSpan> _due = new();
    private readonly Dictionary<InstanceId, TimeSpan> _dueAt = [];
    private readonly Dictionary<InstanceId, TimeSpan> _lookBy = [];

    /// <summary>Writes that are wished, and whether by a sight of this turn.</summary>
    private readonly Dictionary<InstanceId, Wish.Write> _ready = [];
    private TimeSpan _nextTurn;

    private void Work()
    {
        _nextTurn = TimeSpan.MaxValue;
        WakeWhoIsDue();
        Refresh();
        Choose();
        Mark();
        SendWrites();
        Refresh();
        SendLooks();
        Unmark();
        EndAsks();
        SetTimer();
    }

    private void WakeWhoIsDue()
    {
        while (_due.TryPeek(out var id, out var at) && at <= _facts.Now)
        {
            _due.Dequeue();
            if (_dueAt.TryGetValue(id, out var due) && due == at)
            {
                _dueAt.Remove(id);
                Apply(id, RunEvent.Elapsed.Now);
            }
        }
    }

    private void Refresh()
    {
        while (_dirty.Count > 0)
        {
            InstanceId[] dirty = [.. _dirty];
            _dirty.Clear();
            foreach (var id in dirty)
            {
                if (_runs.TryGetValue(id, out var run))
                {
                    Refresh(run);
                }
            }
        }
    }

    private void Refresh(InstanceRun run)
    {
        _mustAdmit |= _stops.Remove(run.Id, out _) | (_ready.Remove(run.Id, out var old) && old.TakesDown);

        _lookBy.Remove(run.Id);
        if (!run.IsOpen || run.Phase is not (RunPhase.Look or RunPhase.Down or RunPhase.Going))
        {
            _lookedToSend.Remove(run.Id);
        }

        if (!run.IsOpen)
        {
            Unreserve(run.Id);
            Retire(run);
            return;
        }

        var tentative = Tentative(run);
        if (tentative is not Wish.Write { TakesDown: true })
        {
            Unreserve(run.Id);
        }

        switch (tentative)
        {
            case Wish.Write { TakesDown: true } stop when !run.HoldsSlot && !_reserved.Contains(run.Id):
                var voters = Voters(run);
                _stops.Add(
                    run.Id,
                    stop,
                    voters,
                    voters.IsEmpty || !_asks.TryGetValue(voters[0], out var oldest) ? int.MaxValue : oldest.OrderOf(run.Id)
                );
                _mustAdmit = true;
                break;
            case Wish.Write wish:
                _ready[run.Id] = wish;
                break;
            case Wish.Look look:
                if (!_looking.Contains(run.Id))
                {
                    _lookBy[run.Id] = look.By;
                    Wake(run.Id, look.By);
                }

                break;
            case Wish.Wait wait when wait.Until < TimeSpan.MaxValue:
                Wake(run.Id, wait.Until > _facts.Now ? wait.Until : _facts.Now + TimeSpan.FromTicks(1));
                break;
        }
    }

    /// <summary>
    /// What it would wish if what it saw last were of this turn: a machine that waits for its turn is not looked at again and again. The look comes directly before the write.
    /// </summary>
    private Wish Tentative(InstanceRun run)
    {
        var wish = run.NextWish(_facts);
        var mayBeOld =
            wish is Wish.Look look
            && look.By <= _facts.Now
            && run.Phase is RunPhase.Look or RunPhase.Down
            && run.Sight is { Turn: >= 0 } sight
            && sight.Turn != _turn
            && sight.BegunAt >= run.SightsFrom;
        if (!mayBeOld)
        {
            return wish;
        }

        var tentative = run.NextWish(_facts with { Turn = run.Sight!.Turn });
        return tentative is Wish.Write or Wish.Wait ? tentative : wish;
    }

    private bool IsFresh(InstanceId id) => !_rules.SightOfTheTurn || IsSeen(id) || IsBlind(id);

    private bool IsSeen(InstanceId id) => _runs[id] is { Sight: { } sight } && sight.Turn == _turn;

    /// <summary>A start that goes without a look, because looks fail, or because a second cancel wants nothing but starts.</summary>
    private bool IsBlind(InstanceId id) => !IsSeen(id) && _ready[id].Action == CallAction.Start && _runs[id].NextWish(_facts) is Wish.Write;

    private void Wake(InstanceId id, TimeSpan at)
    {
        _dueAt[id] = at;
        _due.Enqueue(id, at);
    }

    private void SetTimer()
    {
        var next = _nextTurn;
        while (_due.TryPeek(out var id, out var at))
        {
            if (_dueAt.TryGetValue(id, out var due) && due == at)
            {
                next = at < next ? at : next;
                break;
            }

            _due.Dequeue();
        }

        if (next == TimeSpan.MaxValue)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = next - _time.GetElapsedTime(0);
        _timer.Change(
            wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan
        );
    }

    private void TurnAgainAt(TimeSpan at) => _nextTurn = at < _nextTurn ? at : _nextTurn;
}
