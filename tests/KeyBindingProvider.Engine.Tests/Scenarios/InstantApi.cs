using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>A service that does at once what it is told and costs next to nothing, so that what is left is the cost of the loop.</summary>
internal sealed class InstantApi(IEnumerable<InstanceSnapshot> fleet) : ICvmApi
{
    private readonly Dictionary<InstanceId, InstanceSnapshot> _fleet = fleet.ToDictionary(instance => instance.Id);
    private int _requests;

    public string Region => FleetScenario.Region;

    public IKeySourceApi Sources { get; } = Moq.Mock.Of<IKeySourceApi>();

    public DateTimeOffset? CredentialsEnd => null;

    public int Calls { get; private set; }

    public Task RenewCredentialsAsync(TimeSpan atLeast) => Task.CompletedTask;

    public Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken) => Task.FromResult(DateTimeOffset.UnixEpoch);

    public bool TryTakeTurn(CallAction action) => true;

    public Task TakeTurnAsync(CallAction action, CallPriority priority, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        Calls++;
        return Task.FromResult<IReadOnlyList<InstanceSnapshot>>([.. instances.Select(id => _fleet[id])]);
    }

    public Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult(new InstancePage(_fleet.Count, [.. _fleet.Values.Skip(offset).Take(CvmLimits.InstancesPerCall)]));
    }

    public Task<IReadOnlyList<KeyPairSnapshot>> DescribeKeyPairsAsync(
        IReadOnlyCollection<KeyId> keys,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        Calls++;
        return Task.FromResult<IReadOnlyList<KeyPairSnapshot>>([.. keys.Select(key => new KeyPairSnapshot(key, key.Value, []))]);
    }

    public Task<KeyPairPage> DescribeKeyPairsPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here lists key pairs.");

    public Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Do("AssociateInstancesKeyPairs", instances, seen => seen with { Keys = seen.Keys.Union(keys) });

    public Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Do("DisassociateInstancesKeyPairs", instances, seen => seen with { Keys = seen.Keys.Except(keys) });

    public Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Do("StopInstances", instances, seen => seen with { State = PowerState.Stopped });

    public Task<string> StartInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Do("StartInstances", instances, seen => seen with { State = PowerState.Running });

    public Task<IReadOnlyCollection<InstanceId>> MarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult<IReadOnlyCollection<InstanceId>>([]);
    }

    public Task HandOverAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult(false);
    }

    public Task<IReadOnlyCollection<InstanceId>> ListMarkedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<InstanceId>>([]);

    private Task<string> Do(string action, IReadOnlyCollection<InstanceId> instances, Func<InstanceSnapshot, InstanceSnapshot> change)
    {
        Calls++;
        var request = $"request-{++_requests}";
        foreach (var id in instances)
        {
            _fleet[id] = change(_fleet[id]) with { LatestOperation = new LatestOperation(action, "SUCCESS", request, "") };
        }

        return Task.FromResult(request);
    }
}
