using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of the lists of templates, launch configurations and clusters; ids exclude filters, which are not used.</summary>
internal sealed record ListRequest : IRequest
{
    public IEnumerable<string>? LaunchTemplateIds { get; init; }
    public IEnumerable<string>? LaunchConfigurationIds { get; init; }
    public string? ClusterId { get; init; }
    public required int Offset { get; init; }
    public required int Limit { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(LaunchTemplateIds), LaunchTemplateIds);
        json.Write(nameof(LaunchConfigurationIds), LaunchConfigurationIds);
        json.Write(nameof(ClusterId), ClusterId);
        json.Write(nameof(Offset), Offset);
        json.Write(nameof(Limit), Limit);
    }
}

/// <summary>Parameters of cvm DescribeLaunchTemplateVersions.</summary>
internal sealed record LaunchTemplateVersionsRequest : IRequest
{
    public required string LaunchTemplateId { get; init; }
    public required long MinVersion { get; init; }

    /// <summary>30 unless it is sent: later versions would not be listed.</summary>
    public required long MaxVersion { get; init; }
    public required int Offset { get; init; }
    public required int Limit { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(LaunchTemplateId), LaunchTemplateId);
        json.Write(nameof(MinVersion), MinVersion);
        json.Write(nameof(MaxVersion), MaxVersion);
        json.Write(nameof(Offset), Offset);
        json.Write(nameof(Limit), Limit);
    }
}

/// <summary>Parameters of cvm CreateLaunchTemplateVersion; what is not sent comes from the base version.</summary>
internal sealed record CreateLaunchTemplateVersionRequest : IRequest
{
    public required PlacementRequest Placement { get; init; }
    public required string LaunchTemplateId { get; init; }
    public required long LaunchTemplateVersion { get; init; }
    public required string LaunchTemplateVersionDescription { get; init; }
    public required KeyLoginRequest LoginSettings { get; init; }
    public required string ClientToken { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(Placement), Placement);
        json.Write(nameof(LaunchTemplateId), LaunchTemplateId);
        json.Write(nameof(LaunchTemplateVersion), LaunchTemplateVersion);
        json.Write(nameof(LaunchTemplateVersionDescription), LaunchTemplateVersionDescription);
        json.Write(nameof(LoginSettings), LoginSettings);
        json.Write(nameof(ClientToken), ClientToken);
    }
}

/// <summary>Where machines are put.</summary>
internal sealed record PlacementRequest : IRequest
{
    public required string Zone { get; init; }
    public long? ProjectId { get; init; }
    public IEnumerable<string>? HostIds { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(Zone), Zone);
        json.Write(nameof(ProjectId), ProjectId);
        json.Write(nameof(HostIds), HostIds);
    }
}

/// <summary>A login by keys, which is never sent empty: what that means is not documented.</summary>
internal sealed record KeyLoginRequest : IRequest
{
    public required IReadOnlyCollection<string> KeyIds { get; init; }

    public void Write(Utf8JsonWriter json) => json.Write(nameof(KeyIds), KeyIds);
}

/// <summary>Parameters of cvm ModifyLaunchTemplateDefaultVersion.</summary>
internal sealed record DefaultVersionRequest : IRequest
{
    public required string LaunchTemplateId { get; init; }
    public required long DefaultVersion { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(LaunchTemplateId), LaunchTemplateId);
        json.Write(nameof(DefaultVersion), DefaultVersion);
    }
}

/// <summary>Parameters of as ModifyLaunchConfigurationAttributes: only what is sent changes.</summary>
internal sealed record LaunchConfigurationRequest : IRequest
{
    public required string LaunchConfigurationId { get; init; }
    public required KeyLoginRequest LoginSettings { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(LaunchConfigurationId), LaunchConfigurationId);
        json.Write(nameof(LoginSettings), LoginSettings);
    }
}

