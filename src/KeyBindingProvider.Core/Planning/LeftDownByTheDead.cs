using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Machines that a run which died has left stopped, of resources whose policy lets nothing happen to power: they are named, and left to a person.</summary>
internal static class LeftDownByTheDead
{
    public static IEnumerable<Problem> Find(ResourceIntent[] intents, FleetSnapshot fleet)
    {
        foreach (var intent in intents.Where(intent => intent.Policy.StopPolicy == StopPolicy.Refuse))
        {
            InstanceId[] left = [.. intent.AllMarked(fleet).Order()];
            if (left.Length > 0)
            {
                yield return Problem.Warning(
                    ProblemCodes.LeftDownByTheDead,
                    $"'{intent.Name}': {Grammar.Instances(left.Length)} {Grammar.Was(left.Length)} left stopped by a run that died, and will not be started: {InstanceList.Of(left)}."
                ) with
                {
                    Instances = left,
                };
            }
        }
    }
}
