using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Schema;

namespace KeyBindingProvider.Pulumi.Tests.Documents;

/// <summary>
/// Pages made from the package schema: the two that the Pulumi registry reads, and one for each resource and function, in the words of both engines. Programs come
/// from <c>examples</c> and from the schema, whose own tests check them.
/// </summary>
internal static partial class SchemaPages
{
    private const string Registry = "docs/registry/pulumi";
    private const string Resources = "docs/resources";
    private const string Origin =
        "<!-- Made from the schema: do not edit. UPDATE_GOLDEN=1 dotnet test tests/KeyBindingProvider.Pulumi.Tests writes it anew. -->\n";

    private static readonly JsonObject s_schema = PackageSchema.Build(PolicyFields.All);

    /// <summary>The programs of the front page: the language as the registry calls it, and the file.</summary>
    private static readonly (string Language, string File)[] s_programs =
    [
        ("typescript", "examples/pulumi-typescript/index.ts"),
        ("python", "examples/pulumi-python/__main__.py"),
        ("go", "examples/pulumi-go/main.go"),
        ("csharp", "examples/pulumi-csharp/Program.cs"),
        ("yaml", "examples/pulumi-yaml/Pulumi.yaml"),
    ];

    /// <summary>Folders that hold nothing but these pages.</summary>
    public static ImmutableArray<string> Folders { get; } = [Registry, Resources];

    /// <summary>Every page by its path in the repository.</summary>
    public static ImmutableSortedDictionary<string, string> All()
    {
        var pages = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        pages[$"{Registry}/_index.md"] = Front();
        pages[$"{Registry}/installation-configuration.md"] = Configuration();
        foreach (var kind in ResourceKinds.All)
        {
            pages[PageOf(kind.PulumiToken)] = Resource(kind);
        }

        pages[PageOf(AccessProperties.Function)] = Function();
        return pages.ToImmutable();
    }

    /// <summary>The page of an item of the schema, by its token.</summary>
    public static string PageOf(string token) =>
        $"{Resources}/{Words().Replace(token.Split(':')[^1], "-$1").TrimStart('-').ToLowerInvariant()}.md";

    public static string PathOf(string file) => Path.Combine(Path.GetFullPath(Path.Combine(Here(), "..", "..", "..")), file);

    private static string Front()
    {
        var page = Opening("Key bindings", Text(s_schema, "description"));
        page.Append(Text(s_schema, "description")).Append("\n\n");
        foreach (var kind in ResourceKinds.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"- `{kind.Name}`: {Descriptions.Of(kind, Spelling.Camel)}\n");
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"\n## Example\n\n{{{{< chooser language \"{string.Join(',', s_programs.Select(program => program.Language))}\" >}}}}\n\n"
        );
        foreach (var (language, file) in s_programs)
        {
            var code = File.ReadAllText(PathOf(file)).ReplaceLineEndings("\n").Trim('\n');
            page.Append(
                CultureInfo.InvariantCulture,
                $"{{{{% choosable language {language} %}}}}\n\n<!-- run by: tests/npm-pulumi/suites/examples.mjs -->\n\n```{language}\n{code}\n```\n\n{{{{% /choosable %}}}}\n"
            );
        }

