using System.Globalization;
using KeyBindingProvider.Simulator.Options;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>A mapping in a YAML text, read field by field; whatever is not asked for is an error, with its place.</summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, (YamlScalarNode Key, YamlNode Value)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly YamlNode _node;

    public YamlFields(YamlNode node, string what)
    {
        _node = node;
        if (node is not YamlMappingNode mapping)
        {
            throw At(node, $"{what} must be a mapping");
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = key as YamlScalarNode ?? throw At(key, "a name must be plain text");
            if (!_fields.TryAdd(name.Value ?? "", (name, value)))
            {
                throw At(key, $"'{name.Value}' is there twice");
            }
        }
    }

    public IEnumerable<string> Names => _fields.Keys;

    public static SimulatorFileException At(YamlNode node, string problem) => new(problem, node.Start.Line, node.Start.Column);

    public YamlNode? Node(string name)
    {
        _read.Add(name);
        return _fields.TryGetValue(name, out var field) && !IsNull(field.Value) ? field.Value : null;
    }

    /// <summary>The value of a field, or the mapping itself: where to point to when something about the field is wrong.</summary>
    public YamlNode Place(string name) => _fields.TryGetValue(name, out var field) ? field.Value : _node;

    public string? Text(string name) => Node(name) is { } node ? ScalarOf(node, name) : null;

    public string RequiredText(string name) => Text(name) ?? throw At(_node, $"'{name}' is missing");

    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            var other => throw At(Place(name), $"'{name}' must be true or false, not '{other}'"),
        };

    public int? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw At(Place(name), $"'{name}' must be a whole number, not '{text}'");
    }

    public TimeSpan? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return DurationRange.TryParseSpan(text, out var span)
            ? span
            : throw At(Place(name), $"'{name}' must be a time such as 500ms, 2s or 1m, not '{text}'");
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw At(Place(name), $"'{name}' must be one of {string.Join(", ", Enum.GetNames<T>())}, not '{text}'");
    }

    public IReadOnlyList<YamlNode> List(string name) =>
        Node(name) switch
        {
            null => [],
            YamlSequenceNode list => [.. list.Children],
            var other => throw At(other, $"'{name}' must be a list"),
        };

    public IReadOnlyList<string> Texts(string name) => [.. List(name).Select(node => ScalarOf(node, name))];

    public IReadOnlyDictionary<string, string> Map(string name)
    {
        if (Node(name) is not { } node)
        {
            return new Dictionary<string, string>();
        }

        var fields = new YamlFields(node, $"'{name}'");
        return fields._fields.ToDictionary(static f => f.Key, f => ScalarOf(f.Value.Value, f.Key), StringComparer.Ordinal);
    }

    /// <summary>To be called when all fields are read: what is left over is a slip of the pen.</summary>
    public void NothingElse()
    {
        foreach (var (name, (key, _)) in _fields)
        {
            if (!_read.Contains(name))
            {
                throw At(key, $"unknown name '{name}' (known here: {string.Join(", ", _read.Order(StringComparer.Ordinal))})");
            }
        }
    }

    public static string ScalarOf(YamlNode node, string name) =>
        node is YamlScalarNode { Value: { } value } ? value : throw At(node, $"'{name}' must be plain text");

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };
}
