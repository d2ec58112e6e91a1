using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>The rules stand in <c>docs/rules</c>, each with a name, and whoever cites one cites a name that is there.</summary>
public partial class RuleTests
{
    private const string Folder = "docs/rules/";

    [Fact]
    public void Citations_OfRules_NameARuleThatIsThere()
    {
        var rules = Rules().Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var cited = Sources().SelectMany(file => Cited(Repository.Read(file)).Select(name => (file, name))).ToArray();
        Assert.True(cited.Length > 50, $"Only {cited.Length} citations were found: the test looks for the wrong thing.");
        Violations.None(cited.Where(citation => !rules.Contains(citation.name)).Select(citation => $"{citation.file}: {citation.name}"));
    }

    [Fact]
    public void Rules_Names_AreUnique() =>
        Violations.None(
            Rules()
                .GroupBy(rule => rule.Name)
                .Where(same => same.Count() > 1)
                .Select(same => $"{same.Key}: {string.Join(", ", same.Select(rule => rule.File))}")
        );

    /// <summary>A rule of the conductor whose lack nobody notices is not tested: each switch has its row, and its row tests that name it.</summary>
    [Fact]
    public void SwitchesOfTheConductor_EachHasATestThatNoticesItsLack()
    {
        var switches = SwitchPattern()
            .Matches(Repository.Read("src/KeyBindingProvider.Core/Conducting/RunRules.cs"))
            .Select(found => found.Groups[1].Value);
        var rows = RowPattern()
            .Matches(Repository.Read(Folder + "mutants.md"))
            .ToDictionary(
                row => row.Groups[1].Value,
                row => TestPattern().Matches(row.Groups[2].Value).Select(test => test.Groups[1].Value).ToArray()
            );
        Assert.Equal(switches.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Violations.None(
            from row in rows
            from test in row.Value.DefaultIfEmpty("no test")
            where
                !Repository.Files.Any(file =>
                    file.EndsWith($"/{test}.cs", StringComparison.Ordinal)
                    && Repository.Read(file).Contains(row.Key, StringComparison.Ordinal)
                )
            select $"{row.Key}: {test}"
        );
    }

    /// <summary>A reader has the repository and nothing else.</summary>
    [Fact]
    public void Citations_OfDocuments_AreOfThisRepository()
    {
        var here = Repository.Files.Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);
        Violations.None(
            from file in Sources()
            from document in Documents(Repository.Read(file))
            where !here.Contains(document)
            select $"{file}: {document}"
        );
    }

    [Fact]
    public void Cited_RulesInCommentsAndDocs_AreFound() =>
        Assert.Equal(["window-order", "names"], Cited("/// bound (rule <c>window-order</c>)\n// see rule `names`\n"));

    [Fact]
    public void Documents_InAComment_AreFound() =>
        Assert.Equal(["other-rules.md", "facts.tsv"], Documents("/// (<c>other-rules.md</c> 3)\n// facts/facts.tsv\n"));

    private static IEnumerable<(string Name, string File)> Rules() =>
        from file in Repository.FilesEndingIn(".md")
        where file.StartsWith(Folder, StringComparison.Ordinal)
        from match in Heading().Matches(Repository.Read(file))
        select (match.Groups["name"].Value, file);

    private static IEnumerable<string> Sources() =>
        Repository.FilesEndingIn(".cs").Where(file => !file.EndsWith(nameof(RuleTests) + ".cs", StringComparison.Ordinal));

    private static IEnumerable<string> Cited(string text) =>
        Citation().Matches(text).SelectMany(match => match.Groups["name"].Captures.Select(capture => capture.Value));

    private static IEnumerable<string> Documents(string text) =>
        CommentLine().Matches(text).SelectMany(line => Document().Matches(line.Value)).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^### (?<name>[a-z0-9-]+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\brules? (?:<c>|`)(?<name>[a-z0-9-]+)(?:</c>|`)(?:(?:, | and )(?:<c>|`)(?<name>[a-z0-9-]+)(?:</c>|`))*")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"(?<![\w*])(?:[\w-]+/)*(?<name>[\w-]+\.(?:md|tsv))\b")]
    private static partial Regex Document();

    [GeneratedRegex(@"public bool (\w+) \{ get; init; \} = true;")]
    private static partial Regex SwitchPattern();

    [GeneratedRegex(@"^\| `(\w+)` \|.*\| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex TestPattern();
}
