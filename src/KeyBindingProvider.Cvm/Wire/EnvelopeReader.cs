using System.Text.Json;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Reads untrusted bytes with limits: whatever they are, the outcome is a response or a <see cref="CvmException"/>.</summary>
internal static class EnvelopeReader
{
    /// <summary>A page of 100 instances is well below 1 MiB.</summary>
    public const int LargestAnswer = 16 << 20;

    /// <summary>The response, if it holds no error.</summary>
    /// <param name="action">What was called.</param>
    /// <param name="asked">How many ids it named, or null.</param>
    /// <param name="body">What came back.</param>
    /// <param name="mediaType">What it was sent as, or null.</param>
    /// <param name="fresh">An empty response of the kind that it should be.</param>
    /// <param name="redact">Blots secrets out of texts of the service, which may echo what it was sent.</param>
    public static ApiResponse Read(
        string action,
        int? asked,
        ReadOnlySpan<byte> body,
        string? mediaType,
        Func<ApiResponse> fresh,
        Func<string, string> redact
    )
    {
        Envelope? envelope;
        try
        {
            envelope = JsonReading.Read(body, new Envelope(fresh));
        }
        catch (JsonException exception)
        {
            // Neither its text nor its path: both may quote what the service sent.
            var kind = mediaType is null or "application/json" ? "" : $", sent as {Safe(mediaType, redact)}";
            throw Unreadable(action, $"the answer is not the JSON that is documented (line {exception.LineNumber + 1}{kind})");
        }

        if (envelope?.Response is { } response)
        {
            return response.Error is { } error ? throw Refused(action, error.Code, error.Message, response.RequestId, redact)
                : response.WhyIncomplete(asked) is { } why
                    ? throw new CvmException(
                        action,
                        CvmException.IncompleteAnswer,
                        Safe(why, redact),
                        ErrorClass.Server,
                        Safe(response.RequestId, redact)
                    )
                : response;
        }

        if (envelope?.LegacyCode is not (null or 0))
        {
            throw Refused(action, envelope.LegacyCodeDescription, envelope.LegacyMessage, requestId: null, redact);
        }

        throw Unreadable(action, "the answer holds no Response");
    }

    /// <summary>The API error inside an answer with another HTTP status than 200, or null where there is none.</summary>
    public static CvmException? RefusalIn(string action, ReadOnlySpan<byte> body, int status, Func<string, string> redact)
    {
        try
        {
            return
                JsonReading.Read(body, new Envelope(static () => new ApiResponse()))?.Response
                    is { Error: { Code.Length: > 0 } error } response
                ? Refused(action, error.Code, error.Message, response.RequestId, redact, status)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static CvmException Refused(
        string action,
        string? code,
        string? message,
        string? requestId,
        Func<string, string> redact,
        int status = 200
    )
    {
        var given = string.IsNullOrWhiteSpace(code) ? "UnknownError" : Safe(code, redact);
        var errorClass = ErrorCatalogue.Classify(given, action);
        // A code that nobody knows, under a status that says that the service is at fault: whether a write had its effect is open.
        errorClass = status >= 500 && errorClass == ErrorClass.Request ? ErrorClass.Server : errorClass;
        var words = Safe(message, redact) + (status == 200 ? "" : $" (HTTP status {status})");
        return new CvmException(action, given, words, errorClass, Safe(requestId, redact));
    }

    private static string Safe(string? text, Func<string, string> redact) => ServiceText.Clean(redact(text ?? "")).Trim();

    private static CvmException Unreadable(string action, string why) => new(action, "ClientError.ParseJsonError", why, ErrorClass.Network);
}
