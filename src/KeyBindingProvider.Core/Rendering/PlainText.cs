using System.Buffers;
using System.Globalization;
using System.Text;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// Names of instances and keys are whatever somebody typed at a console. Before they reach a terminal, everything that could move the cursor, colour
/// the screen, break the line, reverse the reading order or not be seen at all is written as what it is: <c>\u{202E}</c>.
/// </summary>
public static class PlainText
{
    private const int LongestName = 60;

    /// <summary>Letters and marks that show nothing; formats that show nothing have a category of their own.</summary>
    private static readonly SearchValues<char> s_blank = SearchValues.Create(
        "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0"
    );

    /// <summary>One line: no character in it does something instead of showing something.</summary>
    public static string Escape(string text) => Escape(text, keepsLines: false);

    /// <summary>The same of a text of our own that has several lines.</summary>
    public static string EscapeLines(string text) => Escape(text, keepsLines: true);

    /// <summary>A name, escaped, on one line and not too long.</summary>
    public static string Name(string text) => Escape(Cut(text.ReplaceLineEndings(" ").Trim(), LongestName, "…"));

    /// <summary>At most so many characters and a sign that there were more; never half of a pair.</summary>
    public static string Cut(string text, int longest, string sign = "...") =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + sign;

    private static string Escape(string text, bool keepsLines)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == OperationStatus.Done;
            if (isWhole && (IsHarmless(rune) || (keepsLines && rune.Value == '\n')))
            {
                escaped.Append(text, at, length);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $@"\u{{{(isWhole ? rune.Value : text[at]):X}}}");
            }

            at += length;
        }

        return escaped.ToString();
    }

    private static bool IsHarmless(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            )
        && !(rune.IsBmp && s_blank.Contains((char)rune.Value));
}
