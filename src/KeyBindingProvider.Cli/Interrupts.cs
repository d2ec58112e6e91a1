using System.Runtime.InteropServices;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli;

/// <summary>
/// Ctrl-C, SIGTERM and a terminal that goes away, in two steps: first nothing new is stopped, then only what is down is started. Neither ends the process at once.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _noNewStops = new();
    private readonly CancellationTokenSource _startOnly = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;

    public Interrupts(TextWriter error)
    {
        _error = error;
        _registrations =
        [
            Register(PosixSignal.SIGINT),
            Register(PosixSignal.SIGTERM),
            Register(PosixSignal.SIGHUP),
            Register(PosixSignal.SIGQUIT),
        ];
    }

    public ApplyCancellation Cancellation => new(_noNewStops.Token, _startOnly.Token);

    /// <summary>The reader of a pipe is gone, which would end another program at once: the first step. The runtime ignores the signal for it.</summary>
    /// <returns>Whether what is not read any more has to be told all the same: always, once machines may be down.</returns>
    public bool ReaderIsGone()
    {
        if (!_noNewStops.IsCancellationRequested)
        {
            _noNewStops.Cancel();
            _error.WriteLine("Cancelling: nobody reads any more. Nothing new is stopped; what is down is finished and started.");
        }

        return true;
    }

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _noNewStops.Dispose();
        _startOnly.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                if (!_noNewStops.IsCancellationRequested)
                {
                    _noNewStops.Cancel();
                    _error.WriteLine(
                        "Cancelling: nothing new is stopped; what is down is finished and started. Once more to start it unfinished."
                    );
                }
                else if (!_startOnly.IsCancellationRequested)
                {
                    _startOnly.Cancel();
                    _error.WriteLine("Cancelling: what is down is started as it is. This takes as long as the machines take.");
                }
            }
        );
}
