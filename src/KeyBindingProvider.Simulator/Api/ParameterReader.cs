using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>A filter of a Describe call.</summary>
internal sealed record ApiFilter(string Name, IReadOnlyList<string> Values);

/// <summary>
/// Parameters by name and type, as strict as the service: undefined, missing and wrong-typed ones are errors. Null counts
/// as absent. The GET form has only text, which is read as the type that the parameter has.
/// </summary>
internal sealed class ParameterReader(JsonElement root, bool fromQuery)
{
    private const int MaxFilters = 10;
    private const int MaxFilterValues = 5;

    public JsonElement Root { get; } = root;

    public void AllowOnly(IReadOnlySet<string> names)
    {
        foreach (var property in Root.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw new ApiRefusal("UnknownParameter", property.Name);
            }
        }
    }

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) is { } value ? TextOf(value, name) : null;

    public string RequiredText(string name) => Text(name) ?? throw new ApiRefusal("MissingParameter", name);

    public bool? Flag(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : fromQuery && bool.TryParse(TextOf(value, name), out var flag) ? flag
        : throw Wrong(name);

    public long? Number(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : fromQuery && long.TryParse(TextOf(value, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read
        : throw Wrong(name);

    /// <summary>The fields of a structure; null when it is absent.</summary>
    public ParameterReader? Fields(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ParameterReader(value, fromQuery)
        : throw Wrong(name);

    public IReadOnlyList<long> Numbers(string name) =>
        Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _))
            ? [.. value.EnumerateArray().Select(static item => item.GetInt64())]
        : throw Wrong(name);

    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name);
        }

        var texts = new List<string>(value.GetArrayLength());
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            texts.Add(TextOf(item, string.Create(CultureInfo.InvariantCulture, $"{name}.{index++}")));
        }

        return texts;
    }

    /// <summary>A list of objects; null where there is none.</summary>
    public IReadOnlyList<ParameterReader>? Objects(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Object)
            ? [.. value.EnumerateArray().Select(item => new ParameterReader(item, fromQuery))]
            : throw Wrong(name);
    }

    /// <summary>Filters of the tag service: a key, and any number of values of which one has to match.</summary>
    public IReadOnlyList<(string Key, IReadOnlyList<string> Values)> TagFilters()
    {
        if (Find("TagFilters") is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.Object))
        {
            throw Wrong("TagFilters");
        }

        return
        [
            .. value
                .EnumerateArray()
                .Select(item => new ParameterReader(item, fromQuery))
                .Select(static fields => (fields.RequiredText("TagKey"), fields.Texts("TagValue"))),
        ];
    }

    /// <summary>Filters with a name and values each; too many of either have codes that differ from product to product.</summary>
    public IReadOnlyList<ApiFilter> Filters(
        string tooManyCode = "InvalidParameterValue.LimitExceeded",
        string tooManyValuesCode = "InvalidFilterValue.LimitExceeded"
    )
    {
        if (Find("Filters") is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("Filters");
        }

        var filters = value.EnumerateArray().Select(item => Filter(item, tooManyValuesCode)).ToList();
        return filters.Count <= MaxFilters ? filters : throw new ApiRefusal(tooManyCode, "Filters");
    }

    /// <summary>The instance ids that a call seems to touch, for matching fault rules; never an error.</summary>
    public IEnumerable<string> LooseInstanceIds() =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty("InstanceIds", out var ids) && ids.ValueKind == JsonValueKind.Array
            ? ids.EnumerateArray().Where(static i => i.ValueKind == JsonValueKind.String).Select(static i => i.GetString()!)
            : [];

    private ApiFilter Filter(JsonElement item, string tooManyValuesCode)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("Filters");
        }

        var fields = new ParameterReader(item, fromQuery);
        foreach (var property in item.EnumerateObject())
        {
            if (property.Name is not ("Name" or "Values"))
            {
                throw new ApiRefusal("UnknownParameter", "Filters." + property.Name);
            }
        }

        var filter = new ApiFilter(fields.Text("Name") ?? throw new ApiRefusal("MissingParameter", "Filters.Name"), fields.Texts("Values"));
        return filter.Values.Count switch
        {
            0 => throw new ApiRefusal("MissingParameter", "Filters.Values"),
            <= MaxFilterValues => filter,
            _ => throw new ApiRefusal(tooManyValuesCode, filter.Name),
        };
    }

    private JsonElement? Find(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name);

    private static ApiRefusal Wrong(string name) => new("InvalidParameter", name);
}
