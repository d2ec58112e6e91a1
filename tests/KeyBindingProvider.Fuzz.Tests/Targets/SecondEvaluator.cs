using System.Globalization;
using System.Text;
using KeyBindingProvider.Core.Intent.Inputs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>What references stand for, letter by letter and without regular expressions. Values are told as texts with a sign before them.</summary>
internal sealed class SecondEvaluator(IReadOnlyList<YamlScalarNode> lines)
{
    public const string Unknown = "?";
    private const int MostSteps = 20_000;
    private const int MostLetters = 200_000;

    private static readonly Dictionary<string, string> s_config = new(StringComparer.Ordinal)
    {
        ["text"] = "'team",
        ["number"] = "#7",
        ["flag"] = "!true",
        ["none"] = "0",
        ["list"] = "[",
        ["map"] = "{",
        ["empty"] = Unknown,
        ["hidden"] = Unknown,
    };

    private readonly HashSet<int> _open = [];
    private int _steps;
    private int _letters;

    /// <summary>The first line's value; null where it takes too many steps to know.</summary>
    public string? Evaluate()
    {
        var value = Line(lines[0]);
        return _steps > MostSteps || _letters > MostLetters ? null : value;
    }

    /// <summary>A value of the evaluator in the same words.</summary>
    public static string Show(InputValue value) =>
        value switch
        {
            InputValue.Text text => "'" + text.Value,
            InputValue.Number number => "#" + number.Value.ToString(CultureInfo.InvariantCulture),
            InputValue.Flag flag => flag.Value ? "!true" : "!false",
            InputValue.Null => "0",
            InputValue.List => "[",
            InputValue.Map => "{",
            _ => Unknown,
        };

    private string Line(YamlScalarNode node)
    {
        var text = node.Value!;
        return text.Contains("${", StringComparison.Ordinal) ? Text(text)
            : node.Style == ScalarStyle.Plain ? Plain(text)
            : "'" + text;
    }

    private static string Plain(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => "0",
            "true" or "True" or "TRUE" => "!true",
            "false" or "False" or "FALSE" => "!false",
            _ when text.All(c => char.IsAsciiDigit(c) || "+-.eE".Contains(c, StringComparison.Ordinal))
                    && char.ToLowerInvariant(text[0]) != 'e'
                    && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number) => "#" + number.ToString(CultureInfo.InvariantCulture),
            _ => "'" + text,
        };

    private string Text(string text)
    {
        if (EndOf(text, 0) == text.Length - 1 && text.Length > 3)
        {
            return Reference(text[2..^1]);
        }

        var (result, isKnown) = (new StringBuilder("'"), true);
        for (var at = 0; at < text.Length; )
        {
            if (text.AsSpan(at).StartsWith("$${"))
            {
                result.Append("${");
                at += 3;
            }
            else if (EndOf(text, at) is { } end)
            {
                var part = Reference(text[(at + 2)..end]);
                isKnown &= part[0] is not ('?' or '[' or '{');
                result.Append(part.AsSpan(1));
                _letters += part.Length;
                at = end + 1;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return isKnown ? result.ToString() : Unknown;
    }

    /// <summary>Where a reference that begins here ends; null where none begins.</summary>
    private static int? EndOf(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("${"))
        {
            return null;
        }

        var end = text.AsSpan(at + 2).IndexOfAny('{', '}');
        return end >= 0 && text[at + 2 + end] == '}' ? at + 2 + end : null;
    }

    private string Reference(string written)
    {
        if (++_steps > MostSteps || _letters > MostLetters)
        {
            return Unknown;
        }

        var name = written.Trim();
        if (s_config.TryGetValue(name, out var value))
        {
            return value;
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (name == $"v{i}")
            {
                if (!_open.Add(i))
                {
                    return Unknown;
                }

                value = Line(lines[i]);
                _open.Remove(i);
                return value;
            }
        }

        return Unknown;
    }
}
