using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>The caller's side of TC3-HMAC-SHA256, written from the documents for these tests alone.</summary>
internal static class TestSigner
{
    public static string Authorize(
        string secretId,
        string secretKey,
        DateTimeOffset now,
        string service,
        string method,
        string query,
        ReadOnlySpan<byte> body,
        IReadOnlyList<(string Name, string Value)> signed
    )
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var day = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var names = string.Join(';', signed.Select(h => h.Name));
        var headers = string.Concat(signed.Select(h => $"{h.Name}:{h.Value}\n"));
        var canonical = $"{method}\n/\n{query}\n{headers}\n{names}\n{Hex(SHA256.HashData(body))}";
        var scope = $"{day}/{service}/tc3_request";
        var toSign = $"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Mac(Mac(Mac(Encoding.UTF8.GetBytes("TC3" + secretKey), day), service), "tc3_request");
        return $"TC3-HMAC-SHA256 Credential={secretId}/{scope}, SignedHeaders={names}, Signature={Hex(Mac(key, toSign))}";
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
