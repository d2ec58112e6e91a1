using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// When this process may go. It is asked to stop in two steps, like every face (rule <c>two-step-cancel</c>), and it does not leave while an
/// operation still has instances down, even when nobody listens any more.
/// </summary>
internal sealed class ProviderLifetime : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _noNewStops = new();
    private CancellationTokenSource _startOnly = new();
    private TaskCompletionSource _idle = new();
    private int _running;

    /// <summary>Completes when somebody wants the process to end.</summary>
    public Task ExitRequested => _exit.Task;

    /// <summary>The tokens for an operation that starts now.</summary>
    public ApplyCancellation Cancellation
    {
        get
        {
            lock (_gate)
            {
                return new ApplyCancellation(_noNewStops.Token, _startOnly.Token);
            }
        }
    }

    /// <summary>Number of operations under way.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>A new run begins in a process that outlives its runs: what the last one was told is over.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (_noNewStops.IsCancellationRequested && !_exit.Task.IsCompleted)
            {
                (_noNewStops, _startOnly) = (new CancellationTokenSource(), new CancellationTokenSource());
            }
        }
    }

    /// <summary>First step: no new stop; what is down is changed and started.</summary>
    public void StopChanging() => Cancel(alsoChanges: false);

    /// <summary>Nobody listens any more, and nobody hurries: what is down is changed and started, then the process goes.</summary>
    public void FinishAndExit()
    {
        Cancel(alsoChanges: false);
        _exit.TrySetResult();
    }

    /// <summary>Second step and end: what we stopped is started, then the process goes. Whoever asks for this may kill it soon.</summary>
    public void RequestExit()
    {
        Cancel(alsoChanges: true);
        _exit.TrySetResult();
    }

    /// <summary>Marks an operation as under way until the answer is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_gate)
        {
            if (_running++ == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        return new Leaving(this);
    }

    /// <summary>Completes when no operation is under way.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _running == 0 ? Task.CompletedTask : _idle.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _noNewStops.Dispose();
        _startOnly.Dispose();
    }

    private void Cancel(bool alsoChanges)
    {
        CancellationTokenSource first;
        CancellationTokenSource second;
        lock (_gate)
        {
            (first, second) = (_noNewStops, _startOnly);
        }

        // Outside the lock: what a token calls back may ask for the next token.
        first.Cancel();
        if (alsoChanges)
        {
            second.Cancel();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_running == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    private sealed class Leaving(ProviderLifetime lifetime) : IDisposable
    {
        private ProviderLifetime? _lifetime = lifetime;

        public void Dispose() => Interlocked.Exchange(ref _lifetime, null)?.Leave();
    }
}
