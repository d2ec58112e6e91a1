namespace KeyBindingProvider.Cvm.Transport;

/// <summary>
/// The time by which requests are signed: ours, plus what the service's Date header once told us that we are off. The service
/// refuses a signature that is more than five minutes away.
/// </summary>
/// <param name="time">This machine's clock.</param>
/// <param name="warn">Told, once, that the two differ.</param>
internal sealed class ServiceClock(TimeProvider time, Action<string> warn)
{
    /// <summary>Smaller differences are not what a signature is refused for.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>A header is not signed by anybody: further than this it does not move us, nor the end of credentials with us.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(1);

    private long _offsetTicks;
    private long _heardTicks = long.MinValue;
    private int _told;

    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>The hour of the day, in UTC.</summary>
    public int Hour => Now.UtcDateTime.Hour;

    /// <summary>
    /// Takes over the service's time after a refusal, and says so the first time; false when the clock cannot have been the cause, or is too far off.
    /// </summary>
    public bool TryCorrect(DateTimeOffset? serviceDate, DateTimeOffset signedAt)
    {
        if (serviceDate is not { } date || (date - signedAt).Duration() < Tolerance || IsTooFar(date))
        {
            return false;
        }

        var offset = date - time.GetUtcNow();
        Interlocked.Exchange(ref _offsetTicks, offset.Ticks);
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            warn(
                $"the clock of this machine is {Math.Round(offset.Duration().TotalMinutes):0} min {(offset > TimeSpan.Zero ? "behind" : "ahead of")} the service's; requests are signed by the service's time"
            );
        }

        return true;
    }

    /// <summary>The service's time by its last answer; null before there was one, and where it is too far off.</summary>
    public DateTimeOffset? Service =>
        Interlocked.Read(ref _heardTicks) is var ticks && ticks == long.MinValue ? null : time.GetUtcNow() + TimeSpan.FromTicks(ticks);

    /// <summary>Takes note of what time an answer says it is.</summary>
    public void Hear(DateTimeOffset serviceDate)
    {
        if (!IsTooFar(serviceDate))
        {
            Interlocked.Exchange(ref _heardTicks, (serviceDate - time.GetUtcNow()).Ticks);
        }
    }

    /// <summary>Whether the service's time is so far from this machine's that it is not taken over.</summary>
    public bool IsTooFar(DateTimeOffset serviceDate) => (serviceDate - time.GetUtcNow()).Duration() > Furthest;
}
