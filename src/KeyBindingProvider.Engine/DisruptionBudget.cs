using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Counts what is down because of this process, under every limit that holds at once: the provider's over all operations, and one for each rollout
/// that runs, over the instances of its resources. Where limits overlap all of them hold, so the strictest decides and they share one count.
/// A slot is taken before a stop is sent and freed only at RUNNING, or on proof that the stop never took (rule <c>slot-before-stop</c>).
/// </summary>
public sealed class DisruptionBudget
{
    private readonly Lock _gate = new();
    private readonly List<Limit> _limits = [];
    private readonly Dictionary<InstanceId, Phase> _down = [];
    private readonly Dictionary<InstanceId, long> _up = [];
    private readonly List<TaskCompletionSource> _waiting = [];
    private long _turn;

    /// <summary>Creates a budget; engines that share one share its limit.</summary>
    /// <param name="maxUnavailable">How many instances may be down at once over all operations; null for no limit but theirs.</param>
    public DisruptionBudget(int? maxUnavailable)
    {
        if (maxUnavailable is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(maxUnavailable));
            _limits.Add(new Limit(null, most));
        }
    }

    /// <summary>What became of an instance that has a slot.</summary>
    private enum Phase
    {
        /// <summary>Its window is open: its operation works on bringing it up again.</summary>
        Open,

        /// <summary>Its window has ended and it is not up: it is only looked after now and then, so nobody waits for its slot.</summary>
        Late,

        /// <summary>Its operation has ended and it is not up: only a person brings it up.</summary>
        Left,
    }

    /// <summary>From now until disposal at most <paramref name="most"/> of these instances are down, whoever takes them down.</summary>
    internal IDisposable Enter(IReadOnlySet<InstanceId> instances, int most)
    {
        lock (_gate)
        {
            var limit = new Limit(instances, most);
            foreach (var (id, phase) in _down)
            {
                limit.Count(id, down: 1, stuck: phase == Phase.Open ? 0 : 1);
            }

            _limits.Add(limit);
            return new Exit(this, limit);
        }
    }

    /// <summary>
    /// Takes slots for as many of the candidates as may go down now, in their order; waits while that is none. Answers none when waiting is
    /// pointless: what holds the slots has missed its window.
    /// </summary>
    internal async Task<IReadOnlyList<InstanceId>> TakeAsync(
        IReadOnlyCollection<InstanceId> candidates,
        int most,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                var taken = Take(candidates, most);
                if (taken.Count > 0 || !candidates.Any(id => _limits.TrueForAll(limit => limit.MayAdmit(id))))
                {
                    return taken;
                }

                _waiting.Add(changed);
            }

            await using var registration = cancellationToken.Register(() => changed.TrySetCanceled(cancellationToken));
            await changed.Task;
        }
    }

    /// <summary>It is RUNNING, or never went down; freeing twice is harmless.</summary>
    internal void Release(InstanceId id)
    {
        lock (_gate)
        {
            if (_down.Remove(id, out var phase))
            {
                _limits.ForEach(limit => limit.Count(id, down: -1, stuck: phase == Phase.Open ? 0 : -1));
                _up[id] = ++_turn;
                Signal();
            }
        }
    }

    /// <summary>Its window is over and it is not up: it keeps its slot, and nobody waits for that.</summary>
    internal void Miss(InstanceId id) => Move(id, Phase.Late);

    /// <summary>Its operation is over and it is not up.</summary>
    internal void Leave(InstanceId id) => Move(id, Phase.Left);

    /// <summary>It was seen RUNNING; frees the slot of one that was left down by an operation that has ended.</summary>
    internal void SeenUp(InstanceId id)
    {
        lock (_gate)
        {
            if (_down.GetValueOrDefault(id) != Phase.Left)
            {
                return;
            }
        }

        Release(id);
    }

    /// <summary>A moment to ask about later.</summary>
    internal long Mark()
    {
        lock (_gate)
        {
            return _turn;
        }
    }

    /// <summary>
    /// The fleet with instances that were in a window at any time since <paramref name="mark"/> shown as RUNNING: that is what they will be again
    /// (rule <c>lease</c>). A read that began inside a window may arrive after its end.
    /// </summary>
    internal FleetSnapshot Overlay(FleetSnapshot fleet, long mark)
    {
        lock (_gate)
        {
            var windows = _down
                .Where(entry => entry.Value != Phase.Left)
                .Select(entry => entry.Key)
                .Concat(_up.Where(entry => entry.Value > mark).Select(entry => entry.Key))
                .Select(fleet.Find)
                .OfType<InstanceSnapshot>()
                .ToArray();
            return windows.Length == 0
                ? fleet
                : fleet.With(
                    windows.Select(instance =>
                        (
                            instance.Id,
                            (InstanceSnapshot?)(instance with { State = PowerState.Running, LatestOperation = LatestOperation.None })
                        )
                    )
                );
        }
    }

    private List<InstanceId> Take(IReadOnlyCollection<InstanceId> candidates, int most)
    {
        var taken = new List<InstanceId>();
        foreach (var id in candidates)
        {
            if (taken.Count == most)
            {
                break;
            }

            // One that was left down by an operation before has its slot already.
            if (_down.TryGetValue(id, out var phase) ? phase == Phase.Left : _limits.TrueForAll(limit => limit.Admits(id)))
            {
                _limits.ForEach(limit => limit.Count(id, down: phase == Phase.Left ? 0 : 1, stuck: phase == Phase.Left ? -1 : 0));
                _down[id] = Phase.Open;
                taken.Add(id);
            }
        }

        return taken;
    }

    private void Move(InstanceId id, Phase to)
    {
        lock (_gate)
        {
            if (_down.TryGetValue(id, out var from) && from != to)
            {
                _down[id] = to;
                _limits.ForEach(limit => limit.Count(id, down: 0, stuck: from == Phase.Open ? 1 : 0));
                Signal();
            }
        }
    }

    /// <summary>Whoever waits has to think again.</summary>
    private void Signal()
    {
        _waiting.ForEach(waiting => waiting.TrySetResult());
        _waiting.Clear();
    }

    private sealed class Limit(IReadOnlySet<InstanceId>? instances, int most)
    {
        private int _down;
        private int _stuck;

        /// <summary>Whether it may go down now.</summary>
        public bool Admits(InstanceId id) => _down < most || !Covers(id);

        /// <summary>Whether it may go down some time, when the windows that are open have ended.</summary>
        public bool MayAdmit(InstanceId id) => _stuck < most || !Covers(id);

        public void Count(InstanceId id, int down, int stuck)
        {
            if (Covers(id))
            {
                _down += down;
                _stuck += stuck;
            }
        }

        private bool Covers(InstanceId id) => instances?.Contains(id) ?? true;
    }

    private sealed class Exit(DisruptionBudget budget, Limit limit) : IDisposable
    {
        public void Dispose()
        {
            lock (budget._gate)
            {
                budget._limits.Remove(limit);
                budget.Signal();
            }
        }
    }
}
