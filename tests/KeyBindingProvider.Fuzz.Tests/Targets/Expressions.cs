using System.Text;
using CsCheck;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>
/// References inside of texts. Each line of an input is the variable <c>v0</c>, <c>v1</c>, …; the first is evaluated, and must come to what a second evaluator,
/// written by hand, comes to.
/// </summary>
internal static class Expressions
{
    private const string Config = """
        text: team
        number: 7
        flag: true
        none: ~
        list: [a, b]
        map: { k: v }
        empty: { type: string }
        hidden: { secure: AAAB }
        """;

    private static readonly Gen<string> s_part = Pick.Of(
        "${text}",
        "${number}",
        "${flag}",
        "${none}",
        "${list}",
        "${map}",
        "${empty}",
        "${hidden}",
        "${ text }",
        "${v0}",
        "${v1}",
        "${v2}",
        "${v3}",
        "${v1.k}",
        "${list[0]}",
        "${web.id}",
        "${pulumi.stack}",
        "$${text}",
        "$$${text}",
        "${}",
        "${",
        "}",
        "$",
        "{",
        " ",
        "\\n",
        "a",
        "é",
        "😀"
    );

    public static FuzzTarget Target { get; } =
        new("expression-evaluator", Run)
        {
            // What references multiply is bounded by itself, at eight million letters and half a million values.
            Allocation = (1L << 30, 20_000),
            Tokens = ["${v1}", "${v2}", "\n", "$${", "${text}", "${number}", "${flag}", "=7", "=true", "=~", "=1e3", "\\n"],
            Generated = Gen.Select(Gen.Bool, s_part.Array[0, 8])
                .Select((isPlain, parts) => (isPlain ? "=" : "") + string.Concat(parts))
                .Array[1, 6]
                .Select(lines => Encoding.UTF8.GetBytes(string.Join('\n', lines))),
        };

    private static string Run(byte[] bytes)
    {
        YamlScalarNode[] lines = [.. Encoding.UTF8.GetString(bytes).Split('\n').Take(40).Select(NodeOf)];
        var problems = new List<Problem>();
        var scope = new ConfigScope(problems);
        var (wrong, documents) = YamlText.Parse(Config, "config.yaml");
        Assert.Null(wrong);
        foreach (var (key, node) in ((YamlMappingNode)documents[0].RootNode).Children)
        {
            scope.Declare(((YamlScalarNode)key).Value!, node, "config.yaml");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            scope.DeclareVariable($"v{i}", lines[i], "program.yaml");
        }

        var value = new NodeReader("program.yaml", scope, problems).Read(lines[0], "value");
        Assert.DoesNotContain(problems, problem => problem.Location.Length == 0);
        Assert.Equal(problems.Count, problems.Distinct().Count());
        if (new SecondEvaluator(lines).Evaluate() is not { } expected)
        {
            // Too much to do it twice: then a bound was met, or it is a value.
            return $"large {value.GetType().Name} {problems.Count > 0}";
        }

        Assert.Equal(expected, SecondEvaluator.Show(value));
        Assert.Equal(expected == SecondEvaluator.Unknown, problems.Count > 0);
        return $"{value.GetType().Name} {string.Join(' ', problems.Select(problem => problem.Message.Split(':')[^1]).Distinct().Take(4))}";
    }

    /// <summary>A line in quotation marks, or, behind an equals sign, a plain one.</summary>
    private static YamlScalarNode NodeOf(string line)
    {
        var text = line.Replace("\\n", "\n", StringComparison.Ordinal);
        var isPlain = text.StartsWith('=') && text.Trim() == text;
        return new YamlScalarNode(isPlain ? text[1..].Trim() : text) { Style = isPlain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted };
    }
}
