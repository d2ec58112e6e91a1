using System.Text.RegularExpressions;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>
/// What is particular to a kind of resource stands in the folder of the kind, and nobody else asks which kind it is
/// (<c>docs/adr/0028-a-kind-in-one-folder.md</c>): source outside those folders names no kind and no type of one, the one list aside.
/// </summary>
public partial class KindTests
{
    private const string Kinds = "src/KeyBindingProvider.Core/Kinds/";
    private const string List = Kinds + "ResourceKinds.cs";

    private static readonly string[] Names =
    [
        .. Repository
            .Files.Where(file => file.StartsWith(Kinds, StringComparison.Ordinal))
            .Select(file => file[Kinds.Length..].Split('/'))
            .Where(path => path.Length > 1)
            .Select(path => path[0])
            .Distinct(),
    ];

    [Fact]
    public void Branches_OverKinds_OutsideTheirFolders_AreNone()
    {
        Assert.True(Names.Length >= 3, $"{Kinds} has the folders {string.Join(", ", Names)} only.");
        Violations.None(
            from file in Repository.FilesEndingIn(".cs")
            where file.StartsWith("src/", StringComparison.Ordinal) && !IsOfAKind(file)
            from branch in BranchesIn(file == List ? OneList().Replace(Repository.Read(file), "", 1) : Repository.Read(file))
            select $"{file}: {branch}"
        );
    }

    /// <summary>Also the types: a kind is its object and its intent, and whatever else it needs.</summary>
    [Fact]
    public void TypeNames_InTheFolderOfAKind_BeginWithItsName() =>
        Violations.None(
            Repository.Files.Where(file =>
                IsOfAKind(file)
                && !Path.GetFileName(file).StartsWith(Path.GetFileName(Path.GetDirectoryName(file)!), StringComparison.Ordinal)
            )
        );

    [Fact]
    public void List_OfKinds_HasEachFolderOnce() =>
        Assert.Equal(
            Names.Select(name => $"{name}Kind.Instance").Order(StringComparer.Ordinal),
            OneList()
                .Match(Repository.Read(List))
                .Groups["items"]
                .Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("return intent switch { KeyPairAssociationIntent association => 1, _ => 0 };", 1)]
    [InlineData("if (intent is KeyRevocationIntent { KeyIds.IsEmpty: false } || kind == KeyRevocationKind.Instance) { }", 2)]
    [InlineData("var exclusives = intents.OfType<InstanceKeysExclusiveIntent>();", 1)]
    [InlineData("case ResourceKind.KeyPairAssociation:", 1)]
    [InlineData("var hasInstances = kind != Kinds.KeyRevocation.KeyRevocationKind.Instance;", 1)]
    [InlineData("if (kind.Name == \"KeyRevocation\") { }", 1)]
    [InlineData("var first = kind.Name is \"InstanceKeysExclusive\" or \"KeyRevocation\";", 2)]
    [InlineData("if (kind == ResourceKinds.All[0] || kind == ResourceKinds.Named(text)) { }", 2)]
    [InlineData("if (prior.Declared.Kind != desired.Kind) { }", 1)]
    [InlineData("if (kind.TerraformType == \"keybinding_key_revocation\") { }", 1)]
    // None of these asks for a kind.
    [InlineData("output.WriteLine(\"a KeyPairAssociation of Bob's key, and a KeyRevocation of Ada's\");", 0)]
    [InlineData("/// <summary>Such as <c>KeyPairAssociation</c>, or <see cref=\"KeyRevocationKind\"/>.</summary>", 0)]
    [InlineData("// unless kind == KeyRevocationKind.Instance", 0)]
    [InlineData("type: keybinding:KeyRevocation", 0)]
    [InlineData("public const string Function = \"keybinding:index:getKeyPairAssociations\";", 0)]
    [InlineData("if (outcome.Kind == OutcomeKind.Changed || wave.Kind is WaveKind.Canary) { }", 0)]
    [InlineData("if (ResourceKinds.OfPulumiToken(type) is not { } kind) { }", 0)]
    [InlineData("return intent.Kind.IsOfRegion ? schema.Kind.Inputs : ResourceKinds.All.Select(each => each.Name);", 0)]
    [InlineData("return wave.Kind switch { WaveKind.Canary => 1, _ => 0 };", 0)]
    public void BranchesIn_ALine_AreFound(string line, int branches) => Assert.Equal(branches, BranchesIn(line).Count());

    private static bool IsOfAKind(string file) =>
        file.StartsWith(Kinds, StringComparison.Ordinal) && file[Kinds.Length..].Contains('/', StringComparison.Ordinal);

    /// <summary>
    /// Every place in code that singles a kind out: one of its types (in a pattern, an arm, a comparison, OfType), its name as a text in either spelling, an
    /// item of the list; and every comparison of two kinds. A switch is found by its arms.
    /// </summary>
    private static IEnumerable<string> BranchesIn(string source)
    {
        var code = Comment().Replace(source, "");
        var any = string.Join('|', Names);
        return Regex
            .Matches(
                code,
                $@"\b(?:{any})(?:Intent|Kind)\b|\bResourceKinds?\.(?:{any})\b|""(?:{any})""|""\w*(?:{string.Join('|', Names.Select(Snake))})"""
                    + @"|\bResourceKinds\.(?:All\s*\[|Named\()|\.Kind\s*[!=]=\s*[\w.]+\.Kind\b"
            )
            .Select(match => Line(code, match.Index));
    }

    private static string Snake(string name) => Capital().Replace(name, match => "_" + match.Value.ToLowerInvariant()).TrimStart('_');

    private static string Line(string code, int at) => code[(code.LastIndexOf('\n', at) + 1)..].Split('\n', 2)[0].Trim();

    [GeneratedRegex(@"(?<=All \{ get; \} =\s*\[)(?<items>(?:\s*\w+\.Instance,?)+)\s*(?=\])")]
    private static partial Regex OneList();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
