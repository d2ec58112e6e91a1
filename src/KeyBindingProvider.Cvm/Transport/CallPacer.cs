namespace KeyBindingProvider.Cvm.Transport;

/// <summary>
/// Gives calls of one account their turns: each lane (an action in a region) is spaced evenly to its limit, and all of them together to the overall
/// one where there is one. A burst of 1, since a bucket of ten at ten a second would send twenty in the first second. Of the calls that
/// could go now, who is in more of a hurry goes first, equals in the order of arrival (rule <c>hurry</c>). Counts on the monotonic
/// clock: a wall clock that is set back would stop everything.
/// </summary>
internal sealed class CallPacer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Region, string Action), Lane> _lanes = [];
    private readonly TimeProvider _time;
    private readonly long _overallInterval;
    private readonly ITimer _timer;
    private long _overallNext = long.MinValue;
    private long _order;

    public CallPacer(TimeProvider time, double? overallPerSecond)
    {
        _time = time;
        _overallInterval = overallPerSecond is { } overall ? Interval(overall) : 0;
        _timer = time.CreateTimer(static pacer => ((CallPacer)pacer!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for this call's turn.</summary>
    public async Task WaitAsync(string region, string action, CallPriority priority, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            LaneOf(region, action).Waiting.Enqueue(turn, (priority, _order++));
        }

        Serve();
        await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    /// <summary>Takes a turn that is free now and that nobody waits for.</summary>
    public bool TryTake(string region, string action)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var lane = LaneOf(region, action);
            lane.DropAbandoned();
            var isShared = _overallInterval > 0;
            if (
                lane.Next > now
                || _overallNext > now
                || lane.Waiting.Count > 0
                || (isShared && _lanes.Values.Any(other => other.Waiting.Count > 0))
            )
            {
                return false;
            }

            lane.Next = now + lane.Interval;
            _overallNext = now + _overallInterval;
            return true;
        }
    }

    private Lane LaneOf(string region, string action)
    {
        if (!_lanes.TryGetValue((region, action), out var lane))
        {
            lane = new Lane(Interval(CallLimits.CallsPerSecond(action)));
            _lanes.Add((region, action), lane);
        }

        return lane;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Serve()
    {
        lock (_gate)
        {
            while (true)
            {
                var now = _time.GetTimestamp();
                var (ready, next) = Choose(now);
                if (ready is null)
                {
                    if (next < long.MaxValue)
                    {
                        _timer.Change(RoundedUp(_time.GetElapsedTime(now, next)), Timeout.InfiniteTimeSpan);
                    }

                    return;
                }

                // A caller who has given up uses no turn.
                if (ready.Waiting.Dequeue().TrySetResult())
                {
                    ready.Next = now + ready.Interval;
                    _overallNext = now + _overallInterval;
                }
            }
        }
    }

    /// <summary>The lane whose first caller goes now, or null and when to look again.</summary>
    private (Lane? Ready, long Next) Choose(long now)
    {
        Lane? ready = null;
        (CallPriority, long) best = default;
        var next = long.MaxValue;
        foreach (var lane in _lanes.Values)
        {
            lane.DropAbandoned();
            if (!lane.Waiting.TryPeek(out _, out var rank))
            {
                continue;
            }

            var due = Math.Max(lane.Next, _overallNext);
            if (due > now)
            {
                next = Math.Min(next, due);
            }
            else if (ready is null || rank.CompareTo(best) < 0)
            {
                (ready, best) = (lane, rank);
            }
        }

        return (ready, next);
    }

    private long Interval(double perSecond) => (long)Math.Ceiling(_time.TimestampFrequency / perSecond);

    /// <summary>The system's timers count in whole milliseconds and must not fire early.</summary>
    private static TimeSpan RoundedUp(TimeSpan wait) => TimeSpan.FromMilliseconds((long)Math.Ceiling(wait.TotalMilliseconds));

    private sealed class Lane(long interval)
    {
        public long Interval { get; } = interval;

        public long Next { get; set; } = long.MinValue;

        public PriorityQueue<TaskCompletionSource, (CallPriority Priority, long Order)> Waiting { get; } = new();

        public void DropAbandoned()
        {
            while (Waiting.TryPeek(out var first, out _) && first.Task.IsCompleted)
            {
                Waiting.Dequeue();
            }
        }
    }
}
