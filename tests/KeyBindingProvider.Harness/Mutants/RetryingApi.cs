using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Harness.Running;

namespace KeyBindingProvider.Harness.Mutants;

/// <summary>A write whose answer was lost is sent again at once, without a look.</summary>
internal sealed class RetryingApi(ICvmApi inner) : PassingApi(inner)
{
    public override Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => TwiceAsync(() => base.AssociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken));

    public override Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => TwiceAsync(() => base.DisassociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken));

    public override Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => TwiceAsync(() => base.StopInstancesAsync(instances, stopType, priority, cancellationToken));

    public override Task<string> StartInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => TwiceAsync(() => base.StartInstancesAsync(instances, priority, cancellationToken));

    private static async Task<string> TwiceAsync(Func<Task<string>> send)
    {
        try
        {
            return await send();
        }
        catch (CvmException lost) when (lost.IsAmbiguous)
        {
            return await send();
        }
    }
}
