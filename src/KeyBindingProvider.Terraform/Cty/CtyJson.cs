using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf;

namespace KeyBindingProvider.Terraform.Cty;

/// <summary>The JSON side: types in schemas are written, values in state files are read.</summary>
internal static class CtyJson
{
    private const int DeepestState = 32;

    /// <summary>The type as the engine's schemas spell it: <c>"string"</c>, <c>["set","string"]</c>, <c>["object",{…}]</c>.</summary>
    public static ByteString EncodeType(CtyType type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, type);
        }

        return UnsafeByteOperations.UnsafeWrap(buffer.WrittenMemory);
    }

    /// <summary>
    /// Reads a value of a state file. Attributes that are absent are null and those that the schema does not have are dropped, so that a state of an
    /// older schema can be read. Throws <see cref="CtyFormatException"/>.
    /// </summary>
    public static CtyValue Decode(ReadOnlyMemory<byte> bytes, CtyType type)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = DeepestState });
            return Read(document.RootElement, type, "");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a text that is no Unicode comes to, once it is read.
            throw new CtyFormatException($"not JSON: {exception.Message}");
        }
    }

    private static void Write(Utf8JsonWriter json, CtyType type)
    {
        switch (type)
        {
            case CtyType.Primitive primitive:
                json.WriteStringValue(primitive.Name);
                break;
            case CtyType.List list:
                Write(json, "list", list.Element);
                break;
            case CtyType.Set set:
                Write(json, "set", set.Element);
                break;
            case CtyType.Map map:
                Write(json, "map", map.Element);
                break;
            case CtyType.Object of:
                json.WriteStartArray();
                json.WriteStringValue("object");
                json.WriteStartObject();
                foreach (var (name, attribute) in of.Attributes)
                {
                    json.WritePropertyName(name);
                    Write(json, attribute);
                }

                json.WriteEndObject();
                json.WriteEndArray();
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, string kind, CtyType element)
    {
        json.WriteStartArray();
        json.WriteStringValue(kind);
        Write(json, element);
        json.WriteEndArray();
    }

    private static CtyValue Read(JsonElement json, CtyType type, string path) =>
        (json.ValueKind, type) switch
        {
            (JsonValueKind.Null, _) => CtyValue.Nothing,
            (JsonValueKind.String, CtyType.Primitive) when type == CtyType.Text => new CtyValue.Text(json.GetString()!),
            (JsonValueKind.Number, CtyType.Primitive) when type == CtyType.Number => ReadNumber(json.GetRawText(), path),
            (JsonValueKind.String, CtyType.Primitive) when type == CtyType.Number => ReadNumber(json.GetString()!, path),
            (JsonValueKind.True or JsonValueKind.False, CtyType.Primitive) when type == CtyType.Flag => new CtyValue.Flag(
                json.GetBoolean()
            ),
            (JsonValueKind.Array, CtyType.List list) => new CtyValue.List(ReadItems(json, list.Element, path)),
            (JsonValueKind.Array, CtyType.Set set) => new CtyValue.Set(ReadItems(json, set.Element, path)),
            (JsonValueKind.Object, CtyType.Map map) => CtyValue.Map.Of(
                json.EnumerateObject().Select(entry => (entry.Name, Read(entry.Value, map.Element, $"{path}[{entry.Name}]")))
            ),
            (JsonValueKind.Object, CtyType.Object of) => CtyValue.Map.Of(
                of.Attributes.Select(attribute =>
                    (
                        attribute.Key,
                        json.TryGetProperty(attribute.Key, out var item)
                            ? Read(item, attribute.Value, $"{path}.{attribute.Key}")
                            : CtyValue.Nothing
                    )
                )
            ),
            _ => throw new CtyFormatException(
                $"{(path.Length == 0 ? "the value" : path.TrimStart('.'))}: {json.ValueKind} is not of the schema's type"
            ),
        };

    private static CtyValue.Number ReadNumber(string text, string path) =>
        CtyNumber.TryParse(text, out var number)
            ? new CtyValue.Number(number)
            : throw new CtyFormatException($"{path.TrimStart('.')}: a text that is no number");

    private static ImmutableArray<CtyValue> ReadItems(JsonElement json, CtyType element, string path) =>
        [.. json.EnumerateArray().Select(item => Read(item, element, $"{path}[]"))];
}
