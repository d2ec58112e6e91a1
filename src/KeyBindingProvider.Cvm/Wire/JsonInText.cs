using System.Buffers;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>
/// An object that stands as JSON text in a string, as the audit log writes what was called. Only what its type names is made of it; the rest, in which
/// there may be tokens, is never a text here, and its bytes are wiped. What is too long, or no such JSON, is null.
/// </summary>
internal static class JsonInText
{
    /// <summary>Bytes of one text. A call that names 100 instances is below 4 KiB, and 50 events of this length are below what is read of an answer.</summary>
    public const int Longest = 64 << 10;

    public static T? Read<T>(ref Utf8JsonReader json, T fresh)
        where T : class, IJsonObject
    {
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return null;
        }

        if (json.ValueSpan.Length > Longest)
        {
            return null;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            var length = json.CopyString(bytes);
            return JsonReading.Read(bytes.AsSpan(0, length), fresh);
        }
        catch (Exception exception) when (JsonReading.IsRefusal(exception))
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
