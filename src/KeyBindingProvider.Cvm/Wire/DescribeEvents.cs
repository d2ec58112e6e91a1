using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of cloudaudit DescribeEvents.</summary>
internal sealed record DescribeEventsRequest : IRequest
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

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(StartTime), StartTime);
        json.Write(nameof(EndTime), EndTime);
        json.Write(nameof(MaxResults), MaxResults);
        if (NextToken is { } token)
        {
            json.WriteNumber(nameof(NextToken), token);
        }

        json.Write(nameof(LookupAttributes), LookupAttributes);
    }
}

/// <summary>A condition; several of different keys must all hold.</summary>
internal sealed record LookupAttributeRequest : IRequest
{
    public required string AttributeKey { get; init; }
    public required string AttributeValue { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(AttributeKey), AttributeKey);
        json.Write(nameof(AttributeValue), AttributeValue);
    }
}

/// <summary>Answer of cloudaudit DescribeEvents.</summary>
internal sealed record DescribeEventsResponse : ApiResponse
{
    public bool? ListOver { get; private set; }
    public string? NextToken { get; private set; }
    public IReadOnlyList<EventAnswer?>? Events { get; private set; }

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(ListOver) => ListOver = json.GetBooleanOrNull(),
            nameof(NextToken) => NextToken = TextOrNumber.Read(ref json),
            nameof(Events) => Events = json.GetObjects<EventAnswer>(),
            _ => base.ReadMember(member, ref json),
        };
}

/// <summary>One event. Fields that are not read here are never made a text of: some hold session tokens.</summary>
internal sealed record EventAnswer : IJsonObject
{
    public string? EventName { get; private set; }

    /// <summary>Unix seconds as text, or a date.</summary>
    public string? EventTime { get; private set; }
    public string? Username { get; private set; }

    /// <summary>The access key that signed the call; compared, and not kept.</summary>
    public string? SecretId { get; private set; }
    public string? RequestID { get; private set; }

    /// <summary>0 for a call that was accepted.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The whole event, which is JSON text.</summary>
    public AuditedCallAnswer? CloudAuditEvent { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(EventName) => EventName = LenientText.Read(ref json),
            nameof(EventTime) => EventTime = TextOrNumber.Read(ref json),
            nameof(Username) => Username = LenientText.Read(ref json),
            nameof(SecretId) => SecretId = LenientText.Read(ref json),
            nameof(RequestID) => RequestID = LenientText.Read(ref json),
            nameof(ErrorCode) => ErrorCode = TextOrNumber.Read(ref json),
            nameof(CloudAuditEvent) => CloudAuditEvent = JsonInText.Read(ref json, new AuditedCallAnswer()),
            _ => null,
        };
}

/// <summary>What is read of the JSON text inside an event.</summary>
internal sealed record AuditedCallAnswer : IJsonObject
{
    public UserIdentityAnswer? UserIdentity { get; private set; }
    public string? EventType { get; private set; }

    /// <summary>Unix seconds.</summary>
    public string? EventTime { get; private set; }

    /// <summary>0 or empty for a call that was accepted, else its code.</summary>
    public string? ApiErrorCode { get; private set; }

    /// <summary>JSON text again.</summary>
    public AuditedParametersAnswer? RequestParameters { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            "userIdentity" => UserIdentity = json.GetObject(new UserIdentityAnswer()),
            "eventType" => EventType = LenientText.Read(ref json),
            "eventTime" => EventTime = TextOrNumber.Read(ref json),
            "apiErrorCode" => ApiErrorCode = TextOrNumber.Read(ref json),
            "requestParameters" => RequestParameters = JsonInText.Read(ref json, new AuditedParametersAnswer()),
            _ => null,
        };
}

/// <summary>Who called. Its sessionContext holds the session's token and is not read.</summary>
internal sealed record UserIdentityAnswer : IJsonObject
{
    public string? Type { get; private set; }
    public string? PrincipalId { get; private set; }
    public string? UserName { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            "type" => Type = LenientText.Read(ref json),
            "principalId" => PrincipalId = TextOrNumber.Read(ref json),
            "userName" => UserName = LenientText.Read(ref json),
            _ => null,
        };
}

/// <summary>What is read of the parameters of a call: ids alone.</summary>
internal sealed record AuditedParametersAnswer : IJsonObject
{
    public IReadOnlyList<string?>? InstanceIds { get; private set; }
    public IReadOnlyList<string?>? KeyIds { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(InstanceIds) => InstanceIds = json.GetStrings(),
            nameof(KeyIds) => KeyIds = json.GetStrings(),
            _ => null,
        };
}
