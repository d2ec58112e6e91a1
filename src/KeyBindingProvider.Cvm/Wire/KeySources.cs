using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of the lists of templates, launch configurations and clusters; ids exclude filters, which are not used.</summary>
internal sealed record ListRequest
{
    public IEnumerable<string>? LaunchTemplateIds { get; init; }
    public IEnumerable<string>? LaunchConfigurationIds { get; init; }
    public string? ClusterId { get; init; }
    public required int Offset { get; init; }
    public required int Limit { get; init; }
}

/// <summary>Parameters of cvm DescribeLaunchTemplateVersions.</summary>
internal sealed record LaunchTemplateVersionsRequest
{
    public required string LaunchTemplateId { get; init; }
    public required long MinVersion { get; init; }

    /// <summary>30 unless it is sent: later versions would not be listed.</summary>
    public required long MaxVersion { get; init; }
    public required int Offset { get; init; }
    public required int Limit { get; init; }
}

/// <summary>Parameters of cvm CreateLaunchTemplateVersion; what is not sent comes from the base version.</summary>
internal sealed record CreateLaunchTemplateVersionRequest
{
    public required PlacementRequest Placement { get; init; }
    public required string LaunchTemplateId { get; init; }
    public required long LaunchTemplateVersion { get; init; }
    public required string LaunchTemplateVersionDescription { get; init; }
    public required KeyLoginRequest LoginSettings { get; init; }
    public required string ClientToken { get; init; }
}

/// <summary>Where machines are put.</summary>
internal sealed record PlacementRequest
{
    public required string Zone { get; init; }
    public long? ProjectId { get; init; }
    public IEnumerable<string>? HostIds { get; init; }
}

/// <summary>A login by keys, which is never sent empty: what that means is not documented.</summary>
internal sealed record KeyLoginRequest
{
    public required IReadOnlyCollection<string> KeyIds { get; init; }
}

/// <summary>Parameters of cvm ModifyLaunchTemplateDefaultVersion.</summary>
internal sealed record DefaultVersionRequest
{
    public required string LaunchTemplateId { get; init; }
    public required long DefaultVersion { get; init; }
}

/// <summary>Parameters of as ModifyLaunchConfigurationAttributes: only what is sent changes.</summary>
internal sealed record LaunchConfigurationRequest
{
    public required string LaunchConfigurationId { get; init; }
    public required KeyLoginRequest LoginSettings { get; init; }
}

/// <summary>Answer of cvm DescribeLaunchTemplates.</summary>
internal sealed record LaunchTemplatesResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }
    public IReadOnlyList<LaunchTemplateAnswer?>? LaunchTemplateSet { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(
            nameof(LaunchTemplateSet),
            LaunchTemplateSet?.Select(template => template?.LaunchTemplateId),
            TotalCount,
            asked
        );
}

/// <summary>A launch template.</summary>
internal sealed record LaunchTemplateAnswer
{
    public string? LaunchTemplateId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? LaunchTemplateName { get; init; }
    public long? DefaultVersionNumber { get; init; }
    public long? LatestVersionNumber { get; init; }
    public int? LaunchTemplateVersionCount { get; init; }
}

/// <summary>Answer of cvm DescribeLaunchTemplateVersions.</summary>
internal sealed record LaunchTemplateVersionsResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }
    public IReadOnlyList<LaunchTemplateVersionAnswer?>? LaunchTemplateVersionSet { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(
            nameof(LaunchTemplateVersionSet),
            LaunchTemplateVersionSet?.Select(version => version?.LaunchTemplateVersion?.ToString(CultureInfo.InvariantCulture)),
            TotalCount,
            asked
        );
}

/// <summary>A version of a launch template.</summary>
internal sealed record LaunchTemplateVersionAnswer
{
    public long? LaunchTemplateVersion { get; init; }
    public bool? IsDefaultVersion { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? LaunchTemplateVersionDescription { get; init; }
    public LaunchTemplateContent? LaunchTemplateVersionData { get; init; }
}

/// <summary>What is in a version; of the login only the keys come back, and it may be absent.</summary>
internal sealed record LaunchTemplateContent
{
    [JsonConverter(typeof(LenientLogin))]
    public LoginSettingsAnswer? LoginSettings { get; init; }
    public TemplatePlacementAnswer? Placement { get; init; }

    /// <summary>What else its machines are started with.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Where a version puts machines, with whatever else is told of it.</summary>
internal sealed record TemplatePlacementAnswer
{
    public string? Zone { get; init; }
    public long? ProjectId { get; init; }
    public IReadOnlyList<string?>? HostIds { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Answer of cvm CreateLaunchTemplateVersion.</summary>
internal sealed record CreateLaunchTemplateVersionResponse : ApiResponse
{
    public long? LaunchTemplateVersionNumber { get; init; }
}

/// <summary>Answer of as DescribeLaunchConfigurations.</summary>
internal sealed record LaunchConfigurationsResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }
    public IReadOnlyList<LaunchConfigurationAnswer?>? LaunchConfigurationSet { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(
            nameof(LaunchConfigurationSet),
            LaunchConfigurationSet?.Select(configuration => configuration?.LaunchConfigurationId),
            TotalCount,
            asked
        );
}

/// <summary>A launch configuration.</summary>
internal sealed record LaunchConfigurationAnswer
{
    public string? LaunchConfigurationId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? LaunchConfigurationName { get; init; }

    [JsonConverter(typeof(LenientLogin))]
    public LoginSettingsAnswer? LoginSettings { get; init; }
    public IReadOnlyList<ScalingGroupAnswer?>? AutoScalingGroupAbstractSet { get; init; }
}

/// <summary>A scaling group that uses a launch configuration.</summary>
internal sealed record ScalingGroupAnswer
{
    public string? AutoScalingGroupId { get; init; }
}

/// <summary>Answer of tke DescribeClusters.</summary>
internal sealed record ClustersResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }
    public IReadOnlyList<ClusterAnswer?>? Clusters { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(Clusters), Clusters?.Select(cluster => cluster?.ClusterId), TotalCount, asked);
}

/// <summary>A cluster.</summary>
internal sealed record ClusterAnswer
{
    public string? ClusterId { get; init; }
}

/// <summary>Answer of tke DescribeNodePools; the list may be null.</summary>
internal sealed record NodePoolsResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }
    public IReadOnlyList<NodePoolAnswer?>? NodePools { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        NodePools is null && TotalCount is 0
            ? null
            : ListedAnswer.WhyIncomplete(nameof(NodePools), NodePools?.Select(pool => pool?.NodePoolId), TotalCount, asked);
}

/// <summary>A node pool.</summary>
internal sealed record NodePoolAnswer
{
    public string? NodePoolId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Name { get; init; }
    public RegularPoolAnswer? Regular { get; init; }
    public LoginSettingsAnswer? Native { get; init; }
}

/// <summary>What a regular pool starts machines from.</summary>
internal sealed record RegularPoolAnswer
{
    public string? LaunchConfigurationId { get; init; }
}

/// <summary>How one logs in; none is also told as an empty array. What is neither cannot be read: taken for none it would hide a key.</summary>
internal sealed class LenientLogin : JsonConverter<LoginSettingsAnswer?>
{
    public override LoginSettingsAnswer? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return JsonSerializer.Deserialize(ref reader, CvmJson.Default.LoginSettingsAnswer);
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? null : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, LoginSettingsAnswer? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
