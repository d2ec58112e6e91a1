using System.Text.Json;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class PlaceTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Simulation.Running(1) with
        {
            Zone = "ap-guangzhou-9",
        },
        new WorldInstance
        {
            Id = Simulation.Id(2),
            Region = "mars-1",
            Zone = "mars-1-olympus",
        }
    );

    [Fact]
    public void Regions_AreTheDocumentedOnes_AndThoseOfTheWorld_WithoutARegionOfTheCaller()
    {
        _simulation.Region = "";
        var regions = List("DescribeRegions", "RegionSet");

        Assert.Equal(20, regions.Count);
        Assert.Equal(("ap-guangzhou", "华南地区(广州)", "AVAILABLE"), Of(regions[0], "Region", "RegionName", "RegionState"));
        Assert.Equal(("mars-1", "mars-1", "AVAILABLE"), Of(regions[^1], "Region", "RegionName", "RegionState"));
        _simulation.Language = "en-US";
        Assert.Equal("South China (Guangzhou)", List("DescribeRegions", "RegionSet")[0].GetProperty("RegionName").GetString());
    }

    [Fact]
    public void Zones_AreTheDocumentedOnes_AndThoseOfTheInstances()
    {
        var zones = List("DescribeZones", "ZoneSet").Select(zone => Of(zone, "Zone", "ZoneId", "ZoneState")).ToList();

        Assert.Equal(
            [
                ("ap-guangzhou-1", "100001", "UNAVAILABLE"),
                ("ap-guangzhou-2", "100002", "UNAVAILABLE"),
                ("ap-guangzhou-3", "100003", "AVAILABLE"),
                ("ap-guangzhou-4", "100004", "AVAILABLE"),
                ("ap-guangzhou-6", "100006", "AVAILABLE"),
                ("ap-guangzhou-7", "100007", "AVAILABLE"),
                ("ap-guangzhou-9", "100009", "AVAILABLE"),
            ],
            zones
        );
    }

    [Fact]
    public void ZoneNames_AreEnglish_UnlessChineseIsAskedFor()
    {
        Assert.Equal("Guangzhou Zone 3", List("DescribeZones", "ZoneSet")[2].GetProperty("ZoneName").GetString());
        _simulation.Language = "zh-CN";
        Assert.Equal("广州三区", List("DescribeZones", "ZoneSet")[2].GetProperty("ZoneName").GetString());
    }

    [Fact]
    public void ARegionOfTheWorldOnly_HasTheZonesOfItsInstances()
    {
        _simulation.Region = "mars-1";
        var zone = Assert.Single(List("DescribeZones", "ZoneSet"));

        Assert.Equal(("mars-1-olympus", "mars-1-olympus", "AVAILABLE"), Of(zone, "Zone", "ZoneName", "ZoneState"));
    }

    [Theory]
    [InlineData("DescribeRegions")]
    [InlineData("DescribeZones")]
    public void Neither_HasParameters_AndBothAreLimitedTo20ASecond(string action)
    {
        Assert.Equal("UnknownParameter", _simulation.Call(action, new { Limit = 1 }).Code);
        Assert.All(Enumerable.Range(0, 19), _ => Assert.Equal("OK", _simulation.Call(action, new { }).Code));
        Assert.Equal("RequestLimitExceeded", _simulation.Call(action, new { }).Code);
        Assert.Equal(21, _simulation.Cloud.Journal.Find(action).Count);
    }

    [Fact]
    public void Zones_NeedARegionThatThereIs()
    {
        _simulation.Region = "";
        Assert.Equal("MissingParameter", _simulation.Call("DescribeZones", new { }).Code);
        _simulation.Region = "venus-1";
        Assert.Equal("UnsupportedRegion", _simulation.Call("DescribeZones", new { }).Code);
        Assert.Equal("UnsupportedRegion", _simulation.Call("DescribeRegions", new { }).Code);
    }

    private List<JsonElement> List(string action, string set)
    {
        var response = _simulation.Call(action, new { }).Response;
        var listed = response.GetProperty(set).EnumerateArray().ToList();
        Assert.Equal(listed.Count, response.GetProperty("TotalCount").GetInt32());
        return listed;
    }

    private static (string?, string?, string?) Of(JsonElement json, string first, string second, string third) =>
        (json.GetProperty(first).GetString(), json.GetProperty(second).GetString(), json.GetProperty(third).GetString());
}
