using System.Text;
using System.Text.RegularExpressions;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>
/// Damages inputs: bits, bytes, lengths, blocks, and the words of a text format, which keep more of its structure than bytes do. Deterministic for a seed.
/// </summary>
internal sealed partial class Mutator(Random random, IReadOnlyList<string> tokens, int mostBytes)
{
    private static readonly byte[] s_edges =
    [
        0,
        1,
        0x7f,
        0x80,
        0xc0,
        0xc1,
        0xd4,
        0xd9,
        0xdb,
        0xdd,
        0xdf,
        0xff,
        (byte)'"',
        (byte)'\\',
        (byte)'\n',
    ];

    /// <summary>Pieces that trouble readers of any text.</summary>
    private static readonly string[] s_hostile =
    [
        "\0",
        "\u001b[2J",
        "\u202e",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\ue000",
        "\r\n",
        "\t",
        "😀",
        "é",
        "\\ud800",
        "\\udc00\\ud800",
        "\\u0000",
        "-1",
        "0",
        "-0",
        "1e999",
        "-1e-999",
        "0.1",
        "2147483648",
        "-9223372036854775809",
        "18446744073709551616",
        "123456789012345678901234567890",
        "null",
        "true",
        "\"\"",
        "''",
        "[]",
        "{}",
        "[[[[[[[[",
        "{\"a\":",
        "${",
        "}",
        "]",
        ",",
        ":",
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="input">What is damaged.</param>
    /// <param name="other">Another input, to take pieces of.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var left = 1 << random.Next(0, 4); left > 0; left--)
        {
            Once(bytes, other);
        }

        return bytes.Count <= mostBytes ? [.. bytes] : [.. bytes.Take(mostBytes)];
    }

    private void Once(List<byte> bytes, byte[] other)
    {
        switch (random.Next(12))
        {
            case 0 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] = Edge();
                break;
            case 2 when bytes.Count > 0:
                // A length, as binary formats have it: four bytes, large or nothing.
                Put(bytes, At(bytes), random.Next(2) == 0 ? [0xff, 0xff, 0xff, 0x7f] : [0, 0, 0, 0]);
                break;
            case 3 when bytes.Count > 0:
                var (from, count) = Range(bytes.Count);
                bytes.RemoveRange(from, count);
                break;
            case 4 when bytes.Count > 0:
                Truncate(bytes);
                break;
            case 5 when bytes.Count > 0:
                Repeat(bytes);
                break;
            case 6 when other.Length > 0:
                var (start, length) = Range(other.Length);
                Put(bytes, At(bytes), other[start..(start + length)]);
                break;
            case 7:
                Put(bytes, At(bytes), [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256))]);
                break;
            case 8:
                Put(bytes, At(bytes), Encoding.UTF8.GetBytes(Token()));
                break;
            default:
                Words(bytes, other);
                break;
        }
    }

    private void Truncate(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        bytes.RemoveRange(at, bytes.Count - at);
    }

    private void Repeat(List<byte> bytes)
    {
        var (from, count) = Range(bytes.Count);
        var block = bytes.GetRange(from, count);
        for (var left = 1 << random.Next(0, 9); left > 0 && bytes.Count + count <= mostBytes; left--)
        {
            bytes.InsertRange(from, block);
        }
    }

    /// <summary>Words, numbers and signs are taken out, doubled, swapped, or replaced by ones of the same or of another input.</summary>
    private void Words(List<byte> bytes, byte[] other)
    {
        // One character is one byte, so that what is not text survives.
        var words = Split(bytes.ToArray());
        if (words.Count == 0)
        {
            return;
        }

        var at = random.Next(words.Count);
        switch (random.Next(7))
        {
            case 0:
                words.RemoveAt(at);
                break;
            case 1:
                words.Insert(at, words[at]);
                break;
            case 2:
                var with = random.Next(words.Count);
                (words[at], words[with]) = (words[with], words[at]);
                break;
            case 3:
                words[at] = words[random.Next(words.Count)];
                break;
            case 4 when Split(other) is { Count: > 0 } others:
                words[at] = others[random.Next(others.Count)];
                break;
            case 5:
                words[at] = Latin1(Token());
                break;
            default:
                // Around what stands there, so that a text stays inside of its quotation marks.
                var word = words[at];
                var inside = random.Next(word.Length + 1);
                words[at] = word[..inside] + Latin1(Token()) + word[inside..];
                break;
        }

        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Concat(words)));
    }

    private static List<string> Split(byte[] bytes) => [.. Word().Matches(Encoding.Latin1.GetString(bytes)).Select(match => match.Value)];

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private string Token()
    {
        var own = tokens.Count > 0 && random.Next(3) > 0;
        return own ? tokens[random.Next(tokens.Count)] : s_hostile[random.Next(s_hostile.Length)];
    }

    private byte Edge() => s_edges[random.Next(s_edges.Length)];

    private int At(List<byte> bytes) => random.Next(bytes.Count + 1);

    private (int From, int Count) Range(int length)
    {
        var from = random.Next(length);
        return (from, random.Next(1, Math.Min(length - from, 1 << random.Next(1, 9)) + 1));
    }

    private static void Put(List<byte> bytes, int at, byte[] piece) => bytes.InsertRange(at, piece);

    [GeneratedRegex(@"[A-Za-z_]+|[0-9]+|\s+|.", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
