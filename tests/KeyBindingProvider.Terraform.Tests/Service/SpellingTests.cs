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

    private static void AssertSpelled(string text)
    {
        Assert.DoesNotMatch(CamelCase(), text);
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

    [GeneratedRegex("(?<![A-Za-z])[a-z]+[A-Z][A-Za-z]+")]
    private static partial Regex CamelCase();

    /// <summary>A property and a bare word behind a colon.</summary>
    [GeneratedRegex(@"(?<name>[a-z][a-z_]*): [a-z_0-9]+")]
    private static partial Regex Yaml();
}
