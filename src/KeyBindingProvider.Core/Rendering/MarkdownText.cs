using System.Runtime.CompilerServices;
using System.Text;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Markdown that may stand in a page as it is.</summary>
internal readonly record struct Markup(string Text)
{
    /// <summary>Nothing.</summary>
    public static readonly Markup None = new("");

    /// <summary>A piece of a line, made like a line.</summary>
    public static Markup Of(MarkdownLine line) => new(line.Text);

    /// <summary>Items one after the other.</summary>
    public static Markup Join(string separator, IEnumerable<Markup> items) => new(string.Join(separator, items.Select(item => item.Text)));

    public override string ToString() => Text;
}

/// <summary>A line of Markdown: what the source spells is markup, and whatever is put into it is text, unless it is <see cref="Markup"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkdownLine(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public string Text => _text.ToString();

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    public void AppendFormatted(int number) => _text.Append(number);

    public void AppendFormatted(string text) => _text.Append(MarkdownText.Escape(text).Text);
}

/// <summary>Puts untrusted text into Markdown so that it shows as itself: no link, no mention, no HTML, no image, no list, no table border.</summary>
internal static class MarkdownText
{
    private const string Special = @"\`*_{}[]|~$";

    /// <summary>What a forge makes a reference of when a name or a number follows: of people, issues, merge requests, snippets, milestones, labels, alerts.</summary>
    private const string Marks = "@#!$%~^&";

    /// <summary>An empty comment keeps a forge, which looks for references after Markdown was read, from finding one.</summary>
    private const string Gap = "<!-- -->";

    /// <summary>Running text with everything that Markdown would read escaped.</summary>
    public static Markup Escape(string text)
    {
        var clean = PlainText.Escape(text.ReplaceLineEndings(" "));
        var escaped = new StringBuilder(clean.Length + 8);
        var mark = MarkOfAList(clean);
        for (var i = 0; i < clean.Length; i++)
        {
            var c = clean[i];
            var isBeforeWord = i + 1 < clean.Length && (char.IsLetterOrDigit(clean[i + 1]) || clean[i + 1] is '"' or '_');
            _ = c switch
            {
                _ when i == mark => escaped.Append('\\').Append(c),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '#' or '!' when isBeforeWord => escaped.Append('\\').Append(c),
                '.' when Ends(clean, i, "www") => escaped.Append(Gap).Append(c),
                '-' when Ends(clean, i, "gh") => escaped.Append(Gap).Append(c),
                _ when Special.Contains(c, StringComparison.Ordinal) => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
            if (c == '@' || (isBeforeWord && Marks.Contains(c, StringComparison.Ordinal)) || (c == ':' && clean.AsSpan(i + 1) is ['/', ..]))
            {
                escaped.Append(Gap);
            }
        }

        return new Markup(escaped.ToString());
    }

    /// <summary>Where a text that stands at the begin of a line would make a list, a heading or an underline of itself; -1 where it would not.</summary>
    private static int MarkOfAList(string text)
    {
        var first = text.Length - text.AsSpan().TrimStart().Length;
        var mark = first;
        while (mark < text.Length && char.IsAsciiDigit(text[mark]))
        {
            mark++;
        }

        return mark == text.Length ? -1
            : mark > first ? (text[mark] is '.' or ')' ? mark : -1)
            : text[mark] is '-' or '+' or '=' or '#' ? mark
            : -1;
    }

    /// <summary>A code span: nothing inside is read as Markdown, so only what would end it, or a cell of a table around it, is written as what it is.</summary>
    public static Markup Code(string text)
    {
        var name = PlainText.Name(text).Replace("`", @"\u{60}", StringComparison.Ordinal).Replace("|", @"\u{7C}", StringComparison.Ordinal);
        return name.Length == 0 ? Markup.None : new Markup($"`{name}`");
    }

    /// <summary>Whether a word, and not the end of a longer one, stands before a place.</summary>
    private static bool Ends(string text, int at, string word) =>
        text.AsSpan(0, at).EndsWith(word, StringComparison.OrdinalIgnoreCase)
        && (at == word.Length || !char.IsLetterOrDigit(text[at - word.Length - 1]));
}
