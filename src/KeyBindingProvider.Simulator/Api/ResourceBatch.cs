using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Resources of one call to the tag service: all, or none or some of the others where one is in the way, as <see cref="BatchGate"/> has it for instances.</summary>
internal sealed class ResourceBatch(SimulatorOptions options, Dice dice)
{
    public void Run(
        ActionCall call,
        RegionFleet region,
        IReadOnlyList<string> ids,
        Func<SimulatedInstance, string?> refuse,
        Action<SimulatedInstance> accept
    )
    {
        // A resource that does not exist is no error of this service: it keeps names and does not ask whose they are.
        List<SimulatedInstance> there =
        [
            .. ids.Select(region.InstanceById.GetValueOrDefault).OfType<SimulatedInstance>().Where(static instance => !instance.Gone),
        ];
        var culprits = there
            .Select(instance => (instance.Id, Code: refuse(instance)))
            .Where(static entry => entry.Code is not null)
            .ToList();
        foreach (var instance in there.Where(instance => !culprits.Exists(entry => entry.Id == instance.Id)))
        {
            if (culprits.Count == 0 || ProceedsAnyway(call, instance))
            {
                call.Affected.Add(instance.Id);
                accept(instance);
            }
        }

        if (culprits.Count > 0)
        {
            var (id, code) = culprits[dice.Pick("culprit", call.Number, "batch", culprits.Count)];
            throw new ApiRefusal(code!, id);
        }
    }

    private bool ProceedsAnyway(ActionCall call, SimulatedInstance instance) =>
        options.RefusedBatch == RefusedBatch.HealthyPartProceeds
        && dice.Roll(instance.Id, call.Number, "healthy-part") < options.HealthyShare;
}
