using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Instances one by one: of one that cannot be read the id is kept, so that it can be named.</summary>
internal static class InstanceList
{
    public static IReadOnlyList<InstanceAnswer?>? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        var instances = new List<InstanceAnswer?>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var begin = json;
            try
            {
                instances.Add(json.GetObject(new InstanceAnswer()));
            }
            catch (Exception exception) when (JsonReading.IsRefusal(exception))
            {
                // From its begin: what is no JSON at all fails here again, and for good.
                json = begin;
                instances.Add(InstanceAnswer.Unreadable(IdOf(ref json)));
            }
        }

        return instances;
    }

    private static string? IdOf(ref Utf8JsonReader json)
    {
        string? id = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var isId = json.ValueTextEquals("InstanceId"u8);
            json.Read();
            if (isId && json.TokenType == JsonTokenType.String)
            {
                id = LenientText.Decode(json.ValueSpan);
            }

            json.Skip();
        }

        return id;
    }
}
