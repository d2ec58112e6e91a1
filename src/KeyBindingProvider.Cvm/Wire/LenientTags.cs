using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Tags, of which those that are none are left out: they decorate.</summary>
internal static class LenientTags
{
    /// <summary>What is no tag stands as null, so that whoever decides by tags knows that not all of them were told.</summary>
    private static readonly TagAnswer?[] Unreadable = [null];

    public static IReadOnlyList<TagAnswer?>? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return Unreadable;
        }

        var tags = new List<TagAnswer?>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                tags.Add(json.GetObject(new TagAnswer()));
            }
            else
            {
                json.Skip();
                tags.Add(null);
            }
        }

        return tags;
    }
}

/// <summary>Where an instance is; what is no place is none.</summary>
internal static class LenientPlacement
{
    public static PlacementAnswer? Read(ref Utf8JsonReader json)
    {
        string? zone = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var isZone = json.ValueTextEquals("Zone"u8);
            json.Read();
            if (isZone && json.TokenType != JsonTokenType.Null)
            {
                zone = LenientText.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return new PlacementAnswer { Zone = zone };
    }
}
