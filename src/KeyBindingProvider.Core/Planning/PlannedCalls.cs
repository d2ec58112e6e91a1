using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Foresees the writes of one wave in the order of rule <c>window-order</c>, for the reading in which a bind adds: where it replaces,
/// the unbinds of instances that also gain a key are found unnecessary and not sent.
/// </summary>
internal static class PlannedCalls
{
    /// <summary>The writes of a wave.</summary>
    /// <param name="kind">What kind of wave.</param>
    /// <param name="changes">Its changes, in the order in which they are taken down and started.</param>
    /// <param name="byId">The same, sorted by id.</param>
    public static IEnumerable<PlannedCall> Of(WaveKind kind, InstanceChange[] changes, InstanceChange[] byId) =>
        kind == WaveKind.Stopped ? OfStopped(changes, byId) : OfWindow(changes, byId);

    private static IEnumerable<PlannedCall> OfStopped(InstanceChange[] changes, InstanceChange[] byId)
    {
        var binding = byId.Where(change => change.Adds);
        var removing = byId.Where(change => !change.Adds);
        return Binds(binding, forceStop: false)
            .Concat(Unbinds(KeyGrouping.ByEqualKeys(Removals(binding)), forceStop: false))
            .Concat(Unbinds(RectangleCover.Of([.. Removals(removing)]), forceStop: false))
            .Concat(Power(CallAction.Start, [.. changes.Where(change => change.MustStart)]));
    }

    private static IEnumerable<PlannedCall> OfWindow(InstanceChange[] changes, InstanceChange[] byId)
    {
        var forced = byId.Where(change => change.StopMode == StopMode.ForceStop);
        var windowed = byId.Where(change => change.StopMode != StopMode.ForceStop);
        InstanceChange[] powered = [.. changes.Where(change => change.StopMode != StopMode.ForceStop)];
        return Binds(forced, forceStop: true)
            .Concat(Unbinds(KeyGrouping.ByEqualKeys(Removals(forced)), forceStop: true))
            .Concat(Power(CallAction.Stop, powered))
            .Concat(Binds(windowed, forceStop: false))
            .Concat(Unbinds(KeyGrouping.ByEqualKeys(Removals(windowed)), forceStop: false))
            .Concat(Power(CallAction.Start, powered));
    }

    private static IEnumerable<PlannedCall> Binds(IEnumerable<InstanceChange> changes, bool forceStop) =>
        KeyGrouping
            .ByEqualKeys(changes.Where(change => change.Adds).Select(change => KeyValuePair.Create(change.Id, change.Want)))
            .Select(rectangle => new PlannedCall(CallAction.Associate, rectangle.Instances, rectangle.Keys, forceStop));

    private static IEnumerable<PlannedCall> Unbinds(IEnumerable<KeyRectangle> rectangles, bool forceStop) =>
        rectangles.Select(rectangle => new PlannedCall(CallAction.Disassociate, rectangle.Instances, rectangle.Keys, forceStop));

    private static IEnumerable<KeyValuePair<InstanceId, KeySet>> Removals(IEnumerable<InstanceChange> changes) =>
        changes.Select(change => KeyValuePair.Create(change.Id, change.Remove));

    /// <summary>Those that are stopped hard have calls of their own; whose kind stands first goes first.</summary>
    private static IEnumerable<PlannedCall> Power(CallAction action, InstanceChange[] changes)
    {
        var isHardFirst = changes.Length > 0 && IsHard(changes[0]);
        foreach (var isHard in new[] { isHardFirst, !isHardFirst })
        {
            InstanceId[] ids = [.. changes.Where(change => IsHard(change) == isHard).Select(change => change.Id)];
            for (var at = 0; at < ids.Length; at += CvmLimits.InstancesPerCall)
            {
                var count = Math.Min(CvmLimits.InstancesPerCall, ids.Length - at);
                yield return new PlannedCall(action, [.. ids.AsSpan(at, count)], KeySet.Empty, isHard);
            }
        }

        bool IsHard(InstanceChange change) => action == CallAction.Stop && change.StopMode == StopMode.Hard;
    }
}
