namespace KeyBindingProvider.Cvm.Transport;

/// <summary>
/// The time by which requests are signed: ours, plus what the service's Date header once told us that we are off. The service
/// refuses a signature that is more than five minutes away.
/// </summary>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary>Smaller differences are not what a signature is refused for.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private long _offsetTicks;

    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>Takes over the service's time after a refusal; false when the clock cannot have been the cause.</summary>
    public bool TryCorrect(DateTimeOffset? serviceDate, DateTimeOffset signedAt)
    {
        if (serviceDate is not { } date || (date - signedAt).Duration() < Tolerance)
        {
            return false;
        }

        Interlocked.Exchange(ref _offsetTicks, (date - time.GetUtcNow()).Ticks);
        return true;
    }
}
