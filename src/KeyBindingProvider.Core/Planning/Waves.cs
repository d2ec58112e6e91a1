using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Cuts changes into waves and foresees their calls.</summary>
internal static class Waves
{
    /// <summary>One wave for what is stopped, then windows of at most <paramref name="maxUnavailable"/>, the first of <paramref name="canary"/> when that is not 0.</summary>
    public static ImmutableArray<Wave> Cut(GroupedChanges stopped, GroupedChanges running, int maxUnavailable, int canary)
    {
        var waves = ImmutableArray.CreateBuilder<Wave>();
        if (stopped.ById.Count > 0)
        {
            Add(WaveKind.Stopped, stopped, Ordered(stopped));
        }

        var ordered = Ordered(running).AsSpan();
        var taken = 0;
        while (taken < ordered.Length)
        {
            var isCanary = taken == 0 && canary > 0;
            var size = isCanary ? Math.Min(canary, ordered.Length) : WindowSize(ordered.Length - taken, maxUnavailable);
            Add(isCanary ? WaveKind.Canary : WaveKind.Window, running, ordered.Slice(taken, size));
            taken += size;
        }

        return waves.ToImmutable();

        void Add(WaveKind kind, GroupedChanges from, Span<int> places)
        {
            var changes = Changes(from, places);
            // Places are in the order of the ids, and cheaper to sort than these.
            places.Sort();
            waves.Add(new Wave(waves.Count + 1, kind, [.. changes], [.. PlannedCalls.Of(kind, changes, Changes(from, places))]));
        }
    }

    /// <summary>The largest window allowed; cut down to full calls where that costs no further window (150 of 200: twice 100, not 150 and 50).</summary>
    public static int WindowSize(int left, int maxUnavailable)
    {
        if (left <= maxUnavailable)
        {
            return left;
        }

        var fullCalls = maxUnavailable - (maxUnavailable % CvmLimits.InstancesPerCall);
        var windows = (left + maxUnavailable - 1) / maxUnavailable;
        return fullCalls > 0 && left - fullCalls <= (long)(windows - 1) * maxUnavailable ? fullCalls : maxUnavailable;
    }

    private static InstanceChange[] Changes(GroupedChanges from, ReadOnlySpan<int> places)
    {
        var changes = new InstanceChange[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            changes[i] = from.ById[places[i]];
        }

        return changes;
    }

    /// <summary>
    /// The places of all changes. Equal ones stand together, so that a wave needs few calls; within equals zones take turns, because equal keys often mean one
    /// service, and a wave should not take all of it in one zone.
    /// </summary>
    private static int[] Ordered(GroupedChanges changes)
    {
        var ordered = new List<int>(changes.ById.Count);
        foreach (var group in changes.Groups)
        {
            var zones = new Dictionary<string, List<int>>(StringComparer.Ordinal);
            foreach (var place in group.Places)
            {
                var zone = changes.ById[place].Zone;
                if (!zones.TryGetValue(zone, out var places))
                {
                    zones[zone] = places = [];
                }

                places.Add(place);
            }

            List<int>[] inTurn = [.. zones.OrderBy(zone => zone.Key, StringComparer.Ordinal).Select(zone => zone.Value)];
            for (var turn = 0; inTurn.Length > 0; turn++)
            {
                var isOver = false;
                foreach (var places in inTurn)
                {
                    ordered.Add(places[turn]);
                    isOver |= places.Count == turn + 1;
                }

                inTurn = isOver ? Array.FindAll(inTurn, places => places.Count > turn + 1) : inTurn;
            }
        }

        return [.. ordered];
    }
}
