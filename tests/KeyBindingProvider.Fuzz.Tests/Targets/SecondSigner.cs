using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Cvm.Transport;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>
/// TC3-HMAC-SHA256 once more, written from the description of the algorithm: HMAC by its definition (RFC 2104), the date by the rules of the calendar, every text
/// as bytes from the start. Shares SHA-256 and nothing else with the signer.
/// </summary>
internal static class SecondSigner
{
    private const int BlockBytes = 64;
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The credential scope, the names of the signed headers, and the signature.</summary>
    public static (string Scope, string Headers, string Signature) Sign(Tc3Request request, string secretKey)
    {
        var headers = new List<(string Name, string Value)> { ("content-type", request.ContentType), ("host", request.Host) };
        if (request.Action is { } action)
        {
            headers.Add(("x-tc-action", action.ToLowerInvariant()));
        }

        var names = string.Join(';', headers.Select(header => header.Name));
        List<byte[]> lines = [Utf8(request.Method), Utf8("/"), Utf8(request.Query)];
        lines.AddRange(headers.Select(header => Utf8($"{header.Name}:{header.Value}")));
        // Each header has an end of line of its own: the names come after an empty line.
        lines.AddRange([
            [],
            Utf8(names),
            Utf8(Hex(SHA256.HashData(request.Body.ToArray()))),
        ]);
        var date = DateOf(request.Timestamp);
        var scope = $"{date}/{request.Service}/tc3_request";
        var toSign = Lines([Utf8("TC3-HMAC-SHA256"), Utf8($"{request.Timestamp}"), Utf8(scope), Utf8(Hex(SHA256.HashData(Lines(lines))))]);
        var key = new[] { date, request.Service, "tc3_request" }.Aggregate(
            Utf8("TC3" + secretKey),
            (bytes, part) => Mac(bytes, Utf8(part))
        );
        return (scope, names, Hex(Mac(key, toSign)));
    }

    private static byte[] Mac(byte[] key, byte[] message)
    {
        var block = new byte[BlockBytes];
        (key.Length > BlockBytes ? SHA256.HashData(key) : key).CopyTo(block, 0);
        byte[] Padded(byte pad) => [.. block.Select(b => (byte)(b ^ pad))];
        return SHA256.HashData([.. Padded(0x5c), .. SHA256.HashData([.. Padded(0x36), .. message])]);
    }

    private static string DateOf(long seconds)
    {
        var (year, days) = (1970, seconds / 86_400);
        while (days >= DaysOf(year))
        {
            days -= DaysOf(year++);
        }

        int[] lengths = [31, DaysOf(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        var month = 0;
        while (days >= lengths[month])
        {
            days -= lengths[month++];
        }

        return $"{year:D4}-{month + 1:D2}-{days + 1:D2}";
    }

    private static int DaysOf(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365;

    private static byte[] Lines(IReadOnlyList<byte[]> lines) => [.. lines.SelectMany((line, i) => i == 0 ? line : [(byte)'\n', .. line])];

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => string.Concat(bytes.Select(b => $"{HexDigits[b >> 4]}{HexDigits[b & 15]}"));
}
