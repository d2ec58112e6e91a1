using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>The calls about what gives keys to later machines. Each of them may be repeated: the writes set what they name, or carry a token.</summary>
internal sealed class KeySourceApi(string region, RetryingTransport transport) : IKeySourceApi
{
    private const int PageSize = 100;
    private const string Cvm = "cvm";
    private const string CvmVersion = "2017-03-12";
    private const string AutoScaling = "as";
    private const string AutoScalingVersion = "2018-04-19";
    private const string Tke = "tke";

    public Task<SourceList<LaunchTemplate>> ListLaunchTemplatesAsync(string? id, CancellationToken cancellationToken) =>
        PagesAsync(
            async offset =>
            {
                var request = new ListRequest
                {
                    LaunchTemplateIds = id is null ? null : [id],
                    Offset = offset,
                    Limit = PageSize,
                };
                var call = Call(Cvm, CvmVersion, "DescribeLaunchTemplates", request);
                var answer = await SendAsync<LaunchTemplatesResponse>(call, cancellationToken);
                return (answer.TotalCount, answer.LaunchTemplateSet!.Select(template => Template(template!)).ToList());
            },
            template => template.Id
        );

    public Task<SourceList<LaunchTemplateVersion>> ListLaunchTemplateVersionsAsync(
        LaunchTemplate launched,
        CancellationToken cancellationToken
    ) =>
        PagesAsync(
            async offset =>
            {
                var request = new LaunchTemplateVersionsRequest
                {
                    LaunchTemplateId = launched.Id,
                    MinVersion = 0,
                    // What was made since the template was listed is to be seen as well.
                    MaxVersion = Math.Max(launched.LatestVersion, launched.DefaultVersion) + PageSize,
                    Offset = offset,
                    Limit = PageSize,
                };
                var call = Call(Cvm, CvmVersion, "DescribeLaunchTemplateVersions", request);
                var answer = await SendAsync<LaunchTemplateVersionsResponse>(call, cancellationToken);
                return (answer.TotalCount, answer.LaunchTemplateVersionSet!.Select(version => Version(version!)).ToList());
            },
            version => version.Number
        );

    public Task<SourceList<LaunchConfiguration>> ListLaunchConfigurationsAsync(string? id, CancellationToken cancellationToken) =>
        PagesAsync(
            async offset =>
            {
                var request = new ListRequest
                {
                    LaunchConfigurationIds = id is null ? null : [id],
                    Offset = offset,
                    Limit = PageSize,
                };
                var call = Call(AutoScaling, AutoScalingVersion, "DescribeLaunchConfigurations", request);
                var answer = await SendAsync<LaunchConfigurationsResponse>(call, cancellationToken);
                return (answer.TotalCount, answer.LaunchConfigurationSet!.Select(configuration => Configuration(configuration!)).ToList());
            },
            configuration => configuration.Id
        );

    public Task<SourceList<string>> ListClustersAsync(CancellationToken cancellationToken) =>
        PagesAsync(
            async offset =>
            {
                var request = new ListRequest { Offset = offset, Limit = PageSize };
                var call = Call(Tke, "2018-05-25", "DescribeClusters", request);
                var answer = await SendAsync<ClustersResponse>(call, cancellationToken);
                return (answer.TotalCount, answer.Clusters!.Select(cluster => ServiceText.Clean(cluster!.ClusterId!)).ToList());
            },
            cluster => cluster
        );

    public Task<SourceList<NodePool>> ListNodePoolsAsync(string clusterId, CancellationToken cancellationToken) =>
        PagesAsync(
            async offset =>
            {
                var request = new ListRequest
                {
                    ClusterId = clusterId,
                    Offset = offset,
                    Limit = PageSize,
                };
                var call = Call(Tke, "2022-05-01", "DescribeNodePools", request);
                var answer = await SendAsync<NodePoolsResponse>(call, cancellationToken);
                return (answer.TotalCount, (answer.NodePools ?? []).Select(pool => Pool(clusterId, pool!)).ToList());
            },
            pool => pool.Id
        );

    public async Task<long> CreateLaunchTemplateVersionAsync(
        string templateId,
        long baseVersion,
        TemplatePlacement placement,
        KeySet keys,
        string description,
        string token,
        CancellationToken cancellationToken
    )
    {
        const string action = "CreateLaunchTemplateVersion";
        var request = new CreateLaunchTemplateVersionRequest
        {
            LaunchTemplateId = templateId,
            LaunchTemplateVersion = baseVersion,
            LaunchTemplateVersionDescription = description,
            Placement = new PlacementRequest
            {
                Zone = placement.Zone,
                ProjectId = placement.ProjectId,
                HostIds = placement.HostIds.IsEmpty ? null : placement.HostIds,
            },
            LoginSettings = Login(keys),
            ClientToken = token,
        };
        var call = Call(Cvm, CvmVersion, action, request);
        var answer = await SendAsync<CreateLaunchTemplateVersionResponse>(call, cancellationToken);
        return answer.LaunchTemplateVersionNumber
            ?? throw new CvmException(action, CvmException.IncompleteAnswer, "the answer tells no number", ErrorClass.Server);
    }

