using System.Globalization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Texts of the service on their way to a user: one line, of bearable length, with nothing that a terminal would obey.</summary>
internal static class ServiceText
{
    private const int Longest = 1000;

    public static string Clean(string text)
    {
        var cut = text.Length > Longest ? text[..Longest] + "..." : text;
        return string.Concat(cut.Select(static c => IsPlain(c) ? c : ' '));
    }

    private static bool IsPlain(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
            );
}
