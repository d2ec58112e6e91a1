using System.Text.Json;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What is written piece by piece: an observation, whose text is compared byte by byte and read back strictly, and a plan in one line.</summary>
internal static class JsonWriting
{
    public static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Keys(this Utf8JsonWriter json, string name, IEnumerable<KeyId> keys) =>
        json.Texts(name, keys.Select(key => key.Value));

    public static void KeysOrNull(this Utf8JsonWriter json, string name, IEnumerable<KeyId>? keys)
    {
        if (keys is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.Keys(name, keys);
        }
    }

    public static void Ids(this Utf8JsonWriter json, string name, IEnumerable<InstanceId> ids) =>
        json.Texts(name, ids.Select(id => id.Value));

    public static void Object(this Utf8JsonWriter json, string name, Action fields)
    {
        json.WriteStartObject(name);
        fields();
        json.WriteEndObject();
    }

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
