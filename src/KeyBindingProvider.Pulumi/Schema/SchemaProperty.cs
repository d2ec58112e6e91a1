using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>A property as the package schema shows it: its type is told here, its name and meaning come from the tables of all faces.</summary>
/// <param name="Name">Its name; the spelling of this face is the camelCase one.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it means, for the reference of every SDK.</param>
internal sealed record SchemaProperty(PropertyName Name, SchemaType Type, string Description)
{
    /// <summary>A property of the table.</summary>
    public static SchemaProperty Of(PropertyName name) => new(name, PropertyTypes.Of(name), Descriptions.Of(name, Spelling.Camel));

    /// <summary>A field of a change policy.</summary>
    public static SchemaProperty Of(PolicyField field) => new(field.Name, PropertyTypes.Of(field), field.Describe(Spelling.Camel));

    /// <summary>Writes it.</summary>
    public JsonObject ToJson()
    {
        var json = Type.ToJson();
        json["description"] = Description;
        if (PropertyNames.Secrets.Contains(Name))
        {
            json["secret"] = true;
        }

        return json;
    }

    /// <summary>Writes properties of the table as an object.</summary>
    public static JsonObject ToJson(params IEnumerable<PropertyName> names) => ToJson(names.Select(Of));

    /// <summary>Writes a list of them as an object.</summary>
    public static JsonObject ToJson(IEnumerable<SchemaProperty> properties) =>
        new(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Name.Camel, property.ToJson())));

    /// <summary>Writes the properties of the provider, which mean something else there where the provider decides for its resources.</summary>
    public static JsonObject OfProvider() =>
        ToJson(PropertyNames.OfProvider.Select(name => Of(name) with { Description = Descriptions.OfProvider(name, Spelling.Camel) }));

    /// <summary>Their names.</summary>
    public static JsonArray Names(params IEnumerable<PropertyName> names) => [.. names.Select(name => (JsonNode)name.Camel)];
}
