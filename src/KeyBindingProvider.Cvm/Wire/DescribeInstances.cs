using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of DescribeInstances; <see cref="InstanceIds"/> excludes filters.</summary>
internal sealed record DescribeInstancesRequest : IRequest
{
    public IEnumerable<string>? InstanceIds { get; init; }
    public int? Offset { get; init; }
    public int Limit { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(InstanceIds), InstanceIds);
        json.Write(nameof(Offset), Offset);
        json.Write(nameof(Limit), Limit);
    }
}

/// <summary>Answer of DescribeInstances.</summary>
internal sealed record DescribeInstancesResponse : ListResponse
{
    public IReadOnlyList<InstanceAnswer?>? InstanceSet { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(InstanceSet), InstanceSet?.Select(instance => instance?.InstanceId), TotalCount, asked);

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(InstanceSet) ? InstanceSet = InstanceList.Read(ref json) : base.ReadMember(member, ref json);
}

/// <summary>
/// The fields of an instance that matter here (rule <c>service-fields</c>). What decorates is read leniently, so that no name keeps a region from being read; what
/// decides is not.
/// </summary>
internal sealed record InstanceAnswer : IJsonObject
{
    /// <summary>Whether nothing but the id could be read.</summary>
    public bool IsUnreadable { get; private init; }
    public string? InstanceId { get; private set; }
    public string? InstanceName { get; private set; }
    public string? InstanceState { get; private set; }
    public string? OsName { get; private set; }
    public LoginSettingsAnswer? LoginSettings { get; private set; }
    public string? LatestOperation { get; private set; }
    public string? LatestOperationState { get; private set; }
    public string? LatestOperationRequestId { get; private set; }
    public string? LatestOperationErrorMsg { get; private set; }
    public string? RestrictState { get; private set; }
    public string? StopChargingMode { get; private set; }
    public PlacementAnswer? Placement { get; private set; }
    public IReadOnlyList<TagAnswer?>? Tags { get; private set; }

    /// <summary>One of which nothing but the id could be read.</summary>
    public static InstanceAnswer Unreadable(string? id) => new() { InstanceId = id, IsUnreadable = true };

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(InstanceId) => InstanceId = json.GetString(),
            nameof(InstanceName) => InstanceName = LenientText.Read(ref json),
            nameof(InstanceState) => InstanceState = json.GetString(),
            nameof(OsName) => OsName = LenientText.Read(ref json),
            nameof(LoginSettings) => LoginSettings = json.GetObject(new LoginSettingsAnswer()),
            nameof(LatestOperation) => LatestOperation = LenientText.Read(ref json),
            nameof(LatestOperationState) => LatestOperationState = json.GetString(),
            nameof(LatestOperationRequestId) => LatestOperationRequestId = json.GetString(),
            nameof(LatestOperationErrorMsg) => LatestOperationErrorMsg = LenientText.Read(ref json),
            nameof(RestrictState) => RestrictState = json.GetString(),
            nameof(StopChargingMode) => StopChargingMode = json.GetString(),
            nameof(Placement) => Placement = LenientPlacement.Read(ref json),
            nameof(Tags) => Tags = LenientTags.Read(ref json),
            _ => null,
        };
}

/// <summary>How one logs in; of it only the keys are ever returned.</summary>
internal sealed record LoginSettingsAnswer : IJsonObject
{
    public IReadOnlyList<string?>? KeyIds { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(KeyIds) ? KeyIds = json.GetStrings() : null;
}

/// <summary>Where an instance is.</summary>
internal sealed record PlacementAnswer
{
    public string? Zone { get; init; }
}

/// <summary>A tag.</summary>
internal sealed record TagAnswer : IJsonObject
{
    public string? Key { get; private set; }
    public string? Value { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Key) => Key = LenientText.Read(ref json),
            nameof(Value) => Value = LenientText.Read(ref json),
            _ => null,
        };
}
