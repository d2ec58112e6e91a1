using System.Globalization;
using System.Text;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// Names of instances and keys are whatever somebody typed at a console. Before they reach a terminal, everything that could move the cursor, colour
/// the screen, break the line or reverse the reading order is taken out.
/// </summary>
public static class PlainText
{
    private const int LongestName = 60;

    /// <summary>The text without characters that do something instead of showing something.</summary>
    public static string Clean(string text)
    {
        if (text.All(IsHarmless))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is var category && IsHarmless(category) && rune != Rune.ReplacementChar)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>A name, cleaned, on one line and not too long.</summary>
    public static string Name(string text)
    {
        var clean = Clean(text).Trim();
        return clean.Length <= LongestName
            ? clean
            : clean[..(char.IsHighSurrogate(clean[LongestName - 1]) ? LongestName - 1 : LongestName)] + "…";
    }

    private static bool IsHarmless(char c) => c is >= ' ' and < '\x7f';

    private static bool IsHarmless(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );
}
