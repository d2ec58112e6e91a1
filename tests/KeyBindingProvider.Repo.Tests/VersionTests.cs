using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>The version stands in one place; what repeats it for readers, and the changelog, agree with it.</summary>
public partial class VersionTests
{
    private const string Place = "Directory.Build.props";

    private static readonly string s_version = Prefix().Match(Repository.Read(Place)).Groups["version"].Value;

    [Fact]
    public void Version_InOnePlace_IsSemantic() => Assert.Matches(@"^\d+\.\d+\.\d+$", s_version);

    [Fact]
    public void Projects_Versions_AreTheCommonOne() =>
        Violations.None(
            Repository
                .FilesEndingIn(".csproj", ".props", ".targets")
                .Where(file => file != Place && OwnVersion().IsMatch(Repository.Read(file)))
        );

    /// <summary>Commands that people copy name the version that is released from this tree.</summary>
    [Fact]
    public void Documents_NamesOfPackages_HaveTheVersion() =>
        Violations.None(
            from file in Repository.FilesEndingIn(".md")
            where !file.StartsWith("CHANGELOG", StringComparison.Ordinal)
            from match in PackageName().Matches(Repository.Read(file))
            where match.Groups["version"].Value != s_version
            select $"{file}: {match.Value}"
        );

    [Fact]
    public void Changelog_Sections_AreUnreleasedThenVersionsDownFromTheNewest()
    {
        var sections = Section().Matches(Repository.Read("CHANGELOG.md")).Select(match => match.Groups["name"].Value).ToList();
        Assert.Equal("Unreleased", sections[0]);
        var versions = sections.Skip(1).Select(Version.Parse).ToList();
        Assert.Contains(Version.Parse(s_version), versions);
        Assert.Equal(versions.OrderDescending(), versions);
        Assert.Equal(versions.Distinct(), versions);
    }

    [Fact]
    public void Changelog_Headings_AreThoseOfKeepAChangelog() =>
        Violations.None(
            Heading()
                .Matches(Repository.Read("CHANGELOG.md"))
                .Select(match => match.Groups["name"].Value)
                .Except(["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"])
        );

    [Fact]
    public void Changelog_EachSection_HasAHeadingOnceAndEntriesUnderIt()
    {
        var sections = Repository.Read("CHANGELOG.md").Split("\n## ")[1..];
        Violations.None(
            from section in sections
            let headings = Heading().Matches(section).Select(match => match.Groups["name"].Value).ToList()
            let name = section[..section.IndexOf('\n', StringComparison.Ordinal)]
            from finding in headings
                .CountBy(heading => heading)
                .Where(count => count.Value > 1)
                .Select(count => $"{name} has {count.Key} {count.Value} times")
                .Concat(Empty().Matches(section).Select(match => $"{name} has nothing under {match.Groups["name"].Value}"))
            select finding
        );
    }

    [GeneratedRegex("<VersionPrefix>(?<version>[^<]+)</VersionPrefix>")]
    private static partial Regex Prefix();

    [GeneratedRegex("<(?:Version|VersionPrefix|PackageVersion|AssemblyVersion|FileVersion|InformationalVersion)>")]
    private static partial Regex OwnVersion();

    [GeneratedRegex(
        @"(?:(?:keybinding|cvm-simulator)-v|terraform-provider-keybinding_v?|resource keybinding |KeyBindingProvider\.Cli[. ](?:--version )?)(?<version>\d+\.\d+\.\d+)"
    )]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^## \[(?<name>[^\]]+)\](?: - \d{4}-\d{2}-\d{2})?$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("^### (?<name>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^### (?<name>.+)\n(?:\s*\n)*(?=#|\z)", RegexOptions.Multiline)]
    private static partial Regex Empty();
}
