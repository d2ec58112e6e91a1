using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>What every answer comes in. HTTP status 200 stands over success and failure alike (rule <c>service-envelope</c>).</summary>
/// <param name="fresh">An empty response of the kind that is in it.</param>
internal sealed class Envelope(Func<ApiResponse> fresh) : IJsonObject
{
    public ApiResponse? Response { get; private set; }

    /// <summary>The envelope of an older generation of the platform.</summary>
    public int? LegacyCode { get; private set; }
    public string? LegacyCodeDescription { get; private set; }
    public string? LegacyMessage { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Response) => Response = json.GetObject(fresh()),
            "code" => LegacyCode = json.GetInt32OrNull(),
            "codeDesc" => LegacyCodeDescription = json.GetString(),
            "message" => LegacyMessage = json.GetString(),
            _ => null,
        };
}

/// <summary>What every response may hold. All fields of all responses are nullable: the service's own models say so.</summary>
internal record ApiResponse : IJsonObject
{
    public ApiError? Error { get; private set; }
    public string? RequestId { get; private set; }

    /// <summary>
    /// Why what is listed is less, or other, than what there is, or null: taken for all, it would make things vanish.
    /// </summary>
    /// <param name="asked">How many ids the call named, or null where it asked for a page of all.</param>
    public virtual string? WhyIncomplete(int? asked) => null;

    public virtual object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Error) => Error = json.GetObject(new ApiError()),
            nameof(RequestId) => RequestId = json.GetString(),
            _ => null,
        };
}

/// <summary>What every page of a list may hold.</summary>
internal abstract record ListResponse : ApiResponse
{
    public int? TotalCount { get; private set; }

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(TotalCount) ? TotalCount = json.GetCountLeniently() : base.ReadMember(member, ref json);
}

/// <summary>Why a call was refused.</summary>
internal sealed record ApiError : IJsonObject
{
    public string? Code { get; private set; }
    public string? Message { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Code) => Code = json.GetString(),
            nameof(Message) => Message = json.GetString(),
            _ => null,
        };
}
