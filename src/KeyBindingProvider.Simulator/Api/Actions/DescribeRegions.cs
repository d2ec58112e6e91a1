using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeRegions: the documented regions, and whatever others the world has. It has no parameters, asks for no region and does not page.</summary>
internal sealed class DescribeRegions(Fleet fleet) : IApiAction
{
    public string Name => nameof(DescribeRegions);

    public bool NeedsRegion => false;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal);

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var english = call.Language == "en-US";
        var regions = fleet.RegionIds.ToList();
        answer.WriteNumber("TotalCount"u8, regions.Count);
        answer.WriteStartArray("RegionSet"u8);
        foreach (var region in regions)
        {
            answer.WriteStartObject();
            answer.WriteString("Region"u8, region);
            answer.WriteString("RegionName"u8, NameOf(region, english));
            answer.WriteString("RegionState"u8, "AVAILABLE");
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }

    private static string NameOf(string region, bool english) =>
        Places.Find(region) is not { } place ? region
        : english ? $"{place.Area.English} ({place.City.English})"
        : $"{place.Area.Chinese}({place.City.Chinese})";
}
