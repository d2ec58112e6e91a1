namespace KeyBindingProvider.Cvm.Tests;

/// <summary>A clock whose wall time somebody sets while its timers run on.</summary>
internal sealed class SteppedClock(TimeProvider inner) : TimeProvider
{
    public TimeSpan Step { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Step;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
