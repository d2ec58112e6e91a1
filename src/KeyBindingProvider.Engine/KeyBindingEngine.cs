using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>
/// What the faces call: observe, plan, apply, for one account and region in one process. Keeps what must be shared between
/// concurrent operations: reads in flight, leases of instances, the count of what is down, whether the canary has succeeded.
/// </summary>
public sealed class KeyBindingEngine
{
    /// <summary>Creates the engine of one region.</summary>
    public KeyBindingEngine(ICvmApi api, TimeProvider time, EngineOptions options) { }

    /// <summary>Observes what the intents need and plans; never writes. Throws <see cref="CvmException"/> when it cannot read.</summary>
    public Task<Plan> PlanAsync(IReadOnlyCollection<ResourceIntent> intents, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>
    /// Observes, plans again and executes. <paramref name="cancellation"/> has two steps: the first cancel stops opening windows and finishes
    /// what is down; the second only starts what we stopped. Never throws for a failed change: the report has it.
    /// </summary>
    public Task<ApplyReport> ApplyAsync(
        IReadOnlyCollection<ResourceIntent> intents,
        IApplyProgress progress,
        ApplyCancellation cancellation
    ) => throw new NotSupportedException();

    /// <summary>Reads the key pairs and instances that answer "who can open what"; no filter means the whole region.</summary>
    public Task<FleetSnapshot> ObserveAsync(FleetQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}
