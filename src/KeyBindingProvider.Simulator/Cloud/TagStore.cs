using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// The tag service of the account: which pairs of key and value exist, and what is on which instance. It knows at once what it was told; DescribeInstances shows it
/// later, by a lag of its own.
/// </summary>
internal sealed class TagStore
{
    public const int MaxOnAResource = 50;
    private const int MaxKeys = 1000;
    private const int MaxValues = 1000;

    private readonly SimulatorOptions _options;
    private readonly Timeline _timeline;
    private readonly Dice _dice;
    private readonly Dictionary<string, HashSet<string>> _values = new(StringComparer.Ordinal);

    public TagStore(SimulatorOptions options, Timeline timeline, Dice dice, Fleet fleet)
    {
        (_options, _timeline, _dice) = (options, timeline, dice);
        foreach (var (key, value) in fleet.AllInstances.SelectMany(static instance => instance.Tags))
        {
            ValuesOf(key).Add(value);
        }
    }

    public bool Exists(string key, string value) => _values.TryGetValue(key, out var values) && values.Contains(value);

    /// <summary>Makes a pair; null, or the code of what is in the way.</summary>
    public string? Create(string key, string value)
    {
        if (Exists(key, value))
        {
            return "ResourceInUse.TagDuplicate";
        }

        if (!_values.ContainsKey(key) && _values.Count >= MaxKeys)
        {
            return "LimitExceeded.TagKey";
        }

        if (ValuesOf(key).Count >= MaxValues)
        {
            return "LimitExceeded.TagValue";
        }

        ValuesOf(key).Add(value);
        return null;
    }

    /// <summary>Puts a pair on an instance, or takes the key off where <paramref name="value"/> is null.</summary>
    public void Change(SimulatedInstance instance, string key, string? value)
    {
        var tags = instance.Tags.Where(tag => tag.Key != key).ToDictionary(StringComparer.Ordinal);
        if (value is not null)
        {
            tags.Add(key, value);
        }

        var lag = _options.TagLag;
        var late = lag.Min == lag.Max ? lag.Min : lag.At(_dice.Roll(instance.Id, instance.NextTagTurn(), "tag-lag"));
        instance.SetTags(tags, _timeline.Now + (late / _options.TimeScale));
    }

    private HashSet<string> ValuesOf(string key)
    {
        if (!_values.TryGetValue(key, out var values))
        {
            _values[key] = values = new HashSet<string>(StringComparer.Ordinal);
        }

        return values;
    }
}