/// <summary>Answer of cvm DescribeLaunchTemplates.</summary>
internal sealed record LaunchTemplatesResponse : ListResponse
{
    public IReadOnlyList<LaunchTemplateAnswer?>? LaunchTemplateSet { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(
            nameof(LaunchTemplateSet),
            LaunchTemplateSet?.Select(template => template?.LaunchTemplateId),
            TotalCount,
            asked
        );

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(LaunchTemplateSet)
            ? LaunchTemplateSet = json.GetObjects<LaunchTemplateAnswer>()
            : base.ReadMember(member, ref json);
}

/// <summary>A launch template.</summary>
internal sealed record LaunchTemplateAnswer : IJsonObject
{
    public string? LaunchTemplateId { get; private set; }
    public string? LaunchTemplateName { get; private set; }
    public long? DefaultVersionNumber { get; private set; }
    public long? LatestVersionNumber { get; private set; }
    public int? LaunchTemplateVersionCount { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(LaunchTemplateId) => LaunchTemplateId = json.GetString(),
            nameof(LaunchTemplateName) => LaunchTemplateName = LenientText.Read(ref json),
            nameof(DefaultVersionNumber) => DefaultVersionNumber = json.GetInt64OrNull(),
            nameof(LatestVersionNumber) => LatestVersionNumber = json.GetInt64OrNull(),
            nameof(LaunchTemplateVersionCount) => LaunchTemplateVersionCount = json.GetInt32OrNull(),
            _ => null,
        };
}

/// <summary>Answer of cvm DescribeLaunchTemplateVersions.</summary>
internal sealed record LaunchTemplateVersionsResponse : ListResponse
{
    public IReadOnlyList<LaunchTemplateVersionAnswer?>? LaunchTemplateVersionSet { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(
            nameof(LaunchTemplateVersionSet),
            LaunchTemplateVersionSet?.Select(version => version?.LaunchTemplateVersion?.ToString(CultureInfo.InvariantCulture)),
            TotalCount,
            asked
        );

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(LaunchTemplateVersionSet)
            ? LaunchTemplateVersionSet = json.GetObjects<LaunchTemplateVersionAnswer>()
            : base.ReadMember(member, ref json);
}

/// <summary>A version of a launch template.</summary>
internal sealed record LaunchTemplateVersionAnswer : IJsonObject
{
    public long? LaunchTemplateVersion { get; private set; }
    public bool? IsDefaultVersion { get; private set; }
    public string? LaunchTemplateVersionDescription { get; private set; }
    public LaunchTemplateContent? LaunchTemplateVersionData { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(LaunchTemplateVersion) => LaunchTemplateVersion = json.GetInt64OrNull(),
            nameof(IsDefaultVersion) => IsDefaultVersion = json.GetBooleanOrNull(),
            nameof(LaunchTemplateVersionDescription) => LaunchTemplateVersionDescription = LenientText.Read(ref json),
            nameof(LaunchTemplateVersionData) => LaunchTemplateVersionData = json.GetObject(new LaunchTemplateContent()),
            _ => null,
        };
}

/// <summary>What is in a version; of the login only the keys come back, and it may be absent.</summary>
internal sealed record LaunchTemplateContent : IJsonObject
{
    public LoginSettingsAnswer? LoginSettings { get; private set; }
    public TemplatePlacementAnswer? Placement { get; private set; }

