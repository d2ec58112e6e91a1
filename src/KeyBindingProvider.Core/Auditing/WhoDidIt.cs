using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Auditing;

/// <summary>Who made the drift of one region, as far as the audit log tells (<c>ADR 0054</c>).</summary>
public sealed record WhoDidIt
{
    /// <summary>How far back is asked unless somebody says otherwise.</summary>
    public static readonly TimeSpan UsualSpan = TimeSpan.FromDays(7);

    /// <summary>The acts that explain drift, the newest first, each with the pairs that it explains.</summary>
    public ImmutableArray<ExplainedDrift> Acts { get; private init; } = [];

    /// <summary>Pairs that no act explains, sorted: it was before, or it is not visible yet, or nobody ever did what is declared.</summary>
    public ImmutableArray<DriftedPair> Unexplained { get; private init; } = [];

    /// <summary>What was read; null where it could not be.</summary>
    public KeyEventLog? Log { get; private init; }

    /// <summary>Why the log could not be read; null where it could.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>The drifted pairs of a plan: what an apply would change, and what waits or is refused.</summary>
    public static ImmutableArray<DriftedPair> PairsOf(Plan plan) =>
        [
            .. plan
                .Changes.Concat(plan.Pending.Select(pending => pending.Change))
                .SelectMany(change =>
                    change
                        .Remove.Select(key => new DriftedPair(change.Id, key, KeyAct.Bound))
                        .Concat(change.Add.Select(key => new DriftedPair(change.Id, key, KeyAct.Unbound)))
                )
                .Distinct()
                .OrderBy(pair => pair.Act)
                .ThenBy(pair => pair.Key)
                .ThenBy(pair => pair.Instance),
        ];

    /// <summary>A region whose log could not be read: nothing is explained.</summary>
    public static WhoDidIt NotKnown(ImmutableArray<DriftedPair> pairs, Problem problem) => new() { Unexplained = pairs, Problem = problem };

    /// <summary>
    /// Joins drift with the log. A pair is explained by the last act upon it that was read, if that made what is there now; where the last one did the opposite, the
    /// act that counts is not visible, and an older one would name the wrong person.
    /// </summary>
    public static WhoDidIt Of(ImmutableArray<DriftedPair> pairs, KeyEventLog log)
    {
        var last = LastActs(pairs, log);
        var explained = pairs
            .Select(pair => (Pair: pair, Event: Explanation(pair, last)))
            .ToLookup(entry => entry.Event, entry => entry.Pair);
        return new WhoDidIt
        {
            Log = log,
            Acts =
            [
                .. explained
                    .Where(group => group.Key is not null)
                    .Select(group => new ExplainedDrift(group.Key!, [.. group]))
                    .OrderByDescending(act => act.Event.At)
                    .ThenBy(act => act.Pairs[0].Act)
                    .ThenBy(act => act.Pairs[0].Key)
                    .ThenBy(act => act.Pairs[0].Instance),
            ],
            Unexplained = [.. explained[null]],
        };
    }

    private static KeyEvent? Explanation(DriftedPair pair, Dictionary<(InstanceId, KeyId), KeyEvent[]> last) =>
        last[(pair.Instance, pair.Key)] is [var first, ..] events && Array.TrueForAll(events, act => act.Act == pair.Act) ? first : null;

    /// <summary>The last act upon each pair; several where they are of one second, whose order nobody tells.</summary>
    private static Dictionary<(InstanceId, KeyId), KeyEvent[]> LastActs(IEnumerable<DriftedPair> pairs, KeyEventLog log)
    {
        var last = pairs.Select(pair => (pair.Instance, pair.Key)).Distinct().ToDictionary(pair => pair, _ => Array.Empty<KeyEvent>());
        foreach (var act in log.Events.Where(act => act.At >= log.WholeFrom))
        {
            foreach (var pair in act.Instances.SelectMany(instance => act.Keys, (instance, key) => (instance, key)))
            {
                if (last.TryGetValue(pair, out var before) && (before.Length == 0 || act.At >= before[0].At))
                {
                    last[pair] = before.Length == 0 || act.At > before[0].At ? [act] : [.. before, act];
                }
            }
        }

        return last;
    }
}

/// <summary>One act and the drift that it made.</summary>
/// <param name="Event">The act.</param>
/// <param name="Pairs">The pairs, sorted by key and machine; at least one.</param>
public sealed record ExplainedDrift(KeyEvent Event, ImmutableArray<DriftedPair> Pairs);
