using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Harness.Running;

/// <summary>Passes everything on; what a test wants to twist it overrides.</summary>
internal class PassingApi(ICvmApi inner) : ICvmApi
{
    public string Region => inner.Region;

    public IKeySourceApi Sources => inner.Sources;

    public virtual DateTimeOffset? CredentialsEnd => inner.CredentialsEnd;

    public virtual Task RenewCredentialsAsync(TimeSpan atLeast) => inner.RenewCredentialsAsync(atLeast);

    public virtual Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken) => inner.ServiceTimeAsync(cancellationToken);

    public virtual bool TryTakeTurn(CallAction action) => inner.TryTakeTurn(action);

    public virtual Task TakeTurnAsync(CallAction action, CallPriority priority, CancellationToken cancellationToken) =>
        inner.TakeTurnAsync(action, priority, cancellationToken);

    public virtual Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.DescribeInstancesAsync(instances, priority, cancellationToken);

    public Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken) =>
        inner.DescribeInstancesPageAsync(offset, priority, cancellationToken);

    public Task<KeyPairPage> DescribeKeyPairsPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken) =>
        inner.DescribeKeyPairsPageAsync(offset, priority, cancellationToken);

    public Task<IReadOnlyList<KeyPairSnapshot>> DescribeKeyPairsAsync(
        IReadOnlyCollection<KeyId> keys,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.DescribeKeyPairsAsync(keys, priority, cancellationToken);

    public virtual Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.AssociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken);

    public virtual Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.DisassociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken);

    public virtual Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.StopInstancesAsync(instances, stopType, priority, cancellationToken);

    public virtual Task<string> StartInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => inner.StartInstancesAsync(instances, priority, cancellationToken);

    public virtual Task<IReadOnlyCollection<InstanceId>> MarkAsync(
        IReadOnlyCollection<InstanceId> instances,
        CancellationToken cancellationToken
    ) => inner.MarkAsync(instances, cancellationToken);

    public virtual Task HandOverAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        inner.HandOverAsync(instances, cancellationToken);

    public virtual Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        inner.UnmarkAsync(instances, cancellationToken);

    public virtual Task<IReadOnlyCollection<InstanceId>> ListMarkedAsync(CancellationToken cancellationToken) =>
        inner.ListMarkedAsync(cancellationToken);
}
