using System.Collections.Concurrent;
using KeyBindingProvider.Cvm.Telemetry;

namespace KeyBindingProvider.Engine;

/// <summary>Counts the attempts of API calls by action, for the table at the end of a run.</summary>
public sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, (int Calls, int Refused)> _counts = new(StringComparer.Ordinal);

    /// <summary>Creates a counter at zero.</summary>
    public CallCounter() => Observer = new Counting(_counts);

    /// <summary>Attempts by action, ordered by name: all of them, and those that were refused.</summary>
    public IEnumerable<(string Action, int Calls, int Refused)> Counts =>
        _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value.Calls, count.Value.Refused));

    internal ICallObserver Observer { get; }

    private sealed class Counting(ConcurrentDictionary<string, (int Calls, int Refused)> counts) : ICallObserver
    {
        public void Observe(CallAttempt attempt) =>
            counts.AddOrUpdate(
                attempt.Action,
                _ => (1, attempt.Code == "OK" ? 0 : 1),
                (_, count) => (count.Calls + 1, count.Refused + (attempt.Code == "OK" ? 0 : 1))
            );
    }
}
