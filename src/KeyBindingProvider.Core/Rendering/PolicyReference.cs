using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>The fields of a change policy for those who look them up: the table of the documents and the part of the published JSON schema.</summary>
public static class PolicyReference
{
    /// <summary>A Markdown table, a row a field and a row a choice.</summary>
    public static string Table(ImmutableArray<PolicyField> fields)
    {
        var table = new StringBuilder("| field | values | default | meaning |\n|---|---|---|---|\n");
        foreach (var field in fields)
        {
            var builtIn = field.BuiltIn is null ? "none" : $"`{field.Show(field.BuiltIn)}`";
            table.Append($"| `{field.Name.Camel}` | {ValuesOf(field)} | {builtIn} | {Cell(field.Meaning)} |\n");
            foreach (var choice in field.Choices)
            {
                table.Append($"| | `{choice.Name.Camel}` | | {Cell(choice.Meaning)} |\n");
            }
        }

        return table.ToString();
    }

    /// <summary>An effective policy as plans write it.</summary>
    public static JsonObject JsonSchema(ImmutableArray<PolicyField> fields) =>
        new()
        {
            ["type"] = "object",
            ["description"] = "An effective change policy, every field filled in.",
            ["required"] = Texts(fields.Select(field => field.Name.Camel)),
            ["properties"] = new JsonObject(
                fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name.Camel, TypeOf(field)))
            ),
        };

    private static JsonObject TypeOf(PolicyField field)
    {
        switch (field.Type)
        {
            case PolicyType.Limit:
                return new JsonObject
                {
                    ["type"] = "array",
                    ["description"] = "Limits, each of which holds; more than one where resources were merged.",
                    ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+%?$" },
                };
            case PolicyType.Flag:
                return new JsonObject { ["type"] = "boolean" };
            case PolicyType.Choice:
                return new JsonObject { ["type"] = "string", ["enum"] = Texts(field.Choices.Select(choice => choice.Name.Camel)) };
            default:
                var count = new JsonObject
                {
                    ["type"] = field.BuiltIn is null ? Texts(["integer", "null"]) : "integer",
                    ["minimum"] = field.Least,
                };
                if (field.Most < int.MaxValue)
                {
                    count["maximum"] = field.Most;
                }

                return count;
        }
    }

    private static string ValuesOf(PolicyField field) =>
        field.Type switch
        {
            PolicyType.Limit => "count or percent",
            PolicyType.Flag => "`true`, `false`",
            PolicyType.Choice => "",
            _ when field.Most < int.MaxValue => $"{field.Least} to {field.Most}",
            _ => "count",
        };

    private static string Cell(string meaning) => Descriptions.Spell(meaning, Spelling.Camel).Replace("|", "\\|", StringComparison.Ordinal);

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
