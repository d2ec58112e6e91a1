using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>
/// Nouns and verbs of counts come from <c>Grammar</c> of Core. The simulator shares no code with us and speaks as the service does, so it is left out.
/// </summary>
public partial class GrammarTests
{
    [Fact]
    public void Texts_WithCounts_LeaveAgreementToGrammar() =>
        Violations.None(
            from file in Repository.FilesEndingIn(".cs")
            where file.StartsWith("src/", StringComparison.Ordinal)
            where !file.StartsWith("src/KeyBindingProvider.Simulator/", StringComparison.Ordinal)
            where !file.EndsWith("/Grammar.cs", StringComparison.Ordinal)
            from line in Repository.Read(file).Split('\n').Select((text, index) => (text, index))
            where ByHand().IsMatch(line.text)
            select $"{file}:{line.index + 1}: {line.text.Trim()}"
        );

    [Theory]
    [InlineData("""$"{open.Count} instances that may still stop" """, true)]
    [InlineData("""$"At most {count} instances change" """, true)]
    [InlineData("""$"{InstanceList.Of(absent)} do not exist" """, true)]
    [InlineData("""$"{InstanceList.Of(open.Select(member => member.Id))} is there" """, true)]
    [InlineData("""$"{KeyIds} are bound" """, true)]
    [InlineData("""$"request{(ids.Count == 1 ? "" : "s")}" """, true)]
    [InlineData("""(count == 1 ? "1 instance " : "")""", true)]
    [InlineData("""$"{Grammar.Instances(count)} {Grammar.Has(count)} drifted" """, false)]
    [InlineData("""$"more than {CvmLimits.KeysPerCall} keys" """, false)]
    public void Detector_OfAgreementByHand_FindsIt(string line, bool found) => Assert.Equal(found, ByHand().IsMatch(line));

    // A limit of the service is a constant, far from 1.
    [GeneratedRegex(
        """
            \{(?!CvmLimits\.)[\w.]+\} (?:more )?(?:instances|keys|pairs|changes|waves|resources|machines|windows|requests|calls|writes)\b|\{(?:InstanceList\.Of\([^"]*?\)|KeyIds|keys)\} (?:do|does|is|are|has|have|was|were)\b|\? "" : "s"|\? "s" : ""|== 1 \? "1 
            """
    )]
    private static partial Regex ByHand();
}
