using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Simulator.Judging;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>A time of one instance.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended.</param>
internal readonly record struct Span(string Instance, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <summary>What spans of instances come to: how many at once, which was the longest.</summary>
internal static class SpanCounts
{
    /// <summary>Most spans that overlap. One that ends when another begins does not.</summary>
    public static int MostAtOnce(IEnumerable<Span> spans)
    {
        var (now, most) = (0, 0);
        foreach (var (_, step) in spans.SelectMany(span => new[] { (span.From, 1), (span.To, -1) }).Order())
        {
            now += step;
            most = Math.Max(most, now);
        }

        return most;
    }

    /// <summary>The longest; of equals the first by id.</summary>
    public static WorstSpan Longest(IEnumerable<Span> spans)
    {
        var longest = spans.OrderByDescending(span => span.Length).ThenBy(span => span.Instance, StringComparer.Ordinal).FirstOrDefault();
        return longest.Instance is null ? WorstSpan.None : new WorstSpan(longest.Length, InstanceId.FromService(longest.Instance));
    }

    /// <summary>Times in which an instance had none of some keys, after it had one of them.</summary>
    /// <param name="change">The instance, with what was bound when the plan was made.</param>
    /// <param name="keys">Which keys count; null for all.</param>
    /// <param name="arrivals">Keys that came to the instance, in order.</param>
    /// <param name="removals">Keys that left it, in order.</param>
    /// <param name="end">When the run ended.</param>
    public static IEnumerable<Span> Without(
        InstanceChange change,
        KeySet? keys,
        IEnumerable<KeyArrival> arrivals,
        IEnumerable<KeyRemoval> removals,
        DateTimeOffset end
    )
    {
        var had = change.Bound.Where(Counts).Select(key => key.Value).ToHashSet(StringComparer.Ordinal);
        DateTimeOffset? from = null;
        // A bind that replaces keys brings the new ones at the instant at which the others go.
        var events = arrivals
            .Select(arrival => (arrival.At, IsArrival: true, arrival.KeyId))
            .Concat(removals.Select(removal => (removal.At, IsArrival: false, removal.KeyId)))
            .Where(moved => Counts(KeyId.FromService(moved.KeyId)))
            .OrderBy(moved => moved.At)
            .ThenBy(moved => !moved.IsArrival);
        foreach (var (at, isArrival, key) in events)
        {
            if (isArrival)
            {
                had.Add(key);
            }
            else if (had.Remove(key) && had.Count == 0)
            {
                from = at;
            }

            if (from is { } begun && had.Count > 0)
            {
                yield return new Span(change.Id.Value, begun, at);
                from = null;
            }
        }

        if (from is { } open)
        {
            yield return new Span(change.Id.Value, open, end);
        }

        bool Counts(KeyId key) => keys is null || keys.Contains(key);
    }
}
