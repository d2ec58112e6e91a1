using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>What the documents point at is there.</summary>
public partial class DocsTests
{
    private const string DecisionList = "docs/adr/README.md";

    [Fact]
    public void Links_ToFilesAndHeadings_Resolve()
    {
        var broken =
            from file in Repository.FilesEndingIn(".md")
            from link in LinksOf(file)
            where !Resolves(file, link)
            select $"{file}: {link}";
        Violations.None(broken);
    }

    [Fact]
    public void Decisions_EachOne_IsListed()
    {
        var page = Repository.Read(DecisionList);
        Violations.None(Decisions().Where(file => !page.Contains($"]({Path.GetFileName(file)})", StringComparison.Ordinal)));
    }

    [Fact]
    public void Decisions_Numbers_HaveNoHoles() =>
        Assert.Equal(
            Enumerable.Range(1, Decisions().Length).Select(number => $"{number:D4}"),
            Decisions().Select(file => Path.GetFileName(file)[..4])
        );

    [Fact]
    public void Decisions_EachOne_HasItsNumberAndAStatus() =>
        Violations.None(
            Decisions()
                .Where(file =>
                    !Repository.Read(file).StartsWith($"# {Path.GetFileName(file)[..4]}. ", StringComparison.Ordinal)
                    || !Status().IsMatch(Repository.Read(file))
                )
        );

    [Fact]
    public void Documents_AtTheTopOfDocs_AreInTheIndex()
    {
        var index = Repository.Read("docs/README.md");
        Violations.None(
            Repository
                .FilesEndingIn(".md")
                .Where(file =>
                    file.StartsWith("docs/", StringComparison.Ordinal) && file.Count(c => c == '/') == 1 && file != "docs/README.md"
                )
                .Where(file => !index.Contains($"]({Path.GetFileName(file)})", StringComparison.Ordinal))
        );
    }

    /// <summary>What it is, the two commands, one program and its plan, where to read on; everything else stands in docs.</summary>
    [Fact]
    public void Readme_Lines_AreAtMost150() => Assert.InRange(Repository.Read("README.md").Count(c => c == '\n'), 1, 150);

    [Theory]
    [InlineData("Bad input (each: one)", "bad-input-each-one")]
    [InlineData("`ForceStop` & co.", "forcestop--co")]
    [InlineData("2.5 Provider_configuration", "25-provider_configuration")]
    public void Slug_OfAHeading_IsWhatTheForgeMakesOfIt(string heading, string expected) => Assert.Equal(expected, SlugOf(heading));

    private static bool Resolves(string file, string link)
    {
        var parts = link.Split('#', 2);
        var target =
            parts[0].Length == 0
                ? file
                : Path.GetRelativePath(
                    Repository.Root,
                    Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0]))
                );
        target = target.Replace('\\', '/');
        if (target.StartsWith("..", StringComparison.Ordinal) || !Repository.Exists(target))
        {
            return false;
        }

        return parts.Length == 1
            || !target.EndsWith(".md", StringComparison.Ordinal)
            || HeadingsOf(target).Contains(parts[1])
            || Repository.Read(target).Contains($"<a id=\"{parts[1]}\"></a>", StringComparison.Ordinal);
    }

    private static IEnumerable<string> LinksOf(string file) =>
        Link().Matches(WithoutCode(file)).Select(match => match.Groups["target"].Value).Where(target => !Scheme().IsMatch(target));

    private static IEnumerable<string> HeadingsOf(string file) =>
        Heading().Matches(WithoutFences(file)).Select(match => SlugOf(match.Groups["text"].Value));

    private static string WithoutFences(string file) => Fence().Replace(Repository.Read(file), "");

    private static string WithoutCode(string file) => InlineCode().Replace(WithoutFences(file), "");

    private static string SlugOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    private static string[] Decisions() =>
        [.. Repository.Files.Where(file => file.StartsWith("docs/adr/", StringComparison.Ordinal) && file != DecisionList)];

    [GeneratedRegex(@"^\*\*Status:\*\* (?:accepted|replaced by )", RegexOptions.Multiline)]
    private static partial Regex Status();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();
}
