namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>All calls in flight in this process.</summary>
internal sealed class Operations(TimeProvider time)
{
    /// <summary>Longer than any machine takes; a timer cannot be set for much more.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly HashSet<Operation> _inFlight = [];
    private TaskCompletionSource _idle = Completed();

    /// <summary>Begins one; disposing it ends it.</summary>
    /// <param name="run">The run that it belongs to.</param>
    /// <param name="timeoutSeconds">The user's bound; 0 for none.</param>
    /// <param name="call">Ends when the caller is gone.</param>
    public Operation Begin(EngineRun run, double timeoutSeconds, CancellationToken call)
    {
        TimeSpan? timeout = timeoutSeconds > 0 ? TimeSpan.FromSeconds(Math.Min(timeoutSeconds, LongestTimeout.TotalSeconds)) : null;
        var operation = new Operation(run, timeout, time, End, call);
        lock (_gate)
        {
            if (_inFlight.Count == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _inFlight.Add(operation);
        }

        return operation;
    }

    /// <summary>Cancels, one step further, everything of a run, or everything at all. Later operations are not touched.</summary>
    public void CancelAll(EngineRun? run = null)
    {
        Operation[] targets;
        lock (_gate)
        {
            targets = [.. _inFlight.Where(operation => run is null || operation.Run == run)];
        }

        // Outside the lock: what waits for a token may go on right here.
        Array.ForEach(targets, operation => operation.Cancel());
    }

    /// <summary>How many of a run are in flight.</summary>
    public int CountOf(EngineRun run)
    {
        lock (_gate)
        {
            return _inFlight.Count(operation => operation.Run == run);
        }
    }

    /// <summary>How many are in flight at all.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _inFlight.Count;
            }
        }
    }

    /// <summary>Completes when nothing is in flight.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            return _idle.Task;
        }
    }

    private void End(Operation operation)
    {
        lock (_gate)
        {
            _inFlight.Remove(operation);
            if (_inFlight.Count == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
