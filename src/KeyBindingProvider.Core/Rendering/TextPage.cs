using System.Text;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>How much a plain-text rendering may take.</summary>
/// <param name="Width">Columns that lists are wrapped at.</param>
/// <param name="Listed">Most items of one list; the rest is counted.</param>
public sealed record TextLimits(int Width = 110, int Listed = int.MaxValue)
{
    /// <summary>Everything is listed.</summary>
    public static readonly TextLimits Default = new();
}

/// <summary>Plain text under construction: lines, and lists wrapped at a width.</summary>
internal sealed class TextPage(TextLimits limits)
{
    private readonly StringBuilder _text = new();

    /// <summary>One line, whatever is in it.</summary>
    public void Line(string line = "") => _text.Append(PlainText.Escape(line)).Append('\n');

    /// <summary>A label and a value, the values in one column; a value that is too wide goes on below itself, broken at a space.</summary>
    public void Field(string label, string value) => Wrap($"  {label, -14} ", value.Split(' '), " ", " ");

    /// <summary>A label and many values, wrapped within their column.</summary>
    public void Fields(string label, IEnumerable<string> values) => Wrap($"  {label, -14} ", values);

    /// <summary>Items one after the other, wrapped and indented; those above the limit are counted.</summary>
    public void Items(string indent, IReadOnlyCollection<string> items)
    {
        var more = items.Count - limits.Listed;
        Wrap(indent, more > 0 ? items.Take(limits.Listed).Append($"and {more} more") : items);
    }

    private void Wrap(string first, IEnumerable<string> items, string between = ", ", string atBreak = ",")
    {
        var line = new StringBuilder(first);
        var isEmpty = true;
        foreach (var item in items)
        {
            if (!isEmpty && line.Length + between.Length + item.Length > limits.Width)
            {
                Line(line.Append(atBreak).ToString().TrimEnd());
                line.Clear().Append(' ', first.Length);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : between).Append(item);
            isEmpty = false;
        }

        if (!isEmpty)
        {
            Line(line.ToString());
        }
    }

    public void Problems(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            foreach (var line in ProblemText.Of(problem).Split('\n'))
            {
                Line("  " + line);
            }
        }
    }

    public override string ToString() => _text.ToString();

    public static string Instance(InstanceId id, UntrustedText name) => Named($"{id}", name);

    public static string Key(KeyId id, IReadOnlyDictionary<KeyId, UntrustedText> names) => Named($"{id}", names.GetValueOrDefault(id, ""));

    public static string Named(string id, UntrustedText name) => PlainText.Name(name.Raw) is { Length: > 0 } shown ? $"{id} ({shown})" : id;

    public static string Keys(KeySet keys, IReadOnlyDictionary<KeyId, UntrustedText> names) =>
        string.Join(", ", keys.Select(key => Key(key, names)));
}
