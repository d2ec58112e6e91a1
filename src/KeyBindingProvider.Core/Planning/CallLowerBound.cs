namespace KeyBindingProvider.Core;

/// <summary>
/// Writes that no plan can go below, computed from the demand and not from the plan (<c>execution-rules.md</c> 4): waves force stops and starts,
/// distinct wanted sets force binds, the busiest key forces unbinds.
/// </summary>
internal static class CallLowerBound
{
    public static CallCounts Of(List<InstanceChange> stopped, List<InstanceChange> running, int maxUnavailable, int canary)
    {
        var oneCall = running.Count(change => change.StopMode == StopMode.ForceStop);
        var windowed = running.Count - oneCall;
        var sizes = WaveSizes(running.Count, maxUnavailable, canary).ToArray();
        // Waves that only force can fill without a stop call of their own.
        var windowWaves = oneCall == 0 ? sizes.Sum(CvmLimits.Calls) : CvmLimits.Calls(windowed);
        var all = stopped.Concat(running).ToArray();
        var adding = all.Where(change => !change.Add.IsEmpty).ToArray();
        var removing = all.Where(change => !change.Remove.IsEmpty).ToArray();

        var binds = adding.GroupBy(change => change.Want).Sum(group => CvmLimits.Calls(group.Count()));
        binds = Math.Max(binds, LeastWaves(running.Count(change => !change.Add.IsEmpty), maxUnavailable));
        // Under the replacing reading a bind removes too: only instances that gain nothing must be unbound.
        var unbindOnly = removing.Where(change => change.Add.IsEmpty).ToArray();
        var perKey = unbindOnly.SelectMany(change => change.Remove).CountBy(key => key).Select(count => CvmLimits.Calls(count.Value));
        var pairs = unbindOnly.Sum(change => change.Remove.Count);
        const int PairsPerCall = CvmLimits.InstancesPerCall * CvmLimits.KeysPerCall;
        var unbinds = Math.Max(perKey.DefaultIfEmpty().Max(), (pairs + PairsPerCall - 1) / PairsPerCall);
        var removingRunning = running.Count(change => change.Add.IsEmpty);
        var removalWaves = removingRunning == running.Count ? sizes.Length : LeastWaves(removingRunning, maxUnavailable);
        unbinds = Math.Max(unbinds, removalWaves);
        return new CallCounts(windowWaves, binds, unbinds, windowWaves);
    }

    private static int LeastWaves(int instances, int maxUnavailable) => (instances + maxUnavailable - 1) / maxUnavailable;

    private static IEnumerable<int> WaveSizes(int running, int maxUnavailable, int canary)
    {
        for (var taken = 0; taken < running; )
        {
            var size = Math.Min(taken == 0 && canary > 0 ? canary : maxUnavailable, running - taken);
            yield return size;
            taken += size;
        }
    }
}
