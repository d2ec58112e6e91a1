using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Tests.Reference;

/// <summary>
/// The documentation in the layout that a Terraform registry reads, made from the schemas that the engine gets; examples come from <c>examples/terraform</c> and
/// from the guide, whose own tests run them.
/// </summary>
internal static partial class RegistryPages
{
    /// <summary>Where the pages stand in the repository; a registry looks for what is below it in <c>docs</c>.</summary>
    public const string Folder = "docs/registry/terraform";

    private const string Prefix = ResourceKinds.Package + "_";
    private const string Guide = "docs/terraform.md";

    /// <summary>The example of each resource type, a folder of <c>examples/terraform</c>.</summary>
    private static readonly ImmutableDictionary<string, string> s_examples = new Dictionary<string, string>
    {
        ["keybinding_key_pair_association"] = "fleet-association",
        ["keybinding_instance_keys_exclusive"] = "exclusive-set",
        ["keybinding_key_revocation"] = "offboarding",
    }.ToImmutableDictionary();

    /// <summary>Every page by its path below <see cref="Folder"/>.</summary>
    public static ImmutableSortedDictionary<string, string> All()
    {
        var pages = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        pages["index.md"] = Provider();
        foreach (var schema in ResourceSchemas.ByType.Values)
        {
            pages[$"resources/{FileOf(schema.TypeName)}"] = Resource(schema);
        }

        pages[$"data-sources/{FileOf(AssociationsSchema.TypeName)}"] = Item(
            AssociationsSchema.TypeName,
            "Data Source",
            AssociationsSchema.Definition,
            Example("key-rotation")
        );
        pages[$"actions/{FileOf(RecoverSchema.TypeName)}"] = Item(
            RecoverSchema.TypeName,
            "Action",
            RecoverSchema.Definition,
            FromGuide($"action \"{RecoverSchema.TypeName}\""),
            "actions came with Terraform 1.14"
        );
        foreach (var (type, definition) in ListSchemas.ByType)
        {
            pages[$"list-resources/{FileOf(type)}"] = Item(
                type,
                "List Resource",
                definition,
                Listed(type),
                "queries came with Terraform 1.14"
            );
        }

        pages["guides/using-the-provider.md"] = GuideFrom(Guide);
        foreach (var folder in Directory.EnumerateDirectories(RepositoryFiles.PathOf("examples/terraform")))
        {
            var name = Path.GetFileName(folder);
            pages[$"guides/{name}.md"] = GuideFrom($"examples/terraform/{name}/README.md");
        }

        return pages.ToImmutable();
    }

    /// <summary>The file of an item: the registry adds the name of the provider.</summary>
    public static string FileOf(string typeName) => $"{typeName[Prefix.Length..]}.md";

    private static string Provider()
    {
        var definition = ProviderSchema.Definition;
        var main = RepositoryFiles.Read("examples/terraform/fleet-association/main.tf").ReplaceLineEndings("\n");
        var page = Opening($"{ResourceKinds.Package} Provider", definition.Description, $"# {ResourceKinds.Package} Provider");
        page.Append("## Example Usage\n\n").Append(Fenced(main[..main.IndexOf("\n# One resource", StringComparison.Ordinal)]));
        page.Append(CultureInfo.InvariantCulture, $"How to use it, step by step: [the guide]({HomeOf(Guide)}).\n\n");
        return Schema(page, definition);
    }

    private static string Resource(ResourceSchema schema)
    {
        var page = Item(schema.TypeName, "Resource", schema.Definition, Example(s_examples[schema.TypeName]));
        var import = new StringBuilder(page);
        import.Append(
            CultureInfo.InvariantCulture,
            $"\n## Import\n\nThe id is `{schema.Kind.ImportForm.Text}`. It must describe exactly what is there, so that the first plan after it is empty."
                + $"{(schema.Kind.IsOfRegion ? " While its keys are bound somewhere, that plan is the update that takes them off." : "")}\n\n"
        );
        var id = schema
            .Kind.ImportForm.Text.Replace("[region:]", "", StringComparison.Ordinal)
            .Replace("[,skey-b]", "", StringComparison.Ordinal)
            .Replace("[,ins-b]", "", StringComparison.Ordinal)
            .Replace("[/ins-a,ins-b]", "", StringComparison.Ordinal)
            .Replace("skey-a", "skey-team2026", StringComparison.Ordinal)
            .Replace("ins-a", "ins-web00001", StringComparison.Ordinal);
        import.Append(Fenced($"import {{\n  to = {schema.TypeName}.example\n  id = \"{id}\"\n}}\n"));
        import.Append("Terraform 1.12 and later take an `identity` in place of the id:\n\n");
        foreach (var attribute in schema.Identity.Attributes)
        {
            import.Append(
                CultureInfo.InvariantCulture,
                $"- `{attribute.Name}` ({(attribute.IsRequired ? "required" : "optional")}): {attribute.Description}\n"
            );
        }

        return import.ToString();
    }

