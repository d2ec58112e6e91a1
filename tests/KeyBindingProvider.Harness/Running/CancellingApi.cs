using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Harness.Running;

/// <summary>Cancels the run before the nth call to the cloud, and a second time some calls later.</summary>
internal sealed class CancellingApi(ICvmApi inner, int? atCall, int? againAfter) : ICvmApi, IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private int _calls;

    public int Calls => _calls;

    public ApplyCancellation Cancellation => new(_first.Token, _second.Token);

    public string Region => inner.Region;

    public IKeySourceApi Sources => inner.Sources;

    public DateTimeOffset? CredentialsEnd => inner.CredentialsEnd;

    public Task RenewCredentialsAsync(TimeSpan atLeast) => inner.RenewCredentialsAsync(atLeast);

    public Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken) => inner.ServiceTimeAsync(cancellationToken);

    public bool TryTakeTurn(CallAction action) => inner.TryTakeTurn(action);

    public Task TakeTurnAsync(CallAction action, CallPriority priority, CancellationToken cancellationToken) =>
        inner.TakeTurnAsync(action, priority, cancellationToken);

    public Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Counted().DescribeInstancesAsync(instances, priority, cancellationToken);

    public Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken) =>
        inner.DescribeInstancesPageAsync(offset, priority, cancellationToken);

    public Task<KeyPairPage> DescribeKeyPairsPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken) =>
        inner.DescribeKeyPairsPageAsync(offset, priority, cancellationToken);

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

    public Task<IReadOnlyCollection<InstanceId>> MarkAsync(
        IReadOnlyCollection<InstanceId> instances,
        CancellationToken cancellationToken
    ) => Counted().MarkAsync(instances, cancellationToken);

    public Task HandOverAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        Counted().HandOverAsync(instances, cancellationToken);

    public Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        Counted().UnmarkAsync(instances, cancellationToken);

    public Task<IReadOnlyCollection<InstanceId>> ListMarkedAsync(CancellationToken cancellationToken) =>
        inner.ListMarkedAsync(cancellationToken);

    private ICvmApi Counted()
    {
        _calls++;
        if (_calls == atCall)
        {
            _first.Cancel();
        }

        if (_calls == atCall + againAfter)
        {
            _second.Cancel();
        }

        return inner;
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