    /// <summary>What else its machines are started with.</summary>
    public Dictionary<string, JsonElement>? Others { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(LoginSettings) => LoginSettings = LenientLogin.Read(ref json),
            nameof(Placement) => Placement = json.GetObject(new TemplatePlacementAnswer()),
            _ => (Others ??= [])[member.ToString()] = JsonElement.ParseValue(ref json),
        };
}

/// <summary>Where a version puts machines, with whatever else is told of it.</summary>
internal sealed record TemplatePlacementAnswer : IJsonObject
{
    public string? Zone { get; private set; }
    public long? ProjectId { get; private set; }
    public IReadOnlyList<string?>? HostIds { get; private set; }
    public Dictionary<string, JsonElement>? Others { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Zone) => Zone = json.GetString(),
            nameof(ProjectId) => ProjectId = json.GetInt64OrNull(),
            nameof(HostIds) => HostIds = json.GetStrings(),
            _ => (Others ??= [])[member.ToString()] = JsonElement.ParseValue(ref json),
        };
}

/// <summary>Answer of cvm CreateLaunchTemplateVersion.</summary>
internal sealed record CreateLaunchTemplateVersionResponse : ApiResponse
{
    public long? LaunchTemplateVersionNumber { get; private set; }

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(LaunchTemplateVersionNumber)
            ? LaunchTemplateVersionNumber = json.GetInt64OrNull()
            : base.ReadMember(member, ref json);
}

/// <summary>Answer of as DescribeLaunchConfigurations.</summary>
internal sealed record LaunchConfigurationsResponse : ListResponse
{
    public IReadOnlyList<LaunchConfigurationAnswer?>? LaunchConfigurationSet { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(
            nameof(LaunchConfigurationSet),
            LaunchConfigurationSet?.Select(configuration => configuration?.LaunchConfigurationId),
            TotalCount,
            asked
        );

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(LaunchConfigurationSet)
            ? LaunchConfigurationSet = json.GetObjects<LaunchConfigurationAnswer>()
            : base.ReadMember(member, ref json);
}

/// <summary>A launch configuration.</summary>
internal sealed record LaunchConfigurationAnswer : IJsonObject
{
    public string? LaunchConfigurationId { get; private set; }
    public string? LaunchConfigurationName { get; private set; }
    public LoginSettingsAnswer? LoginSettings { get; private set; }
    public IReadOnlyList<ScalingGroupAnswer?>? AutoScalingGroupAbstractSet { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(LaunchConfigurationId) => LaunchConfigurationId = json.GetString(),
            nameof(LaunchConfigurationName) => LaunchConfigurationName = LenientText.Read(ref json),
            nameof(LoginSettings) => LoginSettings = LenientLogin.Read(ref json),
            nameof(AutoScalingGroupAbstractSet) => AutoScalingGroupAbstractSet = json.GetObjects<ScalingGroupAnswer>(),
            _ => null,
        };
}

/// <summary>A scaling group that uses a launch configuration.</summary>
internal sealed record ScalingGroupAnswer : IJsonObject
{
    public string? AutoScalingGroupId { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(AutoScalingGroupId) ? AutoScalingGroupId = json.GetString() : null;
}

/// <summary>Answer of tke DescribeClusters.</summary>
internal sealed record ClustersResponse : ListResponse
{
    public IReadOnlyList<ClusterAnswer?>? Clusters { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(Clusters), Clusters?.Select(cluster => cluster?.ClusterId), TotalCount, asked);

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(Clusters) ? Clusters = json.GetObjects<ClusterAnswer>() : base.ReadMember(member, ref json);
}

/// <summary>A cluster.</summary>
internal sealed record ClusterAnswer : IJsonObject
{
    public string? ClusterId { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(ClusterId) ? ClusterId = json.GetString() : null;
}

/// <summary>Answer of tke DescribeNodePools; the list may be null.</summary>
internal sealed record NodePoolsResponse : ListResponse
{
    public IReadOnlyList<NodePoolAnswer?>? NodePools { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        NodePools is null && TotalCount is 0
            ? null
            : ListedAnswer.WhyIncomplete(nameof(NodePools), NodePools?.Select(pool => pool?.NodePoolId), TotalCount, asked);

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(NodePools) ? NodePools = json.GetObjects<NodePoolAnswer>() : base.ReadMember(member, ref json);
}

/// <summary>A node pool.</summary>
internal sealed record NodePoolAnswer : IJsonObject
{
    public string? NodePoolId { get; private set; }
    public string? Name { get; private set; }
    public RegularPoolAnswer? Regular { get; private set; }
    public LoginSettingsAnswer? Native { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(NodePoolId) => NodePoolId = json.GetString(),
            nameof(Name) => Name = LenientText.Read(ref json),
            nameof(Regular) => Regular = json.GetObject(new RegularPoolAnswer()),
            nameof(Native) => Native = json.GetObject(new LoginSettingsAnswer()),
            _ => null,
        };
}

/// <summary>What a regular pool starts machines from.</summary>
internal sealed record RegularPoolAnswer : IJsonObject
{
    public string? LaunchConfigurationId { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(LaunchConfigurationId) ? LaunchConfigurationId = json.GetString() : null;
}

/// <summary>How one logs in; none is also told as an empty array. What is neither cannot be read: taken for none it would hide a key.</summary>
internal static class LenientLogin
{
    public static LoginSettingsAnswer? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return json.GetObject(new LoginSettingsAnswer());
        }

        return json.Read() && json.TokenType == JsonTokenType.EndArray ? null : throw new JsonException();
    }
}
