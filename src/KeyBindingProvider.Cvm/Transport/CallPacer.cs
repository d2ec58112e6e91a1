namespace KeyBindingProvider.Cvm;

/// <summary>
/// Spaces calls evenly to a limit: a burst of 1, since a bucket of ten at ten a second would send twenty in the first second. Who is in more of a
/// hurry goes first, equals in the order of arrival (<c>execution-rules.md</c> 5).
/// </summary>
internal sealed class CallPacer(TimeProvider time, double callsPerSecond)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (CallPriority Priority, long Order)> _waiting = new();
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1 / callsPerSecond);
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private long _order;
    private bool _isServing;

    /// <summary>Waits for this call's turn.</summary>
    public async Task WaitAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_isServing && now >= _next)
            {
                _next = now + _interval;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, (priority, _order++));
            if (!_isServing)
            {
                _isServing = true;
                _ = ServeAsync();
            }
        }

        using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                wait = _next - time.GetUtcNow();
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time);
            }

            lock (_gate)
            {
                while (_waiting.TryDequeue(out var turn, out _))
                {
                    if (turn.TrySetResult())
                    {
                        _next = time.GetUtcNow() + _interval;
                        break;
                    }
                }

                if (_waiting.Count == 0)
                {
                    _isServing = false;
                    return;
                }
            }
        }
    }
}
