using System.Text;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>A short value that the service writes as text here and as a number there; as it is spelt. What is neither is none.</summary>
internal static class TextOrNumber
{
    public static string? Read(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return LenientText.Decode(json.ValueSpan);
            case JsonTokenType.Number when json.ValueSpan.Length <= LenientText.Longest:
                return Encoding.ASCII.GetString(json.ValueSpan);
            default:
                json.Skip();
                return null;
        }
    }
}
