using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>The signer gives what a second implementation gives, for any request.</summary>
internal static class Signatures
{
    private const long LastSecond = 253_402_300_799;

    private static readonly Gen<string> s_text = Gen.Frequency((3, Gen.String[Gen.Char[' ', '~'], 0, 40]), (1, Gen.String[0, 40]));

    public static FuzzTarget Target { get; } =
        new("tc3-signer", Run)
        {
            Tokens = ["\"action\":null", "\"timestamp\":86399", "\"timestamp\":951782400", "\"query\":\"a=1&b=%20\"", "İ", "ß"],
            Generated = Gen.Select(
                Gen.Select(s_text, s_text, s_text, s_text.Null()),
                Gen.Select(s_text, s_text, Gen.Long[0, LastSecond]),
                Gen.Select(s_text, s_text),
                (a, b, c) =>
                    JsonSerializer.SerializeToUtf8Bytes(
                        new Signed("POST", a.Item1, a.Item2, a.Item3, a.Item4, b.Item1, b.Item2, b.Item3, c.Item1, c.Item2)
                    )
            ),
        };

    private static string Run(byte[] json)
    {
        Signed? signed;
        try
        {
            signed = JsonSerializer.Deserialize<Signed>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return "no request";
        }

        if (signed is null || signed.Timestamp is < 0 or > LastSecond)
        {
            return "no request";
        }

        var request = new Tc3Request(
            signed.Method ?? "",
            signed.Query ?? "",
            signed.Host ?? "",
            signed.ContentType ?? "",
            signed.Action,
            Encoding.UTF8.GetBytes(signed.Body ?? ""),
            signed.Service ?? "",
            signed.Timestamp
        );
        var (id, key) = (signed.SecretId ?? "", signed.SecretKey ?? "");
        var signature = Tc3Signer.Sign(request, id, key);
        var (scope, headers, expected) = SecondSigner.Sign(request, key);
        Assert.Equal(expected, signature.Signature);
        Assert.Equal($"TC3-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={headers}, Signature={expected}", signature.Authorization);
        Assert.Equal(signature, Tc3Signer.Sign(request, id, key));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{signed.Action is null} {signed.Body?.Length.CompareTo(64)} {key.Length.CompareTo(60)} {signed.Query?.Length.CompareTo(0)}"
        );
    }

    private sealed record Signed(
        string? Method,
        string? Query,
        string? Host,
        string? ContentType,
        string? Action,
        string? Body,
        string? Service,
        long Timestamp,
        string? SecretId,
        string? SecretKey
    );
}
