namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Writes that no plan can go below under either reading of a bind, computed from the need and not from the plan
/// (rule <c>lower-bound</c>): what may be down at once forces stops and starts, distinct wanted sets force binds, the busiest key forces
/// unbinds. Never counts a call that an instance which is stopped anyway could share with a window.
/// </summary>
internal static class CallLowerBound
{
    public static CallCounts Of(GroupedChanges stopped, GroupedChanges running, int maxUnavailable, int canary)
    {
        // No call takes down, changes or starts more running instances than may be down, or than it can name.
        var perCall = Math.Min(maxUnavailable, CvmLimits.InstancesPerCall);
        var first = Math.Min(Math.Min(canary, perCall), running.ById.Count);
        var allRunning = Math.Min(first, 1) + Divide(running.ById.Count - first, perCall);

        EqualChanges[] groups = [.. stopped.Groups, .. running.Groups];
        // A bind carries one wanted set.
        var binds = groups.Where(Binds).GroupBy(group => group.Bind).Sum(AtLeast);
        // Where a bind replaces, only instances that gain nothing must be unbound.
        var unbinds = groups
            .Where(Unbinds)
            .SelectMany(group => group.Remove, (group, key) => (group, key))
            .GroupBy(pair => pair.key, pair => pair.group)
            .Select(AtLeast)
            .DefaultIfEmpty()
            .Max();
        var pairs = groups.Where(Unbinds).Sum(group => group.Places.Count * group.Remove.Count);
        unbinds = Math.Max(unbinds, Divide(pairs, CvmLimits.InstancesPerCall * CvmLimits.KeysPerCall));

        var windows = ForRunning(group => group.StopMode != StopMode.ForceStop);
        var leftDown = CvmLimits.Calls(stopped.ById.Count(change => change.MustStart));
        return new CallCounts(
            windows,
            Math.Max(binds, ForRunning(Binds)),
            Math.Max(unbinds, ForRunning(Unbinds)),
            Math.Max(windows, leftDown)
        );

        int AtLeast(IEnumerable<EqualChanges> sharing) =>
            Math.Max(CvmLimits.Calls(Count(sharing)), Divide(Count(sharing.Where(group => group.StopMode != StopMode.None)), perCall));

        // Some of the running ones may keep clear of the canary, all of them cannot.
        int ForRunning(Func<EqualChanges, bool> needed)
        {
            var count = Count(running.Groups.Where(needed));
            return count == running.ById.Count ? allRunning : Divide(count, perCall);
        }
    }

    private static int Count(IEnumerable<EqualChanges> groups) => groups.Sum(group => group.Places.Count);

    private static bool Binds(EqualChanges group) => !group.Bind.IsEmpty;

    private static bool Unbinds(EqualChanges group) => group.Bind.IsEmpty && !group.Remove.IsEmpty;

    private static int Divide(int count, int by) => (count + by - 1) / by;
}
