using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of cloudaudit DescribeEvents.</summary>
internal sealed record DescribeEventsRequest
{
    /// <summary>Unix seconds, at most 90 days ago.</summary>
    public required long StartTime { get; init; }

    /// <summary>Unix seconds, less than 30 days after the start.</summary>
    public required long EndTime { get; init; }

    /// <summary>At most 50.</summary>
    public required int MaxResults { get; init; }

    /// <summary>What the page before has told; a number here, unlike in LookUpEvents.</summary>
    public ulong? NextToken { get; init; }
    public required IEnumerable<LookupAttributeRequest> LookupAttributes { get; init; }
}

/// <summary>A condition; several of different keys must all hold.</summary>
internal sealed record LookupAttributeRequest
{
    public required string AttributeKey { get; init; }
    public required string AttributeValue { get; init; }
}

/// <summary>Answer of cloudaudit DescribeEvents.</summary>
internal sealed record DescribeEventsResponse : ApiResponse
{
    public bool? ListOver { get; init; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? NextToken { get; init; }
    public IReadOnlyList<EventAnswer?>? Events { get; init; }
}

/// <summary>One event. Fields that are not read here are never made a text of: some hold session tokens.</summary>
internal sealed record EventAnswer
{
    [JsonConverter(typeof(LenientText))]
    public string? EventName { get; init; }

    /// <summary>Unix seconds as text, or a date.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? EventTime { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Username { get; init; }

    /// <summary>The access key that signed the call; compared, and not kept.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? SecretId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? RequestID { get; init; }

    /// <summary>0 for a call that was accepted.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? ErrorCode { get; init; }

    /// <summary>The whole event, which is JSON text.</summary>
    [JsonConverter(typeof(JsonInText<AuditedCallAnswer>))]
    public AuditedCallAnswer? CloudAuditEvent { get; init; }
}

/// <summary>What is read of the JSON text inside an event.</summary>
internal sealed record AuditedCallAnswer
{
    [JsonPropertyName("userIdentity")]
    public UserIdentityAnswer? UserIdentity { get; init; }

    [JsonPropertyName("eventType")]
    [JsonConverter(typeof(LenientText))]
    public string? EventType { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonPropertyName("eventTime")]
    [JsonConverter(typeof(TextOrNumber))]
    public string? EventTime { get; init; }

    /// <summary>0 or empty for a call that was accepted, else its code.</summary>
    [JsonPropertyName("apiErrorCode")]
    [JsonConverter(typeof(TextOrNumber))]
    public string? ApiErrorCode { get; init; }

    /// <summary>JSON text again.</summary>
    [JsonPropertyName("requestParameters")]
    [JsonConverter(typeof(JsonInText<AuditedParametersAnswer>))]
    public AuditedParametersAnswer? RequestParameters { get; init; }
}

/// <summary>Who called. Its sessionContext holds the session's token and is not read.</summary>
internal sealed record UserIdentityAnswer
{
    [JsonPropertyName("type")]
    [JsonConverter(typeof(LenientText))]
    public string? Type { get; init; }

    [JsonPropertyName("principalId")]
    [JsonConverter(typeof(TextOrNumber))]
    public string? PrincipalId { get; init; }

    [JsonPropertyName("userName")]
    [JsonConverter(typeof(LenientText))]
    public string? UserName { get; init; }
}

/// <summary>What is read of the parameters of a call: ids alone.</summary>
internal sealed record AuditedParametersAnswer
{
    public IReadOnlyList<string?>? InstanceIds { get; init; }
    public IReadOnlyList<string?>? KeyIds { get; init; }
}
