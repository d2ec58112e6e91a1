using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KeyBindingProvider.Cvm;

/// <summary>Reads untrusted bytes with limits: whatever they are, the outcome is a response or a <see cref="CvmException"/>.</summary>
internal static class EnvelopeReader
{
    /// <summary>A page of 100 instances is well below 1 MiB.</summary>
    public const int LargestAnswer = 16 << 20;

    public static T Read<T>(string action, byte[] body, JsonTypeInfo<Envelope<T>> type)
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
            throw Unreadable(action, $"the answer is not the JSON that is documented ({exception.Path})", exception);
        }

        if (envelope?.Response is { } response)
        {
            return response;
        }

        if (envelope?.LegacyCode is not (null or 0))
        {
            var code = envelope.LegacyCodeDescription ?? "UnknownError";
            throw new CvmException(action, code, envelope.LegacyMessage ?? "", ErrorCatalogue.Classify(code, action));
        }

        throw Unreadable(action, "the answer holds no Response");
    }

    private static CvmException Unreadable(string action, string why, Exception? inner = null) =>
        new(action, "ClientError.ParseJsonError", why, ErrorClass.Network, inner: inner);
}
