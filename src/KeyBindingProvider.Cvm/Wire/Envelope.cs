using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>What every answer comes in. HTTP status 200 stands over success and failure alike (rule <c>service-envelope</c>).</summary>
internal sealed record Envelope<T>
    where T : ApiResponse
{
    public T? Response { get; init; }

    /// <summary>The envelope of an older generation of the platform.</summary>
    [JsonPropertyName("code")]
    public int? LegacyCode { get; init; }

    [JsonPropertyName("codeDesc")]
    public string? LegacyCodeDescription { get; init; }

    [JsonPropertyName("message")]
    public string? LegacyMessage { get; init; }
}

/// <summary>What every response may hold. All fields of all responses are nullable: the service's own models say so.</summary>
internal record ApiResponse
{
    public ApiError? Error { get; init; }

    public string? RequestId { get; init; }

    /// <summary>
    /// Why what is listed is less, or other, than what there is, or null: taken for all, it would make things vanish.
    /// </summary>
    /// <param name="asked">How many ids the call named, or null where it asked for a page of all.</param>
    public virtual string? WhyIncomplete(int? asked) => null;
}

/// <summary>Why a call was refused.</summary>
internal sealed record ApiError
{
    public string? Code { get; init; }

    public string? Message { get; init; }
}
