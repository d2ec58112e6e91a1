using System.Text.Json.Nodes;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>A property as the package schema shows it.</summary>
/// <param name="Name">Its name; the spelling of this face is the camelCase one.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it means, for the reference of every SDK.</param>
internal sealed record SchemaProperty(PropertyName Name, SchemaType Type, string Description)
{
    /// <summary>Whether its value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether another value means another resource; documentation only, the provider's diff decides.</summary>
    public bool Replaces { get; init; }

    /// <summary>Writes it.</summary>
    public JsonObject ToJson()
    {
        var json = Type.ToJson();
        json["description"] = Description;
        if (IsSecret)
        {
            json["secret"] = true;
        }

        if (Replaces)
        {
            json["willReplaceOnChanges"] = true;
        }

        return json;
    }

    /// <summary>Writes a list of them as an object.</summary>
    public static JsonObject ToJson(IEnumerable<SchemaProperty> properties) =>
        new(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Name.Camel, property.ToJson())));

    /// <summary>Names of some properties.</summary>
    public static JsonArray Names(params IEnumerable<PropertyName> names) => [.. names.Select(name => (JsonNode)name.Camel)];
}
