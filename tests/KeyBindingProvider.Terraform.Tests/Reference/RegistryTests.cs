using System.Text.RegularExpressions;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Tests.Reference;

/// <summary>What a registry would show is the schema: every item has its page, no page is without an item, and each begins as the registry asks.</summary>
public partial class RegistryTests
{
    [Fact]
    public void Registry_Pages_AreThePublishedOnes()
    {
        var made = RegistryPages.All();
        var root = RepositoryFiles.PathOf(RegistryPages.Folder);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            if (Directory.Exists(root))
            {
                Directory.Delete(root, recursive: true);
            }

            foreach (var (path, text) in made)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
                File.WriteAllText(Path.Combine(root, path), text);
            }
        }

        Assert.Equal(made.Keys, Published());
        Assert.All(made, page => Assert.Equal(page.Value, File.ReadAllText(Path.Combine(root, page.Key))));
    }

    [Fact]
    public void Registry_EachItemOfTheSchema_HasItsPageAndNoOtherPageIsThere()
    {
        string[] items =
        [
            "index.md",
            .. ResourceSchemas.ByType.Keys.Select(type => $"resources/{RegistryPages.FileOf(type)}"),
            .. ListSchemas.ByType.Keys.Select(type => $"list-resources/{RegistryPages.FileOf(type)}"),
            $"data-sources/{RegistryPages.FileOf(AssociationsSchema.TypeName)}",
            $"actions/{RegistryPages.FileOf(RecoverSchema.TypeName)}",
        ];
        Assert.Equal(items.Order(StringComparer.Ordinal), Published().Where(page => !page.StartsWith("guides/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Registry_EachAttribute_IsOnThePageOfItsItem()
    {
        foreach (var schema in ResourceSchemas.ByType.Values)
        {
            var page = RepositoryFiles.Read($"{RegistryPages.Folder}/resources/{RegistryPages.FileOf(schema.TypeName)}");
            Assert.All(schema.Definition.Attributes, attribute => Assert.Contains($"\n- `{attribute.Name}` (", page));
        }
    }

    [Fact]
    public void Registry_FrontMatter_IsWhatTheRegistryReads() =>
        Assert.All(Published(), page => Assert.Matches(FrontMatter(), RepositoryFiles.Read($"{RegistryPages.Folder}/{page}")));

    private static IEnumerable<string> Published() =>
        Directory
            .EnumerateFiles(RepositoryFiles.PathOf(RegistryPages.Folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFiles.PathOf(RegistryPages.Folder), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("""\A---\npage_title: "[^"\n]+"\n(?:subcategory: ""\n)?description: \|-\n  [^\n]+\n---\n\n""")]
    private static partial Regex FrontMatter();
}
