using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>The calls for one account and region: build, send, map.</summary>
internal sealed class CvmApi(string region, RetryingTransport transport, ICredentialSource credentials, ServiceClock clock) : ICvmApi
{
    private readonly RestartMarkers _markers = new(region, transport, () => clock.Hour);

    /// <summary>Who answers without a date will not tell it the next time either.</summary>
    private bool _askedForTime;

    public string Region => region;

    public IKeySourceApi Sources { get; } = new KeySourceApi(region, transport);

    public DateTimeOffset? CredentialsEnd => credentials.End;

    public async Task RenewCredentialsAsync(TimeSpan atLeast) => await transport.RenewCredentialsAsync(atLeast);

    public async Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken)
    {
        if (clock.Service is null && !Interlocked.Exchange(ref _askedForTime, true))
        {
            await DescribeInstancesPageAsync(offset: 0, CallPriority.Read, cancellationToken);
        }

        return clock.Service ?? clock.Now;
    }

    public bool TryTakeTurn(CallAction action) => transport.TryTakeTurn(region, Name(action));

    public Task TakeTurnAsync(CallAction action, CallPriority priority, CancellationToken cancellationToken) =>
        transport.TakeTurnAsync(region, Name(action), priority, cancellationToken);

    private static string Name(CallAction action) =>
        action switch
        {
            CallAction.Stop => "StopInstances",
            CallAction.Start => "StartInstances",
            CallAction.Associate => "AssociateInstancesKeyPairs",
            CallAction.Disassociate => "DisassociateInstancesKeyPairs",
            _ => throw CallActions.Unknown(action),
        };

    public async Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        var request = new DescribeInstancesRequest { InstanceIds = instances.Select(id => id.Value), Limit = CvmLimits.InstancesPerCall };
        return SnapshotMapper.Instances(await DescribeInstancesAsync(request, instances.Count, priority, cancellationToken), clock.Hour);
    }

    public async Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken)
    {
        var request = new DescribeInstancesRequest { Offset = offset, Limit = CvmLimits.InstancesPerCall };
        var response = await DescribeInstancesAsync(request, asked: null, priority, cancellationToken);
        return new InstancePage(response.TotalCount!.Value, SnapshotMapper.Instances(response, clock.Hour));
    }

    public async Task<IReadOnlyList<KeyPairSnapshot>> DescribeKeyPairsAsync(
        IReadOnlyCollection<KeyId> keys,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        var request = new DescribeKeyPairsRequest { KeyIds = keys.Select(id => id.Value), Limit = CvmLimits.KeysPerCall };
        var call = ApiCall.Cvm("DescribeKeyPairs", region, request, isRead: true) with { Asked = keys.Count };
        return SnapshotMapper.KeyPairs(await transport.SendAsync<DescribeKeyPairsResponse>(call, priority, cancellationToken));
    }

    public async Task<KeyPairPage> DescribeKeyPairsPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken)
    {
        var request = new DescribeKeyPairsRequest { Offset = offset, Limit = CvmLimits.KeysPerCall };
        var call = ApiCall.Cvm("DescribeKeyPairs", region, request, isRead: true);
        var response = await transport.SendAsync<DescribeKeyPairsResponse>(call, priority, cancellationToken);
        return new KeyPairPage(response.TotalCount!.Value, SnapshotMapper.KeyPairs(response));
    }

    public Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => ChangeKeyPairsAsync(Name(CallAction.Associate), instances, keys, forceStop, priority, cancellationToken);

    public Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => ChangeKeyPairsAsync(Name(CallAction.Disassociate), instances, keys, forceStop, priority, cancellationToken);

    public Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            Name(CallAction.Stop),
            new StopInstancesRequest
            {
                InstanceIds = Values(instances),
                StopType = stopType switch
                {
                    StopType.Soft => "SOFT",
                    StopType.Hard => "HARD",
                    _ => throw new ArgumentOutOfRangeException(nameof(stopType), stopType, "No way to stop is known by this name."),
                },
                StoppedMode = "KEEP_CHARGING",
            },
            priority,
            cancellationToken
        );

    public Task<string> StartInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => WriteAsync(Name(CallAction.Start), new StartInstancesRequest { InstanceIds = Values(instances) }, priority, cancellationToken);

    public Task<IReadOnlyCollection<InstanceId>> MarkAsync(
        IReadOnlyCollection<InstanceId> instances,
        CancellationToken cancellationToken
    ) => _markers.MarkAsync(instances, cancellationToken);

    public Task HandOverAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        _markers.HandOverAsync(instances, cancellationToken);

    public Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        _markers.UnmarkAsync(instances, cancellationToken);

    public Task<IReadOnlyCollection<InstanceId>> ListMarkedAsync(CancellationToken cancellationToken) =>
        _markers.ListAsync(cancellationToken);

    private Task<DescribeInstancesResponse> DescribeInstancesAsync(
        DescribeInstancesRequest request,
        int? asked,
        CallPriority priority,
        CancellationToken cancellationToken
    ) =>
        transport.SendAsync<DescribeInstancesResponse>(
            ApiCall.Cvm("DescribeInstances", region, request, isRead: true) with
            {
                Asked = asked,
            },
            priority,
            cancellationToken
        );

    private Task<string> ChangeKeyPairsAsync(
        string action,
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            action,
            new InstancesKeyPairsRequest
            {
                InstanceIds = Values(instances),
                KeyIds = keys.Select(key => key.Value),
                ForceStop = forceStop,
            },
            priority,
            cancellationToken
        );

    private async Task<string> WriteAsync(string action, IRequest request, CallPriority priority, CancellationToken cancellationToken)
    {
        var call = ApiCall.Cvm(action, region, request, isRead: false);
        var response = await transport.SendAsync<ApiResponse>(call, priority, cancellationToken);
        return ServiceText.Clean(response.RequestId ?? "");
    }

    private static IEnumerable<string> Values(IReadOnlyCollection<InstanceId> instances) => instances.Select(id => id.Value);
}
