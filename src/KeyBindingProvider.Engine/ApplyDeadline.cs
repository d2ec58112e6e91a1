namespace KeyBindingProvider.Engine;

/// <summary>The cancellation of one operation: that of whoever may cancel it, and its own time-out, which counts as the first step of it.</summary>
public sealed class ApplyDeadline : IDisposable
{
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _timedOut;
    private readonly CancellationTokenSource? _either;

    /// <summary>Starts the clock.</summary>
    /// <param name="others">The cancellation without a time-out.</param>
    /// <param name="limit">How long the operation may take; null for no limit.</param>
    /// <param name="time">The clock.</param>
    public ApplyDeadline(ApplyCancellation others, TimeSpan? limit, TimeProvider time)
    {
        if (limit is { } known)
        {
            _timedOut = new CancellationTokenSource();
            _either = CancellationTokenSource.CreateLinkedTokenSource(others.NoNewStops, _timedOut.Token);
            _timer = new CancellationTokenSource(known, time);
            _timer.Token.Register(() => OnTime(others.NoNewStops));
        }

        Cancellation = others with
        {
            NoNewStops = _either?.Token ?? others.NoNewStops,
            TimedOut = _timedOut?.Token ?? CancellationToken.None,
        };
    }

    /// <summary>What to give to the operation.</summary>
    public ApplyCancellation Cancellation { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _either?.Dispose();
        _timedOut?.Dispose();
    }

    /// <summary>Who was cancelled before has not timed out.</summary>
    private void OnTime(CancellationToken others)
    {
        if (!others.IsCancellationRequested)
        {
            _timedOut!.Cancel();
        }
    }
}
