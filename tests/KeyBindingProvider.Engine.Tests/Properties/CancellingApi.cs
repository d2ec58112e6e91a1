using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>Cancels the run before the nth call to the cloud.</summary>
internal sealed class CancellingApi(ICvmApi inner, CancellationTokenSource cancel, int? cancelAtCall) : ICvmApi
{
    private int _calls;

    public int? CancelAtCall { get; set; } = cancelAtCall;

    public string Region => inner.Region;

    public DateTimeOffset? CredentialsEnd => inner.CredentialsEnd;

    public Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Counted().DescribeInstancesAsync(instances, priority, cancellationToken);

    public Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken) =>
        inner.DescribeInstancesPageAsync(offset, priority, cancellationToken);

    public Task<IReadOnlyList<KeyPairSnapshot>> DescribeKeyPairsAsync(
        IReadOnlyCollection<KeyId> keys,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.DescribeKeyPairsAsync(keys, priority, cancellationToken);

    public Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Counted().AssociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken);

    public Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Counted().DisassociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken);

    public Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Counted().StopInstancesAsync(instances, stopType, priority, cancellationToken);

    public Task<string> StartInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Counted().StartInstancesAsync(instances, priority, cancellationToken);

    private ICvmApi Counted()
    {
        if (++_calls == CancelAtCall)
        {
            cancel.Cancel();
        }

        return inner;
    }
}
