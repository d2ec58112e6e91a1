using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>The cancellation of one operation: that of the process, and its own time-out, which counts as the first step of it.</summary>
internal sealed class ApplyDeadline : IDisposable
{
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _either;

    /// <summary>Starts the clock.</summary>
    public ApplyDeadline(ApplyCancellation process, TimeSpan? limit, TimeProvider time)
    {
        if (limit is { } known)
        {
            _timer = new CancellationTokenSource(known, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(process.NoNewStops, _timer.Token);
        }

        Cancellation = process with
        {
            NoNewStops = _either?.Token ?? process.NoNewStops,
            TimedOut = _timer?.Token ?? CancellationToken.None,
        };
    }

    /// <summary>What to give to the operation.</summary>
    public ApplyCancellation Cancellation { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either?.Dispose();
        _timer?.Dispose();
    }
}
