using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// One call in flight. It is cancelled in two steps, by Cancel, by a signal, by the end of its custom time-out or by the engine going away: first nothing
/// new is stopped, then only what is down is started.
/// </summary>
internal sealed class Operation : IDisposable
{
    private readonly CancellationTokenSource _noNewStops = new();
    private readonly CancellationTokenSource? _timedOut;
    private readonly CancellationTokenSource _startOnly = new();
    private readonly CancellationTokenRegistration _callEnds;
    private readonly Action<Operation> _ended;

    public Operation(EngineRun run, TimeSpan? timeout, TimeProvider time, Action<Operation> ended, CancellationToken call)
    {
        Run = run;
        _ended = ended;
        if (timeout is { } bound)
        {
            _timedOut = new CancellationTokenSource(bound, time);
            _timedOut.Token.Register(static source => ((CancellationTokenSource)source!).Cancel(), _noNewStops);
        }

        _callEnds = call.Register(static source => ((CancellationTokenSource)source!).Cancel(), _noNewStops);
    }

    /// <summary>The run that it belongs to.</summary>
    public EngineRun Run { get; }

    /// <summary>Both steps.</summary>
    public ApplyCancellation Cancellation => new(_noNewStops.Token, _startOnly.Token, _timedOut?.Token ?? CancellationToken.None);

    /// <summary>The first step alone: for what only reads.</summary>
    public CancellationToken Token => _noNewStops.Token;

    /// <summary>Takes the next step; none when it has just ended.</summary>
    public void Cancel()
    {
        try
        {
            (_noNewStops.IsCancellationRequested ? _startOnly : _noNewStops).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended on its own while somebody wanted it to.
        }
    }

    public void Dispose()
    {
        _ended(this);
        _callEnds.Dispose();
        _timedOut?.Dispose();
        _noNewStops.Dispose();
        _startOnly.Dispose();
    }
}
