using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Turns <c>Filters.0.Values.1=x</c> of the GET form into the JSON that POST would have carried.</summary>
internal static class FlattenedQuery
{
    private const int MaxDepth = 8;

    public static JsonElement ToJson(string query)
    {
        var root = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = WebUtility.UrlDecode(equals < 0 ? part : part[..equals]);
            var value = equals < 0 ? "" : WebUtility.UrlDecode(part[(equals + 1)..]);
            Put(root, name, value);
        }

        return JsonElement.Parse(ToNode(root).ToJsonString());
    }

    private static void Put(SortedDictionary<string, object> root, string name, string value)
    {
        var steps = name.Split('.');
        var at = root;
        if (steps.Length > MaxDepth)
        {
            throw new ApiRefusal("InvalidParameter", name);
        }

        foreach (var step in steps.AsSpan(0, steps.Length - 1))
        {
            if (!at.TryGetValue(step, out var next))
            {
                at[step] = next = new SortedDictionary<string, object>(StringComparer.Ordinal);
            }

            at = next as SortedDictionary<string, object> ?? throw new ApiRefusal("InvalidParameter", name);
        }

        if (!at.TryAdd(steps[^1], value))
        {
            throw new ApiRefusal("InvalidParameter", name);
        }
    }

    private static JsonNode ToNode(object value)
    {
        if (value is string text)
        {
            return JsonValue.Create(text);
        }

        var fields = (SortedDictionary<string, object>)value;
        if (fields.Count == 0 || !fields.Keys.All(static k => k.All(char.IsAsciiDigit)))
        {
            return new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)ToNode(f.Value))));
        }

        var list = new JsonArray();
        for (var i = 0; i < fields.Count; i++)
        {
            var index = i.ToString(CultureInfo.InvariantCulture);
            list.Add(
                ToNode(
                    fields.TryGetValue(index, out var item) ? item : throw new ApiRefusal("InvalidParameter", $"index {index} is missing")
                )
            );
        }

        return list;
    }
}
