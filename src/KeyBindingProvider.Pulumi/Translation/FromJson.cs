using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>JSON as property values.</summary>
internal static class FromJson
{
    /// <summary>The value that a text writes; null where it is no JSON.</summary>
    public static PropertyValue? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return FromProto.Value(ToValue(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a text that is no Unicode comes to, once it is read.
            return null;
        }
    }

    /// <summary>Inside JSON, too, secrets and what is unknown have their marks.</summary>
    private static Value ToValue(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => Value.ForBool(json.GetBoolean()),
            JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
            JsonValueKind.String => Value.ForString(json.GetString()),
            JsonValueKind.Array => Value.ForList([.. json.EnumerateArray().Select(ToValue)]),
            JsonValueKind.Object => Value.ForStruct(
                new Struct
                {
                    Fields =
                    {
                        json.EnumerateObject()
                            .DistinctBy(field => field.Name)
                            .ToDictionary(field => field.Name, field => ToValue(field.Value)),
                    },
                }
            ),
            _ => Value.ForNull(),
        };
}
