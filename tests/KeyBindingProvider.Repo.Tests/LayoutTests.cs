using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>What stands at the top, and what must stand in no file.</summary>
public partial class LayoutTests
{
    private static readonly string[] Required = ["docs", "examples", "KeyBindingProvider.sln", "Pulumi.yaml", "README.md", "src", "tests"];

    /// <summary>Files that people and forges look for at the root and nowhere else.</summary>
    private static readonly string[] ForPeople = ["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md"];

    /// <summary>Files that a tool looks for at the root and nowhere else.</summary>
    private static readonly string[] ForTools =
    [
        ".ci",
        ".config",
        ".csharpierignore",
        ".editorconfig",
        ".gitattributes",
        ".github",
        ".gitignore",
        "Directory.Build.props",
        "Directory.Solution.targets",
        "Directory.Packages.props",
        "global.json",
    ];

    [Fact]
    public void TopLevel_Entries_AreTheRequiredOnesAndThoseForPeopleAndTools() =>
        Violations.None(Repository.Files.Select(file => file.Split('/')[0]).Distinct().Except(Required).Except(ForPeople).Except(ForTools));

    [Fact]
    public void TopLevel_RequiredEntries_AreAllThere() =>
        Violations.None(Required.Concat(ForPeople).Where(entry => !Repository.Exists(entry)));

    [Fact]
    public void Tests_OfEachSourceProject_HaveAProjectOfTheirOwn() =>
        Violations.None(
            Project
                .All.Where(project => project.File.StartsWith("src/", StringComparison.Ordinal))
                .Select(project => $"{project.Name}.Tests")
                .Except(Project.All.Select(project => project.Name))
        );

    [Fact]
    public void Files_MachinePaths_AreNowhere() =>
        Violations.None(Lines().Where(line => MachinePath().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    [Fact]
    public void Files_PackageRegistryHosts_AreNowhere() =>
        Violations.None(Lines().Where(line => RegistryHost().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    /// <summary>A lock file says what, never from where: each machine restores from its own source.</summary>
    [Fact]
    public void LockFiles_OriginsOfPackages_AreNowhere() =>
        Violations.None(Repository.FilesEndingIn("lock.json", "shrinkwrap.json").Where(file => Origin().IsMatch(Repository.Read(file))));

    [Fact]
    public void SettingsOfPackageClients_Addresses_AreNowhere() =>
        Violations.None(
            Repository
                .FilesEndingIn(".npmrc", "uget.config", "uget.Config", "pip.conf")
                .Where(file => Repository.Read(file).Contains("://", StringComparison.Ordinal))
        );

    [Fact]
    public void Files_CarriageReturnsAndTabs_AreNotInSource() =>
        Violations.None(Repository.FilesEndingIn(".cs").Where(file => Repository.Read(file).AsSpan().IndexOfAny('\r', '\t') >= 0));

    private static IEnumerable<(string Place, string Text)> Lines() =>
        from file in Repository.Files
        where !file.EndsWith(".png", StringComparison.Ordinal)
        from line in Repository.Read(file).Split('\n').Select((text, index) => (text, index))
        select ($"{file}:{line.index + 1}", line.text);

    [GeneratedRegex(@"(?<![\w.:/~*\]}])/(?:root|home|work|Users|opt|mnt)/\w|[A-Za-z]:\\+Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"""resolved""\s*:\s*""[^""]*://")]
    private static partial Regex Origin();

    // Letters in brackets, so that this file does not name what it looks for.
    [GeneratedRegex(
        @"n[u]get\.org|n[p]mjs\.(?:org|com)|p[y]pi\.org|p[y]thonhosted|p[r]oxy\.golang|m[a]ven\.org|c[r]ates\.io",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex RegistryHost();
}
