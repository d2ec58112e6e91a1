using System.Collections.Concurrent;

namespace KeyBindingProvider.Simulator.InProcess;

/// <summary>
/// A clock that jumps: asynchronous code runs to its end on one thread, and whenever nothing is ready time moves to the next timer. An hour of waiting
/// takes microseconds and every run is the same.
/// </summary>
public class JumpingTime : TimeProvider
{
    private const int TurnsInAMoment = 2_000_000;

    private readonly PriorityQueue<JumpingTimer, (long Due, long Order)> _timers = new();
    private readonly long _start;
    private long _order;
    private long _elapsed;

    /// <summary>A clock that stands still until something is run on it.</summary>
    /// <param name="start">What it says first.</param>
    protected JumpingTime(DateTimeOffset start) => _start = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _elapsed;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(_start + _elapsed, TimeSpan.Zero);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new JumpingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs <paramref name="body"/> to its end on the calling thread, on a clock of its own.</summary>
    /// <param name="start">What the clock says first.</param>
    /// <param name="longest">After so much time of that clock it is taken never to end.</param>
    /// <param name="body">What is run. It must not leave the thread.</param>
    /// <param name="cancellationToken">Looked at between two steps: the code that runs is left where it stands.</param>
    /// <exception cref="InvalidOperationException">It never ends, or waits for what cannot happen.</exception>
    public static T Run<T>(DateTimeOffset start, TimeSpan longest, Func<JumpingTime, Task<T>> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var time = new JumpingTime(start);
        return time.Drive(() => body(time), longest, cancellationToken);
    }

    /// <summary>Runs <paramref name="body"/> to its end on the calling thread.</summary>
    protected T Drive<T>(Func<Task<T>> body, TimeSpan longest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var pump = new Pump();
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            var task = body();
            var (at, turns, steps) = (0L, 0, 0L);
            while (!task.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                turns = _elapsed == at ? turns + 1 : 0;
                at = _elapsed;
                if (turns > TurnsInAMoment || _elapsed > longest.Ticks || IsTooMuch(++steps))
                {
                    throw new InvalidOperationException(
                        "What runs on this clock never ends: "
                            + (turns > TurnsInAMoment ? "time stands still." : $"{TimeSpan.FromTicks(_elapsed)} have passed.")
                    );
                }

                if (!pump.TryRunOne() && !TryJump())
                {
                    throw new InvalidOperationException(
                        "Nothing is ready and no timer is set: what runs on this clock waits for something that cannot happen."
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

    /// <summary>Whether whoever runs it has no patience left after so many steps.</summary>
    protected virtual bool IsTooMuch(long steps) => false;

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

    private sealed class JumpingTimer(JumpingTime time, TimerCallback callback, object? state) : ITimer
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
                throw new InvalidOperationException("Code hopped to another thread, so that its order is left to chance:\n" + stack);
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
