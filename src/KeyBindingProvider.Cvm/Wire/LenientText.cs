using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>
/// A text that decorates, read leniently: what is no Unicode is replaced, what is too long is cut and marked, what is no text says so. Nothing is made of the
/// part that is cut.
/// </summary>
internal static class LenientText
{
    /// <summary>Names have 128 characters at most, values of tags 256.</summary>
    public const int Longest = 1000;
    public const string Cut = "...";
    public const string NoText = "(unreadable)";

    /// <summary>The text; null where it is null.</summary>
    public static string? Read(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return Decode(json.ValueSpan);
            case JsonTokenType.Null:
                return null;
            default:
                json.Skip();
                return NoText;
        }
    }

    /// <summary>The bytes between the quotation marks; the reader has made sure that escapes are whole.</summary>
    public static string Decode(ReadOnlySpan<byte> json)
    {
        // Nearly all: an answer has a dozen texts for each machine.
        if (json.Length <= Longest && Ascii.IsValid(json) && !json.Contains((byte)'\\'))
        {
            return Encoding.ASCII.GetString(json);
        }

        var text = new StringBuilder(Math.Min(json.Length, Longest + Cut.Length));
        while (json.Length > 0)
        {
            if (text.Length >= Longest)
            {
                return text.Append(Cut).ToString();
            }

            var rune = json[0] == '\\' ? Escaped(json, out var length) : Plain(json, out length);
            text.Append(rune.ToString());
            json = json[length..];
        }

        return text.ToString();
    }

    private static Rune Plain(ReadOnlySpan<byte> json, out int length)
    {
        // What is no UTF-8 comes back as the replacement character, with the bytes that it stands for.
        Rune.DecodeFromUtf8(json, out var rune, out length);
        return rune;
    }

    private static Rune Escaped(ReadOnlySpan<byte> json, out int length)
    {
        length = 2;
        switch (json[1])
        {
            case (byte)'u':
                break;
            case (byte)'b':
                return new Rune('\b');
            case (byte)'f':
                return new Rune('\f');
            case (byte)'n':
                return new Rune('\n');
            case (byte)'r':
                return new Rune('\r');
            case (byte)'t':
                return new Rune('\t');
            default:
                return new Rune(json[1]);
        }

        length = 6;
        var first = Unit(json);
        if (
            char.IsHighSurrogate(first)
            && json.Length >= 12
            && json[6] == '\\'
            && json[7] == 'u'
            && Rune.TryCreate(first, Unit(json[6..]), out var pair)
        )
        {
            length = 12;
            return pair;
        }

        return Rune.TryCreate(first, out var single) ? single : Rune.ReplacementChar;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape[2..6], out ushort unit, out _, 'X') ? (char)unit : '\uFFFD';
}
