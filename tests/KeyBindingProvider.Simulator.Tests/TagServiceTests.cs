using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>The part of the tag service that marks instances.</summary>
public class TagServiceTests
{
    private const string Marker = "keybinding-restart";
    private readonly Simulation _simulation = new(SimulatorOptions.Instant with { TagLag = DurationRange.Seconds(5, 5) }, Running(60));

    private string[] Ids => [.. _simulation.Cloud.World.Instances.Select(instance => instance.Id)];

    [Fact]
    public void Tag_HasToExist_BeforeItIsAttached()
    {
        Assert.Equal("ResourceNotFound.TagNonExist", Attach([Ids[0]], "hour-07").Code);
        Assert.Equal("OK", Create("hour-07").Code);
        Assert.Equal("ResourceInUse.TagDuplicate", Create("hour-07").Code);
        Assert.Equal("OK", Attach([Ids[0]], "hour-07").Code);
        Assert.Equal("ResourceInUse.TagKeyAttached", Attach([Ids[0]], "hour-07").Code);
    }

    [Fact]
    public void Attached_IsKnownAtOnce_AndShownLater()
    {
        Create("hour-07");
        Attach(Ids[..50], "hour-07");

        Assert.Equal("hour-07", Rows(Ids[..50]).Single(row => row.Id == Ids[49]).Value);
        Assert.Equal(50, ByTag(Marker).Count);
        Assert.DoesNotContain(Marker, Shown(Ids[0]));
        _simulation.Pass(6);
        Assert.Contains(Marker, Shown(Ids[0]));
        Assert.Equal("OK", Detach(Ids[..50]).Code);
        Assert.Empty(ByTag(Marker));
        Assert.Equal("ResourceNotFound.AttachedTagKeyNotFound", Detach([Ids[0]]).Code);
    }

    [Theory]
    [InlineData(RefusedBatch.NothingChanged, 0)]
    [InlineData(RefusedBatch.HealthyPartProceeds, 9)]
    public void OneThatHasTheKey_RefusesTheCall_WithWhatTheReadingLeaves(RefusedBatch reading, int attached)
    {
        var simulation = new Simulation(SimulatorOptions.Instant with { RefusedBatch = reading, HealthyShare = 1 }, Running(10));
        string[] ids = [.. simulation.Cloud.World.Instances.Select(instance => instance.Id)];
        Call(simulation, "CreateTag", new() { ["TagKey"] = Marker, ["TagValue"] = "hour-07" });
        Attach(simulation, [ids[3]], "hour-07");

        Assert.Equal("ResourceInUse.TagKeyAttached", Attach(simulation, ids, "hour-07").Code);
        Assert.Equal(attached + 1, simulation.Cloud.View.Instances.Count(instance => instance.Tags.ContainsKey(Marker)));
    }

