using System.Globalization;
using System.Net.Http.Headers;
using KeyBindingProvider.Cvm.Credentials;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>A call as it goes onto the wire, for the one host that it was signed for.</summary>
internal static class SignedRequest
{
    private const string ContentType = "application/json";

    public static HttpRequestMessage Of(
        ApiCall call,
        CvmCredentials credentials,
        ServiceAddress address,
        SigningKeys keys,
        DateTimeOffset signedAt
    )
    {
        var timestamp = signedAt.ToUnixTimeSeconds();
        var signature = Tc3Signer.Sign(
            new Tc3Request("POST", "", address.Host, ContentType, call.Action, call.Body, call.Service, timestamp),
            credentials.SecretId.Reveal(),
            keys.Of(credentials, Tc3Signer.DateOf(timestamp), call.Service)
        );
        // ByteArrayContent with the header set by hand: what is sent must be what was signed, byte for byte.
        var content = new ByteArrayContent(call.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, address.Uri) { Content = content };
        request.Headers.Host = address.Host;
        request.Headers.TryAddWithoutValidation("Authorization", signature.Authorization);
        request.Headers.TryAddWithoutValidation("X-TC-Action", call.Action);
        request.Headers.TryAddWithoutValidation("X-TC-Version", call.Version);
        request.Headers.TryAddWithoutValidation("X-TC-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("X-TC-Language", "en-US");
        request.Headers.TryAddWithoutValidation("X-TC-RequestClient", "keybinding_0.1");
        if (call.Region.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("X-TC-Region", call.Region);
        }

        if (credentials.Token is { } token)
        {
            request.Headers.TryAddWithoutValidation("X-TC-Token", token.Reveal());
        }

        return request;
    }
}
