using System.Text.Json.Nodes;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>The schemas in the documents are those of the code.</summary>
public class SchemaTests
{
    public static TheoryData<string> Names => [.. GeneratedSchemas.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void PublishedSchema_IsWhatFollowsFromTheCode(string name)
    {
        var published = JsonNode.Parse(Repository.Read($"docs/schemas/{name}.schema.json"));

        Assert.Equal(Sorted(GeneratedSchemas.Of(name))!.ToString(), Sorted(published)!.ToString());
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
}
