using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>What a problem is about is told by its area; nobody reads it out of the digits of its code.</summary>
public partial class ProblemCodeTests
{
    [Fact]
    public void Codes_PrefixesAndRanges_AreComparedNowhere() =>
        Violations.None(
            from file in Repository.FilesEndingIn(".cs")
            where file.StartsWith("src/", StringComparison.Ordinal)
            from line in Repository.Read(file).Split('\n').Select((text, index) => (text, index))
            where Digits().IsMatch(line.text)
            select $"{file}:{line.index + 1}: {line.text.Trim()}"
        );

    [Theory]
    [InlineData("""problem.Code.Id.StartsWith("KB3", StringComparison.Ordinal)""", true)]
    [InlineData("code.Id[2] switch", true)]
    [InlineData("""code.Id[..3] is "KB1" """, true)]
    [InlineData("int.Parse(problem.Code.Id.AsSpan(2)) / 1000 == 3", true)]
    [InlineData("""string.CompareOrdinal(problem.Code.Id, "KB3000") > 0""", true)]
    [InlineData("problem.Code?.Id.Substring(2, 1)", true)]
    [InlineData("""id.StartsWith("KB", StringComparison.Ordinal)""", true)]
    [InlineData("page.Line(problem.Code.Id)", false)]
    [InlineData(".OrderBy(code => code.Id, StringComparer.Ordinal)", false)]
    [InlineData("""new("KB3001", ProblemArea.Plan,""", false)]
    [InlineData("code.Area == ProblemArea.Plan", false)]
    public void Detector_OfPrefixesAndRanges_FindsThem(string line, bool found) => Assert.Equal(found, Digits().IsMatch(line));

    [GeneratedRegex(
        """
            "KB\d{0,3}"|\b[Cc]ode\??\.Id\s*(?:\[|\.(?:StartsWith|Substring|AsSpan|CompareTo)\b)|\bCompare(?:Ordinal)?\([^)]*[Cc]ode\.Id
            """
    )]
    private static partial Regex Digits();
}
