using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>What the documents point at is there.</summary>
public partial class DocsTests
{
    private const string Architecture = "docs/architecture.md";

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
    public void Decisions_EachOne_IsListedInTheArchitecture()
    {
        var decisions = Repository.Files.Where(file => file.StartsWith("docs/adr/", StringComparison.Ordinal)).ToArray();
        var page = decisions.Length > 0 ? Repository.Read(Architecture) : "";
        Violations.None(decisions.Where(file => !page.Contains($"adr/{Path.GetFileName(file)}", StringComparison.Ordinal)));
    }

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

        return parts.Length == 1 || !target.EndsWith(".md", StringComparison.Ordinal) || HeadingsOf(target).Contains(parts[1]);
    }

    private static IEnumerable<string> LinksOf(string file) =>
        Link().Matches(WithoutCode(file)).Select(match => match.Groups["target"].Value).Where(target => !Scheme().IsMatch(target));

    private static IEnumerable<string> HeadingsOf(string file) =>
        Heading().Matches(WithoutFences(file)).Select(match => SlugOf(match.Groups["text"].Value));

    private static string WithoutFences(string file) => Fence().Replace(Repository.Read(file), "");

    private static string WithoutCode(string file) => InlineCode().Replace(WithoutFences(file), "");

    private static string SlugOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

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
