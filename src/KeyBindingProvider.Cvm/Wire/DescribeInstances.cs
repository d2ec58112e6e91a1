using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of DescribeInstances; <see cref="InstanceIds"/> excludes filters.</summary>
internal sealed record DescribeInstancesRequest
{
    public IEnumerable<string>? InstanceIds { get; init; }
    public int? Offset { get; init; }
    public int Limit { get; init; }
}

/// <summary>Answer of DescribeInstances.</summary>
internal sealed record DescribeInstancesResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }

    [JsonConverter(typeof(InstanceList))]
    public IReadOnlyList<InstanceAnswer?>? InstanceSet { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(InstanceSet), InstanceSet?.Select(instance => instance?.InstanceId), TotalCount, asked);
}

/// <summary>
/// The fields of an instance that matter here (rule <c>service-fields</c>). What decorates is read leniently, so that no name keeps a region from being read; what
/// decides is not.
/// </summary>
internal sealed record InstanceAnswer
{
    /// <summary>Whether nothing but the id could be read.</summary>
    [JsonIgnore]
    public bool IsUnreadable { get; init; }

    public string? InstanceId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? InstanceName { get; init; }
    public string? InstanceState { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? OsName { get; init; }
    public LoginSettingsAnswer? LoginSettings { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? LatestOperation { get; init; }
    public string? LatestOperationState { get; init; }
    public string? LatestOperationRequestId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? LatestOperationErrorMsg { get; init; }
    public string? RestrictState { get; init; }
    public string? StopChargingMode { get; init; }

    [JsonConverter(typeof(LenientPlacement))]
    public PlacementAnswer? Placement { get; init; }

    [JsonConverter(typeof(LenientTags))]
    public IReadOnlyList<TagAnswer?>? Tags { get; init; }
}

/// <summary>How one logs in; of it only the keys are ever returned.</summary>
internal sealed record LoginSettingsAnswer
{
    public IReadOnlyList<string?>? KeyIds { get; init; }
}

/// <summary>Where an instance is.</summary>
internal sealed record PlacementAnswer
{
    public string? Zone { get; init; }
}

/// <summary>A tag.</summary>
internal sealed record TagAnswer
{
    [JsonConverter(typeof(LenientText))]
    public string? Key { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Value { get; init; }
}