    private static string Item(string typeName, string what, SchemaDefinition definition, string example, string? parsedOnly = null)
    {
        var page = Opening($"{typeName} {what} - {ResourceKinds.Package}", definition.Description, $"# {typeName} ({what})");
        page.Append("## Example Usage\n\n");
        // tests/npm-docs has every other program validated by the terraform that is there.
        page.Append(parsedOnly is null ? "" : $"<!-- parsed only: {parsedOnly} -->\n\n").Append(Fenced(example));
        return Schema(page, definition);
    }

    private static StringBuilder Opening(string title, string description, string heading) =>
        new StringBuilder().Append(
            $"""
            ---
            page_title: "{title}"
            subcategory: ""
            description: |-
              {description}
            ---

            <!-- Made from the schema: do not edit. UPDATE_GOLDEN=1 dotnet test tests/KeyBindingProvider.Terraform.Tests writes it anew. -->

            {heading}

            {description}


            """.ReplaceLineEndings("\n")
        );

    private static string Schema(StringBuilder page, SchemaDefinition definition)
    {
        page.Append("## Schema\n\n");
        ReferencePage.Attributes(page, definition, heading => $"### {heading}");
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Fenced(string code) => $"```terraform\n{code.Trim('\n')}\n```\n\n";

    private static string Example(string folder) => RepositoryFiles.Read($"examples/terraform/{folder}/main.tf").ReplaceLineEndings("\n");

    /// <summary>The block of the guide that has a line beginning so.</summary>
    private static string FromGuide(string line) =>
        HclBlock()
            .Matches(RepositoryFiles.Read(Guide).ReplaceLineEndings("\n"))
            .Select(block => block.Groups["code"].Value)
            .Single(code => $"\n{code}".Contains($"\n{line}", StringComparison.Ordinal));

    private static string Listed(string type)
    {
        const string shown = "keybinding_key_pair_association";
        return FromGuide($"list \"{shown}\"").Replace(shown, type, StringComparison.Ordinal);
    }

    /// <summary>A page that stands elsewhere, for readers who see nothing else of the repository: its links lead there.</summary>
    private static string GuideFrom(string file)
    {
        var text = RepositoryFiles.Read(file).ReplaceLineEndings("\n");
        var title = text[2..text.IndexOf('\n', StringComparison.Ordinal)];
        var body = Link()
            .Replace(
                text,
                link => link.Value.Replace(link.Groups["target"].Value, HomeOf(file, link.Groups["target"].Value), StringComparison.Ordinal)
            );
        return $"""
            ---
            page_title: "{title}"
            description: |-
              {title}, as a guide.
            ---

            <!-- Made from {file}: do not edit. UPDATE_GOLDEN=1 dotnet test tests/KeyBindingProvider.Terraform.Tests writes it anew. -->

            {body}
            """.ReplaceLineEndings("\n");
    }

    private static string HomeOf(string file) => $"{ProjectHome.Repository}/blob/main/{file}";

    private static string HomeOf(string from, string target)
    {
        if (target.StartsWith('#'))
        {
            return target;
        }

        var path = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(from)!, target)));
        return HomeOf(path.Replace('\\', '/'));
    }

    [GeneratedRegex("```hcl\n(?<code>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex HclBlock();

    [GeneratedRegex(@"\]\((?<target>(?!https?:)[^)\s]+)\)")]
    private static partial Regex Link();
}
