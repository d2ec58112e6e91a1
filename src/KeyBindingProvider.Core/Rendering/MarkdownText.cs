using System.Text;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Puts untrusted text into Markdown so that it shows as itself: no link, no mention, no HTML, no table border.</summary>
public static class MarkdownText
{
    private const string Special = @"\`*_{}[]()#|~!$";

    /// <summary>Running text with everything that Markdown would read escaped.</summary>
    public static string Escape(string text)
    {
        var clean = PlainText.Clean(text.ReplaceLineEndings(" "));
        var escaped = new StringBuilder(clean.Length + 8);
        var mark = MarkOfAList(clean);
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            _ = c switch
            {
                _ when i == mark => escaped.Append('\\').Append(c),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                // An empty comment keeps a forge from notifying whoever is called like that, and from making a link.
                '@' => escaped.Append("@<!-- -->"),
                '.' when clean.AsSpan(0, i).EndsWith("www", StringComparison.OrdinalIgnoreCase) => escaped.Append("<!-- -->."),
                ':' when i + 1 < clean.Length && clean[i + 1] == '/' => escaped.Append(":<!-- -->"),
                _ when Special.Contains(c, StringComparison.Ordinal) => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Where a text that stands at the begin of a line would make a list or an underline of itself; -1 where it would not.</summary>
    private static int MarkOfAList(string text)
    {
        var first = text.Length - text.AsSpan().TrimStart().Length;
        var mark = first;
        while (mark < text.Length && char.IsAsciiDigit(text[mark]))
        {
            mark++;
        }

        return mark == text.Length ? -1
            : mark > first ? (text[mark] == '.' ? mark : -1)
            : text[mark] is '-' or '+' or '=' ? mark
            : -1;
    }

    /// <summary>A code span: nothing inside is read as Markdown, so only what would end it is replaced.</summary>
    public static string Code(string text)
    {
        var name = PlainText.Name(text).Replace('`', '\'').Replace('|', '¦');
        return name.Length == 0 ? "" : $"`{name}`";
    }
}
