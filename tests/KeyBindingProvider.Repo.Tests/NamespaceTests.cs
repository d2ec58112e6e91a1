using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>A type is found by its namespace: project, then folder.</summary>
public partial class NamespaceTests
{
    [Fact]
    public void Namespaces_OfEveryFile_AreItsFolders()
    {
        var files = Repository.FilesEndingIn(".cs").Where(file => file.StartsWith("src/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(files);
        Violations.None(
            from file in files
            let found = Declared(Repository.Read(file))
            where found is not null && found != Expected(file)
            select $"{file}: {found}, not {Expected(file)}"
        );
    }

    [Theory]
    [InlineData("src/A.B/C.cs", "A.B")]
    [InlineData("src/A.B/C/D/E.cs", "A.B.C.D")]
    public void Expected_OfAFile_IsProjectAndFolders(string file, string expected) => Assert.Equal(expected, Expected(file));

    [Fact]
    public void Declared_FileScopedNamespace_IsFound() => Assert.Equal("A.B", Declared("using X;\n\nnamespace A.B;\n"));

    private static string Expected(string file) => string.Join('.', file.Split('/')[1..^1]);

    private static string? Declared(string text) => Namespace().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