    public async Task SetDefaultVersionAsync(string templateId, long version, CancellationToken cancellationToken)
    {
        var request = new DefaultVersionRequest { LaunchTemplateId = templateId, DefaultVersion = version };
        try
        {
            await SendAsync<ApiResponse>(Call(Cvm, CvmVersion, "ModifyLaunchTemplateDefaultVersion", request), cancellationToken);
        }
        catch (CvmException refused) when (refused.Code == "InvalidParameterValue.LaunchTemplateIdVerSetAlready")
        {
            // An attempt whose answer was lost has done it, or somebody else.
        }
    }

    public Task SetLaunchConfigurationKeyAsync(string configurationId, KeyId key, CancellationToken cancellationToken) =>
        SendAsync<ApiResponse>(
            Call(
                AutoScaling,
                AutoScalingVersion,
                "ModifyLaunchConfigurationAttributes",
                new LaunchConfigurationRequest { LaunchConfigurationId = configurationId, LoginSettings = Login(KeySet.Of([key])) }
            ),
            cancellationToken
        );

    private static KeyLoginRequest Login(KeySet keys) =>
        keys.IsEmpty
            ? throw new ArgumentException("A login without a key is not documented.", nameof(keys))
            : new KeyLoginRequest { KeyIds = [.. keys.Select(key => key.Value)] };

    private static LaunchTemplate Template(LaunchTemplateAnswer template) =>
        new(
            ServiceText.Clean(template.LaunchTemplateId!),
            template.LaunchTemplateName ?? "",
            template.DefaultVersionNumber ?? 0,
            template.LatestVersionNumber ?? 0,
            template.LaunchTemplateVersionCount ?? 0
        );

    private static LaunchTemplateVersion Version(LaunchTemplateVersionAnswer version) =>
        new(
            version.LaunchTemplateVersion!.Value,
            version.IsDefaultVersion ?? false,
            Keys(version.LaunchTemplateVersionData?.LoginSettings),
            version.LaunchTemplateVersionData?.Placement is { } placement ? Placement(placement) : null,
            version.LaunchTemplateVersionDescription ?? "",
            TemplateRest.Of(version.LaunchTemplateVersionData)
        );

    /// <summary>What could not be sent again as it is, a new version would lose.</summary>
    private static TemplatePlacement? Placement(TemplatePlacementAnswer placement) =>
        string.IsNullOrEmpty(placement.Zone) || placement.Others?.Values.Any(IsSomething) is true
            ? null
            : new TemplatePlacement(placement.Zone, placement.ProjectId, [.. (placement.HostIds ?? []).OfType<string>()]);

    private static bool IsSomething(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.String => value.GetString()!.Length > 0,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => true,
        };

    private static LaunchConfiguration Configuration(LaunchConfigurationAnswer configuration) =>
        new(
            ServiceText.Clean(configuration.LaunchConfigurationId!),
            configuration.LaunchConfigurationName ?? "",
            Keys(configuration.LoginSettings),
            [
                .. (configuration.AutoScalingGroupAbstractSet ?? [])
                    .Select(group => group?.AutoScalingGroupId)
                    .OfType<string>()
                    .Select(ServiceText.Clean),
            ]
        );

    private static NodePool Pool(string clusterId, NodePoolAnswer pool) =>
        new(
            ServiceText.Clean(pool.NodePoolId!),
            clusterId,
            pool.Name ?? "",
            pool.Regular?.LaunchConfigurationId is { Length: > 0 } id ? ServiceText.Clean(id) : null,
            Keys(pool.Native)
        );

    private static KeySet Keys(LoginSettingsAnswer? login) =>
        KeySet.Of((login?.KeyIds ?? []).OfType<string>().Where(key => key.Length > 0).Select(KeyId.FromService));

    private static async Task<SourceList<T>> PagesAsync<T, TId>(Func<int, Task<(int? Total, List<T> Items)>> read, Func<T, TId> idOf)
        where TId : notnull
    {
        var found = new List<T>();
        var listed = 0;
        for (var page = 0; page < IKeySourceApi.MostPages; page++)
        {
            var (total, items) = await read(listed);
            listed += items.Count;
            found.AddRange(items);
            if (items.Count == 0 || listed >= total)
            {
                T[] distinct = [.. found.DistinctBy(idOf)];
                // What has gone from before a page moves the rest of the list: somebody was passed over.
                return new SourceList<T>(distinct, distinct.Length >= total);
            }
        }

        return new SourceList<T>([.. found.DistinctBy(idOf)], IsWhole: false);
    }

    private Task<T> SendAsync<T>(ApiCall call, CancellationToken cancellationToken)
        where T : ApiResponse, new() => transport.SendAsync<T>(call, CallPriority.Read, cancellationToken);

    private ApiCall Call(string service, string version, string action, IRequest parameters) =>
        new(service, version, action, region, parameters.ToBytes(), IsRead: true);
}
