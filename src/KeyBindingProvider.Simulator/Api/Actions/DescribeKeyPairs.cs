using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeKeyPairs, whose AssociatedInstanceIds come later than everything else.</summary>
internal sealed class DescribeKeyPairs(Timeline timeline, Paging paging) : IApiAction
{
    public string Name => nameof(DescribeKeyPairs);

    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "KeyIds", "Filters", "Offset", "Limit" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.Keys();
        var filters = call.Parameters.Filters();
        if (ids.Count > 0 && filters.Count > 0)
        {
            throw new ApiRefusal("InvalidParameter", "KeyIds, Filters");
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var matches = filters.Select(Compile).ToList();
        var seen = call.Fleet.Keys.Where(k => (wanted.Count == 0 || wanted.Contains(k.Id)) && matches.All(m => m(k)));
        var page = paging.Cut(call, answer, seen.ToList(), "InvalidParameterValueOffset", "InvalidParameterValueLimit");
        var associated = Associated(call.Fleet, page);
        answer.WriteStartArray("KeyPairSet"u8);
        foreach (var key in page)
        {
            KeyPairJson.Write(answer, key, associated[key.Id]);
        }

        answer.WriteEndArray();
    }

    private Dictionary<string, List<string>> Associated(RegionFleet fleet, IReadOnlyList<WorldKeyPair> page)
    {
        var associated = page.DistinctBy(static k => k.Id)
            .ToDictionary(static k => k.Id, static _ => new List<string>(), StringComparer.Ordinal);
        foreach (var instance in fleet.Instances)
        {
            foreach (var key in instance.ListedKeys(timeline.Now))
            {
                associated.GetValueOrDefault(key)?.Add(instance.Id);
            }
        }

        return associated;
    }

    private static Func<WorldKeyPair, bool> Compile(ApiFilter filter)
    {
        var values = filter.Values.ToHashSet(StringComparer.Ordinal);
        return filter.Name switch
        {
            "key-name" => key => values.Contains(key.Name),
            "project-id" => _ => values.Contains("0"),
            "tag-key" => key => key.Tags.Keys.Any(values.Contains),
            "tag-value" => key => key.Tags.Values.Any(values.Contains),
            ['t', 'a', 'g', ':', .. var tag] => key => key.Tags.TryGetValue(tag, out var value) && values.Contains(value),
            _ => throw new ApiRefusal("InvalidFilter", filter.Name),
        };
    }
}
