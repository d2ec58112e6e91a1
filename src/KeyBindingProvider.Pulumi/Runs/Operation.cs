using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// One call in flight. It is cancelled in two steps, by Cancel, by a signal, by the end of its custom time-out or by the engine going away: first nothing
/// new is stopped, then only what is down is started.
/// </summary>
internal sealed class Operation : IDisposable
{
    private readonly CancellationTokenSource _noNewStops = new();
    private readonly CancellationTokenSource _startOnly = new();
    private readonly CancellationTokenRegistration _callEnds;
    private readonly ApplyDeadline _deadline;
    private readonly Action<Operation> _ended;

    public Operation(EngineRun run, TimeSpan? timeout, TimeProvider time, Action<Operation> ended, CancellationToken call)
    {
        Run = run;
        _ended = ended;
        _deadline = new ApplyDeadline(new ApplyCancellation(_noNewStops.Token, _startOnly.Token), timeout, time);
        _callEnds = call.Register(static source => ((CancellationTokenSource)source!).Cancel(), _noNewStops);
    }

    /// <summary>The run that it belongs to.</summary>
    public EngineRun Run { get; }

    /// <summary>Both steps.</summary>
    public ApplyCancellation Cancellation => _deadline.Cancellation;

    /// <summary>The first step alone: for what only reads.</summary>
    public CancellationToken Token => Cancellation.NoNewStops;

    /// <summary>Takes the next step; none when it has just ended.</summary>
    public void Cancel()
    {
        try
        {
            (Token.IsCancellationRequested ? _startOnly : _noNewStops).Cancel();
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
        _deadline.Dispose();
        _noNewStops.Dispose();
        _startOnly.Dispose();
    }
}
