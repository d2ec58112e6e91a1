using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Harness.Running;

/// <summary>The clock of one process: its wall clock may be set, and nothing rings any more once the process is dead.</summary>
internal sealed class ProcessClock(VirtualTime time, ClockStep? step) : TimeProvider
{
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>Whether the process lives.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether the wall clock was read after it was set.</summary>
    public bool IsStepped { get; private set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow()
    {
        var now = time.GetUtcNow();
        if (step is null || now - _began < step.After)
        {
            return now;
        }

        IsStepped = true;
        return now + step.By;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(
            given =>
            {
                if (IsAlive)
                {
                    callback(given);
                }
            },
            state,
            dueTime,
            period
        );

    public void Die() => IsAlive = false;
}
