using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// The one poller of a process and region: whoever waits for something comes on board of the next round; a round is one read for all of them, at most one call
/// per 100 ids, and begins at most once per interval (rule <c>one-poller</c>).
/// </summary>
internal sealed class InstancePoller(InstanceReader reader, TimeProvider time, TimeSpan interval)
{
    private readonly Lock _gate = new();
    private TimeSpan _nextRound;
    private Round? _boarding;

    /// <summary>Reads the ids in the next round that begins after this call.</summary>
    public Task<IReadOnlyDictionary<InstanceId, Reading>> NextRoundAsync(IEnumerable<InstanceId> ids)
    {
        Round round;
        lock (_gate)
        {
            if (_boarding is not null)
            {
                _boarding.Ids.UnionWith(ids);
                return _boarding.Landed.Task;
            }

            round = _boarding = new Round();
            round.Ids.UnionWith(ids);
        }

        _ = RunAsync(round);
        return round.Landed.Task;
    }

    /// <summary>One timer for all on board: many of them, due at one instant, would each begin a read of their own.</summary>
    private async Task RunAsync(Round round)
    {
        try
        {
            TimeSpan wait;
            lock (_gate)
            {
                wait = _nextRound - time.GetElapsedTime(0);
            }

            // Those who ask at this very instant share the round even where nothing has to be waited for.
            await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : YieldAsync());
            InstanceId[] ids;
            lock (_gate)
            {
                _boarding = null;
                _nextRound = time.GetElapsedTime(0) + interval;
                ids = [.. round.Ids];
            }

            round.Landed.SetResult(await reader.ReadAsync(ids, CallPriority.Poll));
        }
        catch (Exception exception)
        {
            round.Landed.SetException(exception);
            // Whoever waits sees it; a round nobody waits for any more must not be an unobserved fault.
            _ = round.Landed.Task.Exception;
        }
    }

    private static async Task YieldAsync() => await Task.Yield();

    private sealed class Round
    {
        public HashSet<InstanceId> Ids { get; } = [];
        public TaskCompletionSource<IReadOnlyDictionary<InstanceId, Reading>> Landed { get; } = new();
    }
}