    [Fact]
    public void Tags_OfInstances_AreReadInPagesThatAlign_ByCategory()
    {
        Create("hour-07");
        Attach(Ids[..50], "hour-07");

        Assert.Equal(15, Read(Ids[..50]).Response.GetProperty("Tags").GetArrayLength());
        Assert.Equal(5, Read(Ids[..50], ("Offset", 45)).Response.GetProperty("Tags").GetArrayLength());
        Assert.Equal(50, Read(Ids[..50], ("Offset", 45)).Response.GetProperty("TotalCount").GetInt32());
        Assert.Equal(0, Read(Ids[..50], ("Category", "System")).Response.GetProperty("TotalCount").GetInt32());
        Assert.Equal(50, Read(Ids[..50], ("Category", "Custom")).Response.GetProperty("TotalCount").GetInt32());
        Assert.Equal(0, Read(["ins-zzzzzzzz"]).Response.GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public void Tags_OfInstances_AreRefused_ByTheCodesOfTheTagService()
    {
        Assert.Equal("InvalidParameterValue.OffsetInvalid", Read(Ids[..2], ("Offset", 7)).Code);
        Assert.Equal("InvalidParameter", Read(Ids[..2], ("Limit", 101)).Code);
        Assert.Equal("LimitExceeded.ResourceNumPerRequest", Read(Ids[..51]).Code);
        Assert.Equal("MissingParameter", Read([]).Code);
        Assert.Equal("InvalidParameterValue", Read(Ids[..2], ("Category", "Mine")).Code);
        Assert.Equal("InvalidParameterValue.ServiceTypeInvalid", Read(Ids[..2], ("ServiceType", "clb")).Code);
        Assert.Equal("InvalidParameterValue.RegionInvalid", Read(Ids[..2], ("ResourceRegion", "")).Code);
    }

    [Theory]
    [InlineData("keybinding restart ", "InvalidParameterValue.TagKeyCharacterIllegal")]
    [InlineData("qcs:restart", "InvalidParameter.ReservedTagKey")]
    [InlineData("", "InvalidParameterValue.TagKeyEmpty")]
    public void Key_ThatIsNone_IsRefused(string key, string code) =>
        Assert.Equal(code, Call(_simulation, "CreateTag", new() { ["TagKey"] = key, ["TagValue"] = "a" }).Code);

    [Fact]
    public void Limits_HoldForResourcesAndValues()
    {
        Create("hour-07");
        Assert.Equal("LimitExceeded.ResourceNumPerRequest", Attach(Ids[..51], "hour-07").Code);
        Assert.Equal("InvalidParameterValue.RegionInvalid", Attach(_simulation, [Ids[0]], "hour-07", region: "mars-1").Code);
        for (var i = 1; i < 1000; i++)
        {
            _simulation.Pass(1);
            Assert.Equal("OK", Create($"value-{i}").Code);
        }

        _simulation.Pass(1);
        Assert.Equal("LimitExceeded.TagValue", Create("one-more").Code);
    }

    private static IEnumerable<Worlds.WorldInstance> Running(int count) =>
        Enumerable.Range(1, count).Select(number => Simulation.Running(number, Simulation.KeyA));

    private Answer Create(string value) => Call(_simulation, "CreateTag", new() { ["TagKey"] = Marker, ["TagValue"] = value });

    private Answer Attach(string[] ids, string value) => Attach(_simulation, ids, value);

    private static Answer Attach(Simulation simulation, string[] ids, string value, string region = "ap-guangzhou") =>
        Call(
            simulation,
            "AttachResourcesTag",
            new()
            {
                ["ServiceType"] = "cvm",
                ["ResourcePrefix"] = "instance",
                ["ResourceRegion"] = region,
                ["ResourceIds"] = ids,
                ["TagKey"] = Marker,
                ["TagValue"] = value,
            }
        );

    private Answer Detach(string[] ids) =>
        Call(
            _simulation,
            "DetachResourcesTag",
            new()
            {
                ["ServiceType"] = "cvm",
                ["ResourcePrefix"] = "instance",
                ["ResourceRegion"] = "ap-guangzhou",
                ["ResourceIds"] = ids,
                ["TagKey"] = Marker,
            }
        );

    private Answer Read(string[] ids, params (string Name, object Value)[] others)
    {
        var parameters = new Dictionary<string, object?>
        {
            ["ServiceType"] = "cvm",
            ["ResourcePrefix"] = "instance",
            ["ResourceRegion"] = "ap-guangzhou",
            ["ResourceIds"] = ids,
        };
        foreach (var (name, value) in others)
        {
            parameters[name] = value;
        }

        return Call(_simulation, "DescribeResourceTagsByResourceIds", parameters);
    }

    private List<(string Id, string Value)> Rows(string[] ids) =>
        [
            .. Call(
                _simulation,
                "DescribeResourceTagsByResourceIds",
                new()
                {
                    ["ServiceType"] = "cvm",
                    ["ResourcePrefix"] = "instance",
                    ["ResourceRegion"] = "ap-guangzhou",
                    ["ResourceIds"] = ids,
                    ["Limit"] = 100,
                }
            )
                .Response.GetProperty("Tags")
                .EnumerateArray()
                .Where(row => row.GetProperty("TagKey").GetString() == Marker)
                .Select(row => (row.GetProperty("ResourceId").GetString()!, row.GetProperty("TagValue").GetString()!)),
        ];

    private List<string> ByTag(string key) =>
        [
            .. Call(
                _simulation,
                "DescribeResourcesByTags",
                new() { ["TagFilters"] = new[] { new Dictionary<string, object?> { ["TagKey"] = key } }, ["Limit"] = 100 }
            )
                .Response.GetProperty("Rows")
                .EnumerateArray()
                .Select(row => row.GetProperty("ResourceId").GetString()!),
        ];

    private string Shown(string id) =>
        _simulation
            .Call("DescribeInstances", new Dictionary<string, object?> { ["InstanceIds"] = new[] { id } })
            .Instances[0]
            .GetProperty("Tags")
            .ToString();

    private static Answer Call(Simulation simulation, string action, Dictionary<string, object?> parameters) =>
        simulation.Call(action, parameters, "2018-08-13", "tag.tencentcloudapi.com");
}
