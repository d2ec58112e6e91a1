using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Cuts changes into waves and foresees their calls.</summary>
internal static class Waves
{
    /// <summary>One wave for what is stopped, then windows of at most <paramref name="maxUnavailable"/>, the first of <paramref name="canary"/> when that is not 0.</summary>
    public static ImmutableArray<Wave> Cut(List<InstanceChange> stopped, List<InstanceChange> running, int maxUnavailable, int canary)
    {
        var waves = ImmutableArray.CreateBuilder<Wave>();
        if (stopped.Count > 0)
        {
            Add(WaveKind.Stopped, Ordered(stopped));
        }

        var ordered = Ordered(running);
        var taken = 0;
        while (taken < ordered.Length)
        {
            var isCanary = taken == 0 && canary > 0;
            var size = isCanary ? Math.Min(canary, ordered.Length) : WindowSize(ordered.Length - taken, maxUnavailable);
            Add(isCanary ? WaveKind.Canary : WaveKind.Window, ordered[taken..(taken + size)]);
            taken += size;
        }

        return waves.ToImmutable();

        void Add(WaveKind kind, InstanceChange[] changes) =>
            waves.Add(new Wave(waves.Count + 1, kind, [.. changes], [.. PlannedCalls.Of(kind, changes)]));
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

    /// <summary>
    /// Equal changes stand together, so that a wave needs few calls; within equals zones take turns, because equal keys often mean one
    /// service, and a wave should not take all of it in one zone. The wanted set tells apart only those that are bound: the personal keys
    /// of an instance that gains nothing travel in no call.
    /// </summary>
    private static InstanceChange[] Ordered(List<InstanceChange> changes)
    {
        var groups = changes
            .GroupBy(change => (change.StopMode, Bind: !change.Adds ? KeySet.Empty : change.Want, change.Remove))
            .OrderBy(group => group.Key.StopMode)
            .ThenBy(group => group.Key.Bind)
            .ThenBy(group => group.Key.Remove);
        var ordered = new List<InstanceChange>(changes.Count);
        foreach (var group in groups)
        {
            ordered.AddRange(
                group
                    .GroupBy(change => change.Zone, StringComparer.Ordinal)
                    .OrderBy(zone => zone.Key, StringComparer.Ordinal)
                    .SelectMany(zone => zone.OrderBy(change => change.Id).Select((change, turn) => (turn, change)))
                    .OrderBy(entry => entry.turn)
                    .Select(entry => entry.change)
            );
        }

        return [.. ordered];
    }
}
