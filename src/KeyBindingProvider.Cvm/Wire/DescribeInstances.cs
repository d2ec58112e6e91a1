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
    public IReadOnlyList<InstanceAnswer?>? InstanceSet { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(InstanceSet), InstanceSet?.Select(instance => instance?.InstanceId), TotalCount, asked);
}

/// <summary>The fields of an instance that matter here (rule <c>service-fields</c>).</summary>
internal sealed record InstanceAnswer
{
    public string? InstanceId { get; init; }
    public string? InstanceName { get; init; }
    public string? InstanceState { get; init; }
    public string? OsName { get; init; }
    public LoginSettingsAnswer? LoginSettings { get; init; }
    public string? LatestOperation { get; init; }
    public string? LatestOperationState { get; init; }
    public string? LatestOperationRequestId { get; init; }
    public string? LatestOperationErrorMsg { get; init; }
    public string? RestrictState { get; init; }
    public string? StopChargingMode { get; init; }
    public PlacementAnswer? Placement { get; init; }
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
    public string? Key { get; init; }
    public string? Value { get; init; }
}
