using System.Collections.Immutable;
using System.Globalization;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>
/// A path to a property in the engine's grammar: <c>changePolicy.stopPolicy</c>, <c>instanceIds[3]</c>, <c>tags["a.b"]</c>; <c>*</c> or <c>[*]</c>
/// stands for any one step.
/// </summary>
internal sealed record PropertyPath(ImmutableArray<string> Steps)
{
    private const string Any = "*";

    /// <summary>Name of the property at the top.</summary>
    public string Root => Steps.IsEmpty ? "" : Steps[0];

    /// <summary>Reads a path. Nothing is refused: what does not follow the grammar simply matches nothing.</summary>
    public static PropertyPath Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        for (var at = 0; at < text.Length; )
        {
            switch (text[at])
            {
                case '.':
                    at++;
                    break;
                case '[' when at + 1 < text.Length && text[at + 1] == '"':
                    steps.Add(Quoted(text, ref at));
                    break;
                case '[':
                    var close = text.IndexOf(']', at);
                    close = close < 0 ? text.Length : close;
                    steps.Add(text[(at + 1)..close]);
                    at = close + 1;
                    break;
                default:
                    var end = text.IndexOfAny(['.', '['], at);
                    end = end < 0 ? text.Length : end;
                    steps.Add(text[at..end]);
                    at = end;
                    break;
            }
        }

        return new PropertyPath(steps.ToImmutable());
    }

    /// <summary>A path below a property, by name.</summary>
    public static string Of(string root, string name) =>
        name.Length > 0 && name.AsSpan().IndexOfAny('.', '[', '"') < 0 ? $"{root}.{name}" : $"{root}[\"{Escape(name)}\"]";

    /// <summary>A path to an item of a list.</summary>
    public static string Of(string root, int index) => string.Create(CultureInfo.InvariantCulture, $"{root}[{index}]");

    /// <summary>Whether this is <paramref name="other"/> or above it.</summary>
    public bool Covers(PropertyPath other) =>
        Steps.Length <= other.Steps.Length && Steps.Zip(other.Steps).All(pair => pair.First == Any || pair.First == pair.Second);

    private static string Escape(string name) => name.Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Quoted(string text, ref int at)
    {
        var name = new System.Text.StringBuilder();
        for (at += 2; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            name.Append(text[at]);
        }

        at = text.IndexOf(']', Math.Min(at, text.Length));
        at = at < 0 ? text.Length : at + 1;
        return name.ToString();
    }
}
