using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Pulumi.Schema;

namespace KeyBindingProvider.Pulumi.Tests.Documents;

/// <summary>The pages of the Pulumi registry and those of each resource are the schema.</summary>
public partial class SchemaPageTests
{
    private static readonly JsonObject s_schema = PackageSchema.Build(PolicyFields.All);

    [Fact]
    public void Pages_OfTheSchema_AreThePublishedOnes()
    {
        var made = SchemaPages.All();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            foreach (var (file, text) in made)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(SchemaPages.PathOf(file))!);
                File.WriteAllText(SchemaPages.PathOf(file), text);
            }
        }

        Assert.All(made, page => Assert.Equal(page.Value, File.ReadAllText(SchemaPages.PathOf(page.Key))));
    }

    [Fact]
    public void Items_OfTheSchema_EachHaveOnePageAndNoOtherPageIsThere()
    {
        var items = s_schema["resources"]!
            .AsObject()
            .Concat(s_schema["functions"]!.AsObject())
            .Select(item => SchemaPages.PageOf(item.Key));
        string[] expected = [.. items, "docs/registry/pulumi/_index.md", "docs/registry/pulumi/installation-configuration.md"];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            SchemaPages
                .Folders.SelectMany(folder =>
                    Directory
                        .EnumerateFiles(SchemaPages.PathOf(folder), "*", SearchOption.AllDirectories)
                        .Select(file => $"{folder}/{Path.GetFileName(file)}")
                )
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Properties_OfTheSchema_AreEachOnThePageOfTheirItem()
    {
        foreach (var (token, resource) in s_schema["resources"]!.AsObject())
        {
            var page = File.ReadAllText(SchemaPages.PathOf(SchemaPages.PageOf(token)));
            Assert.All(
                resource!["properties"]!.AsObject(),
                property => Assert.Contains($"\n| `{property.Key}` |", page, StringComparison.Ordinal)
            );
        }

        var configuration = File.ReadAllText(SchemaPages.PathOf("docs/registry/pulumi/installation-configuration.md"));
        Assert.All(
            s_schema["config"]!["variables"]!.AsObject(),
            variable => Assert.Contains($"\n- `keybinding:{variable.Key}` (", configuration, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void RegistryPages_FrontMatter_IsWhatTheRegistryReads() =>
        Assert.All(
            SchemaPages.All().Where(page => page.Key.Contains("/registry/", StringComparison.Ordinal)),
            page => Assert.Matches(FrontMatter(), page.Value)
        );

    [GeneratedRegex("""\A---\ntitle: "[^"\n]+"\nmeta_desc: "[^"\n]+"\nlayout: package\n---\n\n""")]
    private static partial Regex FrontMatter();
}
