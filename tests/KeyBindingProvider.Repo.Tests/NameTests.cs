using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>Names are nouns of the domain; words that say nothing hide that a type has no subject of its own.</summary>
public partial class NameTests
{
    private static readonly string[] Banned =
    [
        "Base",
        "Common",
        "Data",
        "Helper",
        "Helpers",
        "Impl",
        "Manager",
        "Misc",
        "Util",
        "Utils",
        "Utility",
    ];

    [Fact]
    public void TypeNames_AreDomainNouns()
    {
        var declared = Repository
            .FilesEndingIn(".cs")
            .SelectMany(file => Declaration().Matches(Repository.Read(file)).Select(match => (file, Name: match.Groups["name"].Value)));
        Assert.NotEmpty(declared);
        Violations.None(
            declared
                .Where(type => Word().Matches(type.Name).Any(word => Banned.Contains(word.Value)))
                .Select(type => $"{type.file}: {type.Name}")
        );
    }

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
