using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Instances whose change reads the same, so that a reviewer reads it once.</summary>
internal sealed record ChangeGroup(StopMode StopMode, bool MustStart, KeySet Lose, KeySet Gain, ImmutableArray<InstanceChange> Changes)
{
    public static ImmutableArray<ChangeGroup> Of(IEnumerable<InstanceChange> changes) =>
        [
            .. changes
                .GroupBy(change => (change.StopMode, change.MustStart, Lose: change.Remove, Gain: change.Add))
                .OrderBy(group => group.Key.StopMode)
                .ThenBy(group => group.Key.MustStart)
                .ThenByDescending(group => group.Count())
                .ThenBy(group => group.Key.Lose)
                .ThenBy(group => group.Key.Gain)
                .Select(group => new ChangeGroup(
                    group.Key.StopMode,
                    group.Key.MustStart,
                    group.Key.Lose,
                    group.Key.Gain,
                    [.. group.OrderBy(change => change.Id)]
                )),
        ];
}

/// <summary>Waiting instances with one reason and one change.</summary>
internal sealed record WaitingGroup(Disposition Disposition, PendingCode Code, ChangeGroup Change)
{
    public static ImmutableArray<WaitingGroup> Of(IEnumerable<PendingInstance> pending) =>
        [
            .. pending
                .GroupBy(instance => (instance.Disposition, instance.Code))
                .OrderBy(reason => reason.Key)
                .SelectMany(reason =>
                    ChangeGroup
                        .Of(reason.Select(instance => instance.Change))
                        .Select(change => new WaitingGroup(reason.Key.Disposition, reason.Key.Code, change))
                ),
        ];
}

/// <summary>A key of somebody else and the instances of a plan that it stays on.</summary>
internal sealed record ForeignKey(KeyId Key, int Instances)
{
    public static ImmutableArray<ForeignKey> Of(IEnumerable<InstanceChange> changes) =>
        [
            .. changes
                .SelectMany(change => change.Foreign)
                .CountBy(key => key)
                .OrderByDescending(count => count.Value)
                .ThenBy(count => count.Key)
                .Select(count => new ForeignKey(count.Key, count.Value)),
        ];
}
