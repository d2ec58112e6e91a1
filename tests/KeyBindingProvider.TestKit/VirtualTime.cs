using System.Collections.Concurrent;
using System.Diagnostics;

namespace KeyBindingProvider.TestKit;

/// <summary>
/// A clock that jumps: asynchronous code runs to its end on one thread, and whenever nothing is ready time moves to the next timer. An hour of waiting
/// takes microseconds and every run is the same. (FakeTimeProvider cannot tell when its next timer is due, so it cannot jump.)
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private const int TurnsInAMoment = 2_000_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);
    private const long LongestRun = TimeSpan.TicksPerDay * 20;

    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private readonly long _start;
    private long _order;
    private long _elapsed;

    private VirtualTime(DateTimeOffset start) => _start = start.UtcTicks;

    /// <summary>Where the clock starts: a moment with nothing special about it.</summary>
    public static readonly DateTimeOffset Origin = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed;

    public override DateTimeOffset GetUtcNow() => new(_start + _elapsed, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs <paramref name="body"/> to its end on the calling thread.</summary>
    /// <param name="body">What is run.</param>
    /// <param name="longest">After so much virtual time it is taken never to end; null for twenty days.</param>
    public static T Run<T>(Func<VirtualTime, Task<T>> body, TimeSpan? longest = null)
    {
        var longestRun = longest?.Ticks ?? LongestRun;
        var time = new VirtualTime(Origin);
        var pump = new Pump();
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            var task = body(time);
            var (at, turns, steps, began) = (0L, 0, 0L, Stopwatch.GetTimestamp());
            while (!task.IsCompleted)
            {
                turns = time._elapsed == at ? turns + 1 : 0;
                at = time._elapsed;
                if (
                    turns > TurnsInAMoment
                    || time._elapsed > longestRun
                    || (++steps % 4096 == 0 && Stopwatch.GetElapsedTime(began) > s_patience)
                )
                {
                    throw new InvalidOperationException(
                        "The code under test never ends: "
                            + (turns > TurnsInAMoment ? "time stands still." : $"{TimeSpan.FromTicks(time._elapsed)} have passed.")
                    );
                }

                if (!pump.TryRunOne() && !time.TryJump())
                {
                    throw new InvalidOperationException(
                        "Nothing is ready and no timer is set: the code under test waits for something that cannot happen."
                    );
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs <paramref name="body"/> to its end on the calling thread.</summary>
    public static void Run(Func<VirtualTime, Task> body) =>
        Run(async time =>
        {
            await body(time);
            return true;
        });

    private bool TryJump()
    {
        while (_timers.TryDequeue(out var timer, out var when))
        {
            if (timer.IsDue(when.Due, when.Order))
            {
                _elapsed = Math.Max(_elapsed, when.Due);
                // Without a context, so that continuations that asked for none run right here instead of on the thread pool.
                var context = SynchronizationContext.Current;
                SynchronizationContext.SetSynchronizationContext(null);
                timer.Fire();
                SynchronizationContext.SetSynchronizationContext(context);
                return true;
            }
        }

        return false;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private long _due = -1;
        private long _order;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _due = dueTime < TimeSpan.Zero ? -1 : time._elapsed + dueTime.Ticks;
            _order = ++time._order;
            if (_due >= 0)
            {
                time._timers.Enqueue(this, (_due, _order));
            }

            return true;
        }

        public bool IsDue(long due, long order) => _due == due && _order == order;

        public void Fire()
        {
            _due = -1;
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public void Dispose() => _due = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Pump : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _ready = new();
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private volatile string? _strayed;

        public override void Post(SendOrPostCallback d, object? state)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                _strayed = Environment.StackTrace;
            }

            _ready.Enqueue((d, state));
        }

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public bool TryRunOne()
        {
            if (_strayed is { } stack)
            {
                throw new InvalidOperationException(
                    "Code under test hopped to another thread, so that its order is left to chance:\n" + stack
                );
            }

            if (!_ready.TryDequeue(out var item))
            {
                return false;
            }

            item.Callback(item.State);
            return true;
        }
    }
}
