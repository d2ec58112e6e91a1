namespace KeyBindingProvider.Simulator.Journal;

/// <summary>Calls of one action.</summary>
/// <param name="Calls">All.</param>
/// <param name="Refused">Answered with an error code, throttled ones included.</param>
/// <param name="Throttled">Refused by the rate limit.</param>
public sealed record ActionCounts(int Calls, int Refused, int Throttled);

/// <summary>Every call in the order in which it was handled.</summary>
public sealed class CallJournal
{
    /// <summary><see cref="CallRecord.Outcome"/> of a call that was carried out.</summary>
    public const string Ok = "OK";

    /// <summary><see cref="CallRecord.Outcome"/> of a call that a fault kept from having an effect.</summary>
    public const string None = "NONE";

    private readonly Lock _gate = new();
    private readonly List<CallRecord> _calls = [];

    /// <summary>All calls so far.</summary>
    public IReadOnlyList<CallRecord> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Calls of some action, after some number.</summary>
    /// <param name="action">The action; null for all.</param>
    /// <param name="since">Only calls with a higher number.</param>
    /// <param name="actor">Only calls of this actor; null for all.</param>
    /// <returns>The calls in order.</returns>
    public IReadOnlyList<CallRecord> Find(string? action = null, long since = 0, string? actor = null)
    {
        lock (_gate)
        {
            return
            [
                .. _calls.Where(c => c.Number > since && (action is null || c.Action == action) && (actor is null || c.Actor == actor)),
            ];
        }
    }

    /// <summary>Counts by action.</summary>
    /// <param name="actor">Only calls of this actor; null for all.</param>
    /// <returns>Counts by the name of the action.</returns>
    public IReadOnlyDictionary<string, ActionCounts> Counts(string? actor = null) =>
        Find(actor: actor)
            .Where(static c => c.Delivery != "late")
            .GroupBy(static c => c.Action, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .ToDictionary(
                static g => g.Key,
                static g => new ActionCounts(
                    g.Count(),
                    g.Count(static c => c.Outcome is not (Ok or None)),
                    g.Count(static c => c.Throttled)
                ),
                StringComparer.Ordinal
            );

    internal void Add(CallRecord call)
    {
        lock (_gate)
        {
            _calls.Add(call);
        }
    }

    internal void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }
}
