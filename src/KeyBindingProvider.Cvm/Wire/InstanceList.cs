using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Instances one by one: of one that cannot be read the id is kept, so that it can be named.</summary>
internal sealed class InstanceList : JsonConverter<IReadOnlyList<InstanceAnswer?>?>
{
    public override IReadOnlyList<InstanceAnswer?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var instances = new List<InstanceAnswer?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var begin = reader;
            try
            {
                instances.Add(JsonSerializer.Deserialize(ref reader, CvmJson.Default.InstanceAnswer));
            }
            catch (JsonException)
            {
                // From its begin: what is no JSON at all fails here again, and for good.
                reader = begin;
                instances.Add(new InstanceAnswer { InstanceId = IdOf(ref reader), IsUnreadable = true });
            }
        }

        return instances;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<InstanceAnswer?>? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static string? IdOf(ref Utf8JsonReader reader)
    {
        string? id = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isId = reader.ValueTextEquals("InstanceId"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                id = LenientText.Decode(reader.ValueSpan);
            }

            reader.Skip();
        }

        return id;
    }
}
