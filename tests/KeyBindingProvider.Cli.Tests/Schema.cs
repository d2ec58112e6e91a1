using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace KeyBindingProvider.Cli.Tests;

/// <summary>
/// The published JSON schemas. They let fields be added; a test is stricter: what the documents have and the schemas do not describe is an error.
/// </summary>
internal static class Schema
{
    private static readonly Lazy<Dictionary<string, JsonSchema>> All = new(Load);

    /// <summary>What is wrong with a document, one line each.</summary>
    public static IReadOnlyList<string> Errors(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        var results = All.Value[name].Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            :
            [
                .. results
                    .Details!.Where(detail => detail.Errors is not null)
                    .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")),
            ];
    }

    private static Dictionary<string, JsonSchema> Load()
    {
        var schemas = new Dictionary<string, JsonSchema>(StringComparer.Ordinal);
        // What is referred to comes first.
        foreach (var name in new[] { "definitions", "plan", "apply", "drift", "access", "audit", "identity", "problems", "recover" })
        {
            var node = JsonNode.Parse(Repository.Read($"docs/schemas/{name}.schema.json"))!;
            Close(node);
            schemas[name] = JsonSchema.FromText(node.ToJsonString());
        }

        return schemas;
    }

    /// <summary>One type or several: an object that may be null has two.</summary>
    private static IEnumerable<string?> TypesOf(JsonObject schema) =>
        schema["type"] switch
        {
            JsonArray several => several.Select(type => type?.GetValue<string>()),
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };

    /// <summary>Lets an object have no fields but those that are described.</summary>
    private static void Close(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject schema:
                foreach (var (_, child) in schema)
                {
                    Close(child);
                }

                if (schema.ContainsKey("properties") && TypesOf(schema).Contains("object"))
                {
                    schema["additionalProperties"] = false;
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Close(item);
                }

                break;
        }
    }
}
