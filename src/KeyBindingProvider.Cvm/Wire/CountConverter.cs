using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>A count as it is told; what is no whole number tells none.</summary>
internal sealed class CountConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count))
        {
            return count;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
