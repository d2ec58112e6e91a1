using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Tags, of which those that are none are left out: they decorate.</summary>
internal sealed class LenientTags : JsonConverter<IReadOnlyList<TagAnswer?>?>
{
    /// <summary>What is no tag stands as null, so that whoever decides by tags knows that not all of them were told.</summary>
    private static readonly TagAnswer?[] Unreadable = [null];

    public override IReadOnlyList<TagAnswer?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return Unreadable;
        }

        var tags = new List<TagAnswer?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                tags.Add(JsonSerializer.Deserialize(ref reader, CvmJson.Default.TagAnswer));
            }
            else
            {
                reader.Skip();
                tags.Add(null);
            }
        }

        return tags;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<TagAnswer?>? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}

/// <summary>Where an instance is; what is no place is none.</summary>
internal sealed class LenientPlacement : JsonConverter<PlacementAnswer?>
{
    public override PlacementAnswer? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? zone = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isZone = reader.ValueTextEquals("Zone"u8);
            reader.Read();
            if (isZone && reader.TokenType != JsonTokenType.Null)
            {
                zone = s_text.Read(ref reader, typeof(string), options);
            }
            else
            {
                reader.Skip();
            }
        }

        return new PlacementAnswer { Zone = zone };
    }

    private static readonly LenientText s_text = new();

    public override void Write(Utf8JsonWriter writer, PlacementAnswer? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
