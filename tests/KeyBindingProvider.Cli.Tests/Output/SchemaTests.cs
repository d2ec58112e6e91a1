using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>The schemas in the documents are those of the code.</summary>
public class SchemaTests
{
    public static TheoryData<string> Names => [.. GeneratedSchemas.Names];

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void PublishedSchema_IsWhatFollowsFromTheCode(string name)
    {
        var document = $"docs/schemas/{name}.schema.json";
        var (generated, published) = (GeneratedSchemas.Of(name), JsonNode.Parse(Repository.Read(document)));
        if (Golden.IsUpdate && !JsonNode.DeepEquals(Sorted(generated), Sorted(published)))
        {
            File.WriteAllText(Repository.PathOf(document), Laid(generated)!.ToJsonString(Written) + "\n");
            return;
        }

        Assert.Equal(Sorted(generated)!.ToString(), Sorted(published)!.ToString());
    }

    /// <summary>The order of names in an object means nothing.</summary>
    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject schema => new JsonObject(
                schema
                    .OrderBy(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };

    /// <summary>As a reader wants it: what an object is comes before what it is made of.</summary>
    private static JsonNode? Laid(JsonNode? node) =>
        node switch
        {
            JsonObject schema => new JsonObject(
                schema
                    .OrderBy(field =>
                        field.Key switch
                        {
                            "required" or "enum" => 1,
                            "properties" or "items" => 2,
                            "$defs" => 3,
                            _ => 0,
                        }
                    )
                    .Select(field => KeyValuePair.Create(field.Key, Laid(field.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Laid)]),
            _ => node?.DeepClone(),
        };
}
