using System.Globalization;
using System.Text;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Tests.Reference;

/// <summary>The page of every attribute, made from the schemas that the engine gets.</summary>
internal static class ReferencePage
{
    private const string Opening = """
        # Terraform reference

        Every attribute of the provider, made from its schema: do not edit. `UPDATE_GOLDEN=1 dotnet test tests/KeyBindingProvider.Terraform.Tests` writes it anew. How
        to use them: [terraform.md](terraform.md).


        """;

    public static string Write()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        Section(page, $"Provider `{ResourceKinds.Package}`", ProviderSchema.Definition);
        foreach (var schema in ResourceSchemas.ByType.Values)
        {
            Section(page, $"Resource `{schema.TypeName}`", schema.Definition);
        }

        Section(page, $"Action `{RecoverSchema.TypeName}`", RecoverSchema.Definition);
        Section(page, $"Data source `{AssociationsSchema.TypeName}`", AssociationsSchema.Definition);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(StringBuilder page, string title, SchemaDefinition definition)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{definition.Description}\n\n");
        Attributes(page, definition, heading => $"{heading}:");
    }

    /// <summary>The attributes of a schema as lists, by who sets them.</summary>
    /// <param name="page">Where they are appended.</param>
    /// <param name="definition">The schema.</param>
    /// <param name="headingOf">How the name of a group, such as <c>Read only</c>, is written above its list.</param>
    public static void Attributes(StringBuilder page, SchemaDefinition definition, Func<string, string> headingOf)
    {
        foreach (var (heading, modes) in Groups(definition))
        {
            page.Append(CultureInfo.InvariantCulture, $"{headingOf(heading)}\n\n");
            foreach (var attribute in definition.Attributes.Where(attribute => modes.Contains(attribute.Mode)))
            {
                Entry(page, attribute, depth: 0);
            }

            page.Append('\n');
        }
    }

    private static IEnumerable<(string Heading, Mode[] Modes)> Groups(SchemaDefinition definition) =>
        new (string Heading, Mode[] Modes)[]
        {
            ("Required", [Mode.Required]),
            ("Optional", [Mode.Optional, Mode.OptionalComputed]),
            ("Read only", [Mode.Computed]),
        }.Where(group => definition.Attributes.Any(attribute => group.Modes.Contains(attribute.Mode)));

    private static void Entry(StringBuilder page, SchemaAttribute attribute, int depth)
    {
        var indent = new string(' ', 2 * depth);
        // Choices of a value are a list below its text already.
        var description = attribute.Description.Replace("\n", $"\n{indent}  ", StringComparison.Ordinal);
        var traits = string.Concat(
            attribute.Mode == Mode.Required && depth > 0 ? ", required" : "",
            attribute.IsSensitive ? ", sensitive" : ""
        );
        page.Append(CultureInfo.InvariantCulture, $"{indent}- `{attribute.Name}` ({TypeOf(attribute)}{traits}): {description}\n");
        foreach (var nested in attribute.Nested)
        {
            Entry(page, nested, depth + 1);
        }
    }

    private static string TypeOf(SchemaAttribute attribute) =>
        attribute.Nested.IsEmpty
            ? NameOf(attribute.Type)
            : attribute.Nesting switch
            {
                Nesting.Single => "object",
                Nesting.List => "list of objects",
                _ => "map of objects",
            };

    private static string NameOf(CtyType type) =>
        type switch
        {
            CtyType.Primitive primitive => primitive.Name,
            CtyType.Set set => $"set of {NameOf(set.Element)}",
            CtyType.List list => $"list of {NameOf(list.Element)}",
            CtyType.Map map => $"map of {NameOf(map.Element)}",
            _ => "object",
        };
}
