namespace KeyBindingProvider.Cli.Demo;

/// <summary>A clock that runs faster: an hour of waiting for machines fits a demonstration. Simulator and client must share it, or signatures would be out of date.</summary>
internal sealed class ScaledTimeProvider : TimeProvider
{
    private readonly TimeProvider _real = System;
    private readonly double _scale;
    private readonly DateTimeOffset _start;
    private readonly long _startTimestamp;

    public ScaledTimeProvider(double scale)
    {
        _scale = scale;
        _start = _real.GetUtcNow();
        _startTimestamp = _real.GetTimestamp();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(_real.GetElapsedTime(_startTimestamp).Ticks * _scale);

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(_real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan scaled) =>
        scaled <= TimeSpan.Zero ? scaled : TimeSpan.FromTicks(Math.Max(1, (long)(scaled.Ticks / _scale)));

    private sealed class ScaledTimer(ITimer timer, ScaledTimeProvider time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
