using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>
/// An object that stands as JSON text in a string, as the audit log writes what was called. Only what <typeparamref name="T"/> names is made of it; the rest, in which
/// there may be tokens, is never a text here, and its bytes are wiped. What is too long, or no such JSON, is null.
/// </summary>
internal sealed class JsonInText<T> : JsonConverter<T?>
    where T : class
{
    /// <summary>Bytes of one text. A call that names 100 instances is below 4 KiB, and 50 events of this length are below what is read of an answer.</summary>
    public const int Longest = 64 << 10;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueSpan.Length > Longest)
        {
            return null;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(bytes);
            return JsonSerializer.Deserialize(bytes.AsSpan(0, length), (JsonTypeInfo<T>)CvmJson.Default.GetTypeInfo(typeof(T))!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
