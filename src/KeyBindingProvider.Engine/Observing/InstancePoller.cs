using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>
/// The one poller of a process and region: whoever waits for something asks for the next round; a round is at most one call per 100 ids
/// and begins at most once per interval (<c>execution-rules.md</c> 5).
/// </summary>
internal sealed class InstancePoller(InstanceReader reader, TimeProvider time, TimeSpan interval)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _nextRound;

    /// <summary>Reads the ids in the next round that begins after this call.</summary>
    public async Task<IReadOnlyDictionary<InstanceId, Reading>> NextRoundAsync(IEnumerable<InstanceId> ids)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_nextRound <= now)
            {
                // Later callers within the interval wait for the round after; those at this very instant share this one.
                _nextRound = now + interval;
                wait = TimeSpan.Zero;
            }
            else
            {
                wait = _nextRound - now;
            }
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time);
            lock (_gate)
            {
                var now = time.GetUtcNow();
                _nextRound = _nextRound <= now ? now + interval : _nextRound;
            }
        }

        return await reader.ReadAsync(ids, CallPriority.Poll);
    }
}
