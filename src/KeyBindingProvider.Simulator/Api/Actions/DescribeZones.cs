using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>
/// DescribeZones: the documented zones of the region, and those besides that instances of the world are in. It has no parameters and
/// does not page. Names are English unless the caller asks for zh-CN, as the documents have it for this action.
/// </summary>
internal sealed class DescribeZones : IApiAction
{
    private const string Digits = "零一二三四五六七八九";

    public string Name => nameof(DescribeZones);

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal);

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var place = Places.Find(call.Region);
        var soldOut = (place?.Zones ?? []).Where(static number => number < 0).Select(number => ZoneOf(call.Region, -number)).ToHashSet();
        var used = call.Fleet.Instances.Select(InstanceJson.ZoneOf).ToList();
        List<string> zones =
        [
            .. (place?.Zones ?? [])
                .Select(number => ZoneOf(call.Region, Math.Abs(number)))
                .Concat(used.Order(StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal),
        ];
        answer.WriteNumber("TotalCount"u8, zones.Count);
        answer.WriteStartArray("ZoneSet"u8);
        foreach (var zone in zones)
        {
            answer.WriteStartObject();
            answer.WriteString("Zone"u8, zone);
            answer.WriteString("ZoneName"u8, NameOf(place, zone, call.Language == "zh-CN"));
            answer.WriteString("ZoneId"u8, NumberOf(place, zone));
            answer.WriteString("ZoneState"u8, soldOut.Contains(zone) ? "UNAVAILABLE" : "AVAILABLE");
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }

    private static string ZoneOf(string region, int number) => string.Create(CultureInfo.InvariantCulture, $"{region}-{number}");

    /// <summary>The number at the end of a zone's id; null where a world has named it otherwise.</summary>
    private static int? Ordinal(Place? place, string zone) =>
        place is not null
        && zone.StartsWith(place.Region + "-", StringComparison.Ordinal)
        && int.TryParse(zone.AsSpan(place.Region.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string NameOf(Place? place, string zone, bool chinese) =>
        Ordinal(place, zone) is not { } number ? zone
        : !chinese ? string.Create(CultureInfo.InvariantCulture, $"{place!.City.English} Zone {number}")
        : number < Digits.Length ? $"{place!.City.Chinese}{Digits[number]}区"
        : string.Create(CultureInfo.InvariantCulture, $"{place!.City.Chinese}{number}区");

    private static string NumberOf(Place? place, string zone) =>
        Ordinal(place, zone) is { } number ? string.Create(CultureInfo.InvariantCulture, $"{place!.Number}{number:000}") : zone;
}
