using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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
    /// <param name="type">What it should be.</param>
    /// <param name="redact">Blots secrets out of texts of the service, which may echo what it was sent.</param>
    public static T Read<T>(string action, int? asked, byte[] body, JsonTypeInfo<Envelope<T>> type, Func<string, string> redact)
        where T : ApiResponse
    {
        if (body.Length > LargestAnswer)
        {
            throw Unreadable(action, $"the answer has {body.Length} bytes; at most {LargestAnswer} are read");
        }

        Envelope<T>? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException exception)
        {
            // Neither its text nor its path: both may quote what the service sent.
            throw Unreadable(action, $"the answer is not the JSON that is documented (line {exception.LineNumber + 1})");
        }

        if (envelope?.Response is { } response)
        {
            return response.Error is { } error ? throw Refused(error.Code, error.Message, response.RequestId)
                : response.WhyIncomplete(asked) is { } why
                    ? throw new CvmException(
                        action,
                        CvmException.IncompleteAnswer,
                        Safe(why),
                        ErrorClass.Server,
                        Safe(response.RequestId)
                    )
                : response;
        }

        if (envelope?.LegacyCode is not (null or 0))
        {
            throw Refused(envelope.LegacyCodeDescription, envelope.LegacyMessage, requestId: null);
        }

        throw Unreadable(action, "the answer holds no Response");

        CvmException Refused(string? code, string? message, string? requestId)
        {
            var given = string.IsNullOrWhiteSpace(code) ? "UnknownError" : Safe(code);
            return new CvmException(action, given, Safe(message), ErrorCatalogue.Classify(given, action), Safe(requestId));
        }

        string Safe(string? text) => ServiceText.Clean(redact(text ?? "")).Trim();
    }

    private static CvmException Unreadable(string action, string why) => new(action, "ClientError.ParseJsonError", why, ErrorClass.Network);
}
