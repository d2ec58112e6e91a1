using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>A short value that the service writes as text here and as a number there; as it is spelt. What is neither is none.</summary>
internal sealed class TextOrNumber : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return LenientText.Decode(reader.ValueSpan);
            case JsonTokenType.Number when reader.ValueSpan.Length <= LenientText.Longest:
                return Encoding.ASCII.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
