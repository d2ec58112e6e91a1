using System.Threading.Channels;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>
/// Between the loop and whoever shows progress: a bounded channel that the loop never waits for and whose failures it never sees. A sink that throws, a full disk
/// or a closed pipe costs messages and nothing else.
/// </summary>
internal sealed class ProgressFeed
{
    private const int Capacity = 20_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Channel<ApplyEvent> _events = Channel.CreateBounded<ApplyEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    private readonly Task _pump;
    private readonly TimeProvider _time;

    public ProgressFeed(IApplyProgress progress, TimeProvider time)
    {
        _time = time;
        _pump = PumpAsync(progress);
    }

    public void Report(ApplyEvent applyEvent) => _events.Writer.TryWrite(applyEvent);

    /// <summary>Shows what is left; a sink that hangs is left behind.</summary>
    public async Task EndAsync()
    {
        _events.Writer.TryComplete();
        try
        {
            await _pump.WaitAsync(s_patience, _time);
        }
        catch (TimeoutException) { }
    }

    private async Task PumpAsync(IApplyProgress progress)
    {
        while (await _events.Reader.WaitToReadAsync())
        {
            while (_events.Reader.TryRead(out var applyEvent))
            {
                try
                {
                    progress.Report(applyEvent);
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    // Nobody is left to tell.
                }
            }
        }
    }
}
