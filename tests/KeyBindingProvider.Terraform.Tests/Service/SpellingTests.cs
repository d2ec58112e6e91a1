using System.Reflection;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>What a user of this face reads is written as this face is written: no camelCase and no YAML.</summary>
public partial class SpellingTests
{
    /// <summary>Only the command line, which reads programs in YAML, raises these.</summary>
    private static readonly ProblemCode[] OfTheCommandLine =
    [
        ProblemCodes.Syntax,
        ProblemCodes.NoProgram,
        ProblemCodes.UnsupportedOption,
        ProblemCodes.NothingDeclared,
        ProblemCodes.NotConfirmed,
    ];

    public static TheoryData<string> Codes => [.. All().Select(code => code.Id)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EachCode_ReadsAsAConfigurationIsWritten(string id)
    {
        var code = All().Single(one => one.Id == id);
        if (OfTheCommandLine.Contains(code))
        {
            return;
        }

        var diagnostic = Diagnostics.Of(Problem.Error(code, "Something of ins-00000001"));
        AssertSpelled(diagnostic.Summary);
        AssertSpelled(diagnostic.Detail);
    }

    /// <summary>Messages and remedies that are written where they are raised: every text of the layers that this face has under it.</summary>
    [Theory]
    [InlineData("KeyBindingProvider.Core")]
    [InlineData("KeyBindingProvider.Engine")]
    [InlineData("KeyBindingProvider.Cvm")]
    [InlineData("KeyBindingProvider.Terraform")]
    public void EachTextInTheSources_ReadsAsAConfigurationIsWritten(string project)
    {
        var separator = Path.DirectorySeparatorChar;
        var texts = Directory
            .EnumerateFiles(RepositoryFiles.PathOf($"src/{project}"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{separator}obj{separator}", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)))
            .Select(literal => SnakeText.Of(literal.Groups["text"].Value))
            .ToArray();
        Assert.NotEmpty(texts);
        Assert.All(texts, AssertNoYaml);
        var camel = ResourceKinds
            .All.SelectMany(kind => kind.Inputs.Concat(kind.Outputs))
            .Concat(PropertyNames.OfChangePolicy)
            .Select(name => name.Camel)
            .Where(name => name.Any(char.IsAsciiLetterUpper))
            .ToArray();
        Assert.All(
            texts,
            text =>
                Assert.DoesNotContain(camel, name => Regex.IsMatch(text, $"\\b{name}\\b") && !text.Contains('\'', StringComparison.Ordinal))
        );
    }

    private static void AssertSpelled(string text)
    {
        Assert.DoesNotMatch(CamelCase(), text);
        AssertNoYaml(text);
    }

    private static void AssertNoYaml(string text)
    {
        foreach (Match match in Yaml().Matches(text))
        {
            Assert.DoesNotContain(match.Groups["name"].Value, Properties());
        }
    }

    private static IEnumerable<ProblemCode> All() =>
        typeof(ProblemCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(found => found.FieldType == typeof(ProblemCode))
            .Select(found => (ProblemCode)found.GetValue(null)!);

    private static IEnumerable<string> Properties() =>
        ResourceKinds.All.SelectMany(kind => kind.Inputs).Concat(PropertyNames.OfChangePolicy).Select(name => name.Snake);

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\\r\n]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("(?<![A-Za-z])[a-z]+[A-Z][A-Za-z]+")]
    private static partial Regex CamelCase();

    /// <summary>A property and a bare word behind a colon.</summary>
    [GeneratedRegex(@"(?<name>[a-z][a-z_]*): [a-z_0-9]+")]
    private static partial Regex Yaml();
}
