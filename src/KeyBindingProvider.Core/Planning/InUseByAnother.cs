using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Machines of the plan that another run, which may be alive, has in a window or is about to (rule <c>restart-marker</c>).</summary>
internal static class InUseByAnother
{
    public static Problem? Find(ImmutableArray<Rollout> rollouts, FleetSnapshot fleet)
    {
        InstanceId[] inUse =
        [
            .. rollouts
                .SelectMany(rollout =>
                    rollout.Waves.SelectMany(wave => wave.Changes).Concat(rollout.Pending.Select(pending => pending.Change))
                )
                .Select(change => change.Id)
                .Where(id => fleet.Find(id) is { Marker: RestartMark.Fresh })
                .Order(),
        ];
        return inUse.Length == 0
            ? null
            : Problem.Warning(
                ProblemCodes.InUseByAnother,
                $"Another run has marked {Grammar.Instances(inUse.Length)} and changes {(inUse.Length == 1 ? "it" : "them")}, or has died within three hours: {InstanceList.Of(inUse)}."
            ) with
            {
                Instances = inUse,
            };
    }
}
