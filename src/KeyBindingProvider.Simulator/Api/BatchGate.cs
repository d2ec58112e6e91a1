using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>
/// All or nothing, or all or some: takes a batch of instances on if each one can be served, and refuses it otherwise with
/// the code of one culprit. Which culprit, and which healthy ones are changed all the same, is drawn by seed.
/// </summary>
internal sealed class BatchGate(SimulatorOptions options, Dice dice)
{
    public void Run(
        ActionCall call,
        IReadOnlyList<string> instanceIds,
        Func<SimulatedInstance, string?> refuse,
        Action<SimulatedInstance, OperationOrder> accept
    )
    {
        var healthy = new List<SimulatedInstance>(instanceIds.Count);
        var culprits = new List<(string InstanceId, string Code)>();
        foreach (var id in instanceIds)
        {
            var instance = call.Fleet.InstanceById.GetValueOrDefault(id);
            var code = instance is null or { Gone: true } ? "InvalidInstanceId.NotFound" : refuse(instance);
            if (code is null)
            {
                healthy.Add(instance!);
            }
            else
            {
                culprits.Add((id, code));
            }
        }

        foreach (var instance in healthy)
        {
            if (culprits.Count == 0 || ProceedsAnyway(call, instance))
            {
                call.Affected.Add(instance.Id);
                accept(instance, call.Order(Fails(instance) ? "the operation failed inside the service" : null));
            }
        }

        if (culprits.Count > 0)
        {
            var (id, code) = culprits[dice.Pick("culprit", call.Number, "batch", culprits.Count)];
            throw new ApiRefusal(code, id);
        }
    }

    private bool ProceedsAnyway(ActionCall call, SimulatedInstance instance) =>
        options.RefusedBatch == RefusedBatch.HealthyPartProceeds
        && dice.Roll(instance.Id, call.Number, "healthy-part") < options.HealthyShare;

    private bool Fails(SimulatedInstance instance) =>
        options.OperationFailures > 0 && dice.Roll(instance.Id, instance.NextTurn(), "failure") < options.OperationFailures;
}
