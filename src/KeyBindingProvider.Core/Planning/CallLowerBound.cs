namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Writes that no plan can go below under either reading of a bind, computed from the need and not from the plan
/// (rule <c>lower-bound</c>): what may be down at once forces stops and starts, distinct wanted sets force binds, the busiest key forces
/// unbinds. Never counts a call that an instance which is stopped anyway could share with a window.
/// </summary>
internal static class CallLowerBound
{
    public static CallCounts Of(List<InstanceChange> stopped, List<InstanceChange> running, int maxUnavailable, int canary)
    {
        // No call takes down, changes or starts more running instances than may be down, or than it can name.
        var perCall = Math.Min(maxUnavailable, CvmLimits.InstancesPerCall);
        var first = Math.Min(Math.Min(canary, perCall), running.Count);
        var allRunning = Math.Min(first, 1) + Divide(running.Count - first, perCall);

        var changes = stopped.Concat(running).ToArray();
        // A bind carries one wanted set.
        var binds = changes.Where(Binds).GroupBy(change => change.Want).Sum(group => AtLeast([.. group]));
        // Where a bind replaces, only instances that gain nothing must be unbound.
        var unbinds = changes
            .Where(Unbinds)
            .SelectMany(change => change.Remove, (change, key) => (change, key))
            .GroupBy(pair => pair.key, pair => pair.change)
            .Select(group => AtLeast([.. group]))
            .DefaultIfEmpty()
            .Max();
        var pairs = changes.Where(Unbinds).Sum(change => change.Remove.Count);
        unbinds = Math.Max(unbinds, Divide(pairs, CvmLimits.InstancesPerCall * CvmLimits.KeysPerCall));

        var windows = ForRunning(change => change.StopMode != StopMode.ForceStop);
        var leftDown = CvmLimits.Calls(stopped.Count(change => change.MustStart));
        return new CallCounts(
            windows,
            Math.Max(binds, ForRunning(Binds)),
            Math.Max(unbinds, ForRunning(Unbinds)),
            Math.Max(windows, leftDown)
        );

        int AtLeast(IReadOnlyCollection<InstanceChange> sharing) =>
            Math.Max(CvmLimits.Calls(sharing.Count), Divide(sharing.Count(change => change.StopMode != StopMode.None), perCall));

        // Some of the running ones may keep clear of the canary, all of them cannot.
        int ForRunning(Func<InstanceChange, bool> needed)
        {
            var count = running.Count(needed);
            return count == running.Count ? allRunning : Divide(count, perCall);
        }
    }

    private static bool Binds(InstanceChange change) => change.Adds;

    private static bool Unbinds(InstanceChange change) => !change.Adds && !change.Remove.IsEmpty;

    private static int Divide(int count, int by) => (count + by - 1) / by;
}
