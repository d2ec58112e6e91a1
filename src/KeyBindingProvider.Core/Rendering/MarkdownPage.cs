using System.Diagnostics.CodeAnalysis;
using System.Text;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>How much of each list a Markdown rendering shows.</summary>
/// <param name="Listed">Instances of a group, keys of a set.</param>
/// <param name="Groups">Groups, problems, resources, rollouts and regions, each.</param>
internal sealed record MarkdownCaps(int Listed, int Groups);

/// <summary>
/// Markdown under construction that never outgrows a pull request comment: what does not fit is counted instead of listed. A rendering is
/// tried with everything first, then with shorter and shorter lists.
/// </summary>
internal sealed class MarkdownPage(MarkdownCaps caps)
{
    /// <summary>
    /// UTF-16 units of a page at most. GitHub refuses a comment of more than 65,536 characters, which are never more than these; the rest is for what a pipeline
    /// writes above it to find its comment again.
    /// </summary>
    public const int MostCharacters = 65_000;

    private const int LongestMessage = 600;

    private static readonly MarkdownCaps[] Ladder =
    [
        new(int.MaxValue, int.MaxValue),
        new(2000, 200),
        new(500, 100),
        new(100, 50),
        new(20, 20),
        new(5, 10),
        new(2, 4),
        new(1, 1),
    ];

    /// <summary>Room for what is said below a page that was cut off.</summary>
    private const int Reserve = 1_000;

    private readonly StringBuilder _text = new();
    private int _counted;

    /// <summary>Renders with the longest lists that fit. What is left out is counted, where it is left out and below the page.</summary>
    public static string Fit(Action<MarkdownPage> render)
    {
        string? last = null;
        foreach (var caps in Ladder)
        {
            var page = new MarkdownPage(caps);
            render(page);
            page.Counted();
            last = page.ToString();
            if (last.Length <= MostCharacters)
            {
                return last;
            }
        }

        return CutOff(last!);
    }

    /// <summary>Whole lines as long as there is room: one item of everything can be too long where a text of a stranger is.</summary>
    private static string CutOff(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var kept = new StringBuilder();
        var (taken, open) = (0, 0);
        while (taken < lines.Length && kept.Length + lines[taken].Length < MostCharacters - Reserve)
        {
            kept.Append(lines[taken]).Append('\n');
            // At the begin of a line they are ours: what a stranger wrote is escaped, or code.
            open += lines[taken].AsSpan().TrimStart() is ['<', 'd', 'e', 't', 'a', 'i', 'l', 's', '>', ..] ? 1 : 0;
            open -= lines[taken].AsSpan().Trim() is "</details>" ? 1 : 0;
            taken++;
        }

        for (; open > 0; open--)
        {
            kept.Append("\n  </details>\n");
        }

        return kept.Append($"\n*Cut off here to fit a comment: {Grammar.Count(lines.Length - taken, "line")} more. {Elsewhere}*\n")
            .ToString();
    }

    private const string Elsewhere = "The outputs as text and as JSON have everything.";

    private void Counted()
    {
        if (_counted > 0)
        {
            Line();
            Line(
                $"*To fit a comment, {Grammar.Count(_counted, "item")} of these lists {Grammar.Is(_counted)} counted and not shown. {Elsewhere}*"
            );
        }
    }

    public override string ToString() => _text.ToString();

    public void Line(MarkdownLine line) => _text.Append(line.Text).Append('\n');

    public void Line([ConstantExpected] string line = "") => _text.Append(line).Append('\n');

    /// <summary>Runs <paramref name="each"/> for as many items as fit and says how many are left out.</summary>
    public void Each<T>(IReadOnlyCollection<T> items, string one, string several, Action<T> each)
    {
        foreach (var item in items.Take(caps.Groups))
        {
            each(item);
        }

        if (items.Count > caps.Groups)
        {
            var more = items.Count - caps.Groups;
            _counted += more;
            Line($"- *and {more} more {Grammar.Pick(more, one, several)}; the JSON output has all*");
        }
    }

    /// <summary>A folded list of instances under a list item.</summary>
    public void Instances(IReadOnlyCollection<(InstanceId Id, UntrustedText Name)> instances)
    {
        var listed = Listed(instances, instance => Instance(instance.Id, instance.Name));
        const int Short = 3;
        if (instances.Count <= Short)
        {
            Line($"  {listed}");
        }
        else
        {
            Line($"  <details><summary>{Grammar.Instances(instances.Count)}</summary>");
            Line();
            Line($"  {listed}");
            Line();
            Line("  </details>");
        }
    }

    public void Problems(IReadOnlyCollection<Problem> problems) => Each(problems, "problem", "problems", Problem);

    public Markup Keys(IReadOnlyCollection<KeyId> keys, IReadOnlyDictionary<KeyId, UntrustedText> names) =>
        Listed(keys, key => Key(key, names));

    public static Markup Key(KeyId key, IReadOnlyDictionary<KeyId, UntrustedText> names) =>
        Named(key.Value, names.GetValueOrDefault(key, ""));

    public static Markup Instance(InstanceId id, UntrustedText name) => Named(id.Value, name);

    private static Markup Named(string id, UntrustedText name) =>
        Markup.Join(" ", new[] { MarkdownText.Code(id), MarkdownText.Code(name.Raw) }.Where(part => part != Markup.None));

    private Markup Listed<T>(IReadOnlyCollection<T> items, Func<T, Markup> show)
    {
        var listed = Markup.Join(", ", items.Take(caps.Listed).Select(show));
        if (items.Count <= caps.Listed)
        {
            return listed;
        }

        _counted += items.Count - caps.Listed;
        return Markup.Of($"{listed} *and {items.Count - caps.Listed} more*");
    }

    private void Problem(Problem problem)
    {
        var sign = problem.Severity == Severity.Error ? "❌" : "⚠️";
        var place = string.Join(' ', new[] { problem.Location, problem.Path }.Where(part => part.Length > 0));
        Line($"- {sign} **{problem.Code.Id}** {place}{(place.Length > 0 ? ": " : "")}{Message(problem.Message)}");
        Line($"  *{Message(problem.EffectiveRemedy)}*");
    }

    /// <summary>A text that may be long.</summary>
    public static string Message(string text) => PlainText.Cut(text, LongestMessage, "…");
}