        page.Append(CultureInfo.InvariantCulture, $"\n{{{{< /chooser >}}}}\n\nHow to use it: [the guide]({HomeOf("docs/pulumi.md")}).\n");
        return page.ToString();
    }

    private static string Configuration()
    {
        var page = Opening(
            "Key bindings: installation and configuration",
            "How to install the keybinding provider for Pulumi, and what it can be configured with."
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            ## Installation

            The provider is one file, in a release of [its repository]({ProjectHome.Repository}); programs in YAML need nothing else. For other languages
            `pulumi package add` generates the SDK from it. [The guide]({HomeOf("docs/pulumi.md")}#install) has both.

            ## Configuration

            Each can be set with `pulumi config set keybinding:NAME`, secrets with `--secret`, or as an input of `pulumi:providers:keybinding`. All are optional: credentials and region are found in
            the environment, too ([the whole order]({HomeOf("docs/commands.md")}#credentials-and-permissions)).


            """
        );
        foreach (var (name, property) in s_schema["config"]!["variables"]!.AsObject())
        {
            var secret = property!["secret"] is null ? "" : ", secret";
            page.Append(
                CultureInfo.InvariantCulture,
                $"- `keybinding:{name}` ({TypeOf(property)}{secret}): {Text(property, "description")}\n"
            );
        }

        page.Append("\nFields of `keybinding:changePolicy`:\n\n");
        foreach (var (name, property) in s_schema["types"]![SchemaType.Token(nameof(ChangePolicy))]!["properties"]!.AsObject())
        {
            page.Append(CultureInfo.InvariantCulture, $"- `{name}` ({TypeOf(property!)}): {Text(property!, "description")}\n");
        }

        return page.ToString();
    }

    private static string Resource(ResourceKind kind)
    {
        var schema = s_schema["resources"]![kind.PulumiToken]!;
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            # {kind.Name}

            {Origin}
            {Descriptions.Of(kind, Spelling.Camel)}

            In Pulumi and in programs of the command line `{ResourceKinds.Package}:{kind.Name}`, under Terraform `{kind.TerraformType}`
            ([its reference](../terraform-reference.md#resource-{kind.TerraformType})).

            {YamlOf(Text(schema, "description"))}

            ## Inputs


            """
        );
        Table(page, schema["inputProperties"]!, [.. kind.RequiredInputs.Select(name => name.Camel)]);
        page.Append("\n## Outputs\n\n");
        Table(
            page,
            new JsonObject(
                schema["properties"]!.AsObject().Where(property => schema["inputProperties"]![property.Key] is null).Select(Copy)
            ),
            []
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"""

            Under Terraform there are `timeouts` and `last_planned_changes` besides.

            ## Import

            The id is `{kind.ImportForm.Text}`: [Pulumi](../pulumi.md#import-and-get), [Terraform](../terraform.md#import). It must describe exactly what is there, so that the first plan after it
            is empty.{(kind.IsOfRegion ? " While its keys are bound somewhere, that plan is the update that takes them off." : "")}

            What `changePolicy` may say: [policies](../policies.md). What destroying it does: [Pulumi](../pulumi.md#destroying), [Terraform](../terraform.md#destroy).

            """
        );
        return page.ToString();
    }

    private static string Function()
    {
        var schema = s_schema["functions"]![AccessProperties.Function]!;
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            # getKeyPairAssociations

            {Origin}
            {Text(schema, "description")}

            In Pulumi a function ([how to call it](../pulumi.md#who-can-open-what)), under Terraform the data source `keybinding_key_pair_associations`
            ([its reference](../terraform-reference.md#data-source-keybinding_key_pair_associations)); the command line has [`keybinding show`](../commands.md) and
            [`keybinding audit`](../commands.md#keybinding-audit).

            ## Arguments


            """
        );
        Table(page, schema["inputs"]!["properties"]!, []);
        page.Append("\n## Answer\n\n");
        Table(page, schema["outputs"]!["properties"]!, []);
        page.Append(
            "\nUnder Terraform an entry of `keys` lists `instance_ids`, and the answer has `bindings`, instance by instance, besides.\n"
        );
        return page.ToString();
    }

    private static void Table(StringBuilder page, JsonNode properties, IReadOnlyCollection<string> required)
    {
        page.Append("| name | under Terraform | type | meaning |\n|---|---|---|---|\n");
        foreach (var (name, property) in properties.AsObject())
        {
            var must = required.Contains(name) ? ", required" : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{name}` | `{new PropertyName(name).Snake}` | {TypeOf(property!)}{must} | {Text(property!, "description").Replace("\n", " ", StringComparison.Ordinal)} |\n"
            );
        }
    }

    private static StringBuilder Opening(string title, string description) =>
        new StringBuilder($"---\ntitle: \"{title}\"\nmeta_desc: \"{description}\"\nlayout: package\n---\n\n{Origin}\n");

    /// <summary>The YAML program of a description that shows one in every language.</summary>
    private static string YamlOf(string description) => YamlBlock().Match(description).Value;

    private static string TypeOf(JsonNode property) =>
        property["$ref"] is { } reference ? $"`{reference.GetValue<string>().Split('/', ':')[^1]}`"
        : property["oneOf"] is { } either ? string.Join(" or ", either.AsArray().Select(choice => TypeOf(choice!)))
        : property["type"] is not { } type ? "any"
        : type.GetValue<string>() switch
        {
            "array" => $"list of {TypeOf(property["items"]!)}",
            "object" => $"map of {TypeOf(property["additionalProperties"]!)}",
            var plain => plain,
        };

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> property) =>
        KeyValuePair.Create(property.Key, property.Value?.DeepClone());

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string HomeOf(string file) => $"{ProjectHome.Repository}/blob/main/{file}";

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("```yaml\n.*?\n```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Words();
}
