using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// Machines that a run which was killed may have left down: a process that dies between stop and start tells nobody. All that is left of it is that the service's last
/// operation is a stop, on a machine that ran when its resource was last read (rule <c>found-down</c>).
/// </summary>
public static class FoundDown
{
    private const string StopAction = "StopInstances";

    /// <summary>A warning that names them; null where there are none, or where the policy would not have let a run of ours stop them.</summary>
    /// <param name="prior">The resource as it was last read.</param>
    /// <param name="now">As it is.</param>
    /// <param name="policy">What a run may do to machines that run.</param>
    public static Problem? Of(ResourceState prior, ResourceState now, StopPolicy policy)
    {
        if (policy is StopPolicy.Refuse or StopPolicy.StoppedOnly)
        {
            return null;
        }

        InstanceId[] ids =
        [
            .. now
                .Observation.Fleet.Instances.Values.Where(instance =>
                    instance.State == PowerState.Stopped
                    && instance.LatestOperation is { Name: StopAction, IsSuccess: true }
                    && prior.Observation.Fleet.Find(instance.Id)?.State == PowerState.Running
                    && !prior.LeftDown.Contains(instance.Id)
                )
                .Select(instance => instance.Id)
                .Order(),
        ];
        return ids.Length == 0
            ? null
            : Problem.Warning(
                ProblemCodes.FoundDown,
                $"'{now.Declared.Name}': {InstanceList.Of(ids)} ran when last seen and {Rendering.Grammar.Pick(ids.Length, "is", "are")} STOPPED now, by a StopInstances."
            ) with
            {
                Instances = ids,
            };
    }
}
