using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>
/// TC3-HMAC-SHA256 from the server's side. As lenient as the service is known to be (blanks after the algorithm, host
/// with or without its port, any scope service that fits the host), and as strict as it is documented for the rest.
/// </summary>
internal sealed class SignatureCheck(SimulatorOptions options, CredentialStore credentials)
{
    private const string Algorithm = "TC3-HMAC-SHA256";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    // Three HMACs a call are half of the work of a call; a day's key serves all calls of that day.
    private readonly Dictionary<(string SecretId, string Day, string Service), byte[]> _signingKeys = [];

    public IssuedCredential Verify(SimulatedRequest request, RequestHeaders headers, string product, DateTimeOffset now)
    {
        var authorization = Authorization.Parse(headers.Find("authorization"));
        var credential =
            credentials.Find(authorization.SecretId)
            ?? throw new ApiRefusal(
                authorization.SecretId.StartsWith("AKID", StringComparison.Ordinal)
                    ? "AuthFailure.SecretIdNotFound"
                    : "AuthFailure.InvalidSecretId"
            );
        var timestamp = headers.Find("x-tc-timestamp") ?? throw new ApiRefusal("MissingParameter", "X-TC-Timestamp");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new ApiRefusal("InvalidParameter", "X-TC-Timestamp");
        }

        if (Math.Abs(now.ToUnixTimeMilliseconds() - (seconds * 1000.0)) > options.ClockWindow.TotalMilliseconds)
        {
            throw new ApiRefusal("AuthFailure.SignatureExpire");
        }

        CheckScope(authorization, request.Host, product, seconds);
        if (!Matches(request, headers, authorization, credential, timestamp))
        {
            throw new ApiRefusal("AuthFailure.SignatureFailure");
        }

        if (headers.Find("x-tc-token") != credential.Token || credentials.HasLapsed(credential, now))
        {
            throw new ApiRefusal("AuthFailure.TokenFailure");
        }

        return credential;
    }

    private static void CheckScope(Authorization authorization, string host, string product, long seconds)
    {
        var day = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var service = authorization.Service;
        if (authorization.Day != day || (service != product && service != host.Split('.', ':')[0]))
        {
            throw new ApiRefusal("AuthFailure.SignatureFailure");
        }

        if (!authorization.SignedHeaders.Contains("content-type") || !authorization.SignedHeaders.Contains("host"))
        {
            throw new ApiRefusal("AuthFailure.InvalidAuthorization", "SignedHeaders: content-type, host");
        }
    }

    private bool Matches(
        SimulatedRequest request,
        RequestHeaders headers,
        Authorization authorization,
        IssuedCredential credential,
        string timestamp
    )
    {
        Span<byte> presented = stackalloc byte[32];
        if (
            authorization.Signature.Length != 64
            || Convert.FromHexString(authorization.Signature, presented, out _, out _) != OperationStatus.Done
        )
        {
            return false;
        }

        var key = SigningKey(credential, authorization);
        var payload =
            headers.Find("x-tc-content-sha256") == UnsignedPayload ? Encoding.UTF8.GetBytes(UnsignedPayload)
            : request.Method == "GET" ? default
            : request.Body;
        var payloadHash = Convert.ToHexStringLower(SHA256.HashData(payload.Span));
        foreach (var host in HostForms(request.Host))
        {
            var canonical = Canonical(request, headers, authorization, host, payloadHash);
            if (canonical is null)
            {
                return false;
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
            var toSign = $"{Algorithm}\n{timestamp}\n{authorization.Day}/{authorization.Service}/tc3_request\n{hash}";
            var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign));
            if (CryptographicOperations.FixedTimeEquals(expected, presented))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Canonical(
        SimulatedRequest request,
        RequestHeaders headers,
        Authorization authorization,
        string host,
        string payloadHash
    )
    {
        var text = new StringBuilder(256);
        text.Append(request.Method).Append("\n/\n").Append(request.Method == "GET" ? request.Query : "").Append('\n');
        foreach (var name in authorization.SignedHeaders)
        {
            var value = name == "host" ? host : headers.Find(name);
            if (value is null)
            {
                return null;
            }

            // Names and values are lower-cased and trimmed by the documents; x-tc-action shows that it matters.
            text.Append(name).Append(':').Append(value.Trim().ToLowerInvariant()).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', authorization.SignedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    private static IEnumerable<string> HostForms(string host)
    {
        yield return host;
        var colon = host.LastIndexOf(':');
        if (colon > 0)
        {
            yield return host[..colon];
        }
    }

    private byte[] SigningKey(IssuedCredential credential, Authorization authorization)
    {
        var scope = (credential.SecretId, authorization.Day, authorization.Service);
        if (!_signingKeys.TryGetValue(scope, out var key))
        {
            key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("TC3" + credential.SecretKey), Encoding.UTF8.GetBytes(authorization.Day));
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(authorization.Service));
            key = HMACSHA256.HashData(key, "tc3_request"u8);
            _signingKeys[scope] = key;
        }

        return key;
    }

    /// <summary>The parts of the Authorization header.</summary>
    private sealed record Authorization(string SecretId, string Day, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
    {
        public static Authorization Parse(string? header)
        {
            if (header is null || !header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            {
                throw new ApiRefusal("AuthFailure.InvalidAuthorization");
            }

            var parts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var part in header[Algorithm.Length..].Split(','))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    parts[part[..equals].Trim()] = part[(equals + 1)..].Trim();
                }
            }

            if (
                parts.TryGetValue("Credential", out var scope)
                && parts.TryGetValue("SignedHeaders", out var signed)
                && parts.TryGetValue("Signature", out var signature)
                && scope.Split('/') is [var id, var day, var service, "tc3_request"]
            )
            {
                return new Authorization(id, day, service, signed.ToLowerInvariant().Split(';'), signature);
            }

            throw new ApiRefusal("AuthFailure.InvalidAuthorization");
        }
    }
}
