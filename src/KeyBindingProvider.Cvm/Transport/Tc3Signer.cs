using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>What TC3-HMAC-SHA256 covers of one request.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Query">Raw query string without the question mark; empty for POST.</param>
/// <param name="Host">The Host header, byte for byte.</param>
/// <param name="ContentType">The Content-Type header, byte for byte.</param>
/// <param name="Action">The X-TC-Action header; null leaves it unsigned, as the official SDKs do.</param>
/// <param name="Body">The bytes that are sent.</param>
/// <param name="Service">Service of the credential scope.</param>
/// <param name="Timestamp">The X-TC-Timestamp header, Unix seconds.</param>
internal readonly record struct Tc3Request(
    string Method,
    string Query,
    string Host,
    string ContentType,
    string? Action,
    ReadOnlyMemory<byte> Body,
    string Service,
    long Timestamp
);

/// <summary>A signature and what it was computed from; no secret key in it.</summary>
internal sealed record Tc3Signature(
    string CanonicalRequest,
    string HashedCanonicalRequest,
    string CredentialScope,
    string StringToSign,
    string SignedHeaders,
    string Signature,
    string Authorization
)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(Tc3Signature);
}

/// <summary>
/// TC3-HMAC-SHA256 as a pure function. The action is signed too where given: without it two calls with equal bodies, such as
/// StartInstances and DescribeInstancesStatus, have the same signature.
/// </summary>
internal static class Tc3Signer
{
    private const string Algorithm = "TC3-HMAC-SHA256";
    private const string Terminator = "tc3_request";

    public static Tc3Signature Sign(in Tc3Request request, string secretId, string secretKey) =>
        Sign(request, secretId, DeriveKey(secretKey, DateOf(request.Timestamp), request.Service));

    /// <summary>With the key of the day and the service of the request (<see cref="DeriveKey"/>).</summary>
    public static Tc3Signature Sign(in Tc3Request request, string secretId, byte[] key)
    {
        var signedHeaders = request.Action is null ? "content-type;host" : "content-type;host;x-tc-action";
        var action = request.Action is null ? "" : $"x-tc-action:{Lower(request.Action)}\n";
        var headers = $"content-type:{request.ContentType}\nhost:{request.Host}\n{action}";
        var canonical = $"{request.Method}\n/\n{request.Query}\n{headers}\n{signedHeaders}\n{Hash(request.Body.Span)}";
        var hashed = Hash(Encoding.UTF8.GetBytes(canonical));

        var scope = $"{DateOf(request.Timestamp)}/{request.Service}/{Terminator}";
        var toSign = string.Create(CultureInfo.InvariantCulture, $"{Algorithm}\n{request.Timestamp}\n{scope}\n{hashed}");
        var signature = Convert.ToHexStringLower(Mac(key, toSign));
        return new Tc3Signature(
            canonical,
            hashed,
            scope,
            toSign,
            signedHeaders,
            signature,
            $"{Algorithm} Credential={secretId}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}"
        );
    }

    /// <summary>The UTC day of a moment in Unix seconds, as the scope has it.</summary>
    internal static string DateOf(long timestamp) =>
        DateTimeOffset.FromUnixTimeSeconds(timestamp).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The key that signs: one secret, one UTC day, one service.</summary>
    internal static byte[] DeriveKey(string secretKey, string date, string service) =>
        Mac(Mac(Mac(Encoding.UTF8.GetBytes("TC3" + secretKey), date), service), Terminator);

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Canonical header values are lower case by the protocol's own definition.</summary>
    private static string Lower(string text) =>
        string.Create(text.Length, text, static (span, source) => source.AsSpan().ToLowerInvariant(span));
}
