using System.Text.Json;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class ImageTests
{
    private const string Ubuntu = "Ubuntu Server 22.04 LTS 64bit";
    private const string Windows = "Windows Server 2022 64bit";
    private const string Named = "img-9qrfy1xt";

    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Simulation.Running(1),
        Simulation.Running(2) with
        {
            OsName = Ubuntu,
        },
        Simulation.Running(3) with
        {
            OsName = Windows,
            ImageId = Named,
        },
        Simulation.Running(4)
    );

    [Fact]
    public void Images_AreThoseOfTheInstances_EachOnce_WithTheIdThatInstancesName()
    {
        var answer = Images(new { });
        var ofInstances = Enumerable.Range(1, 4).Select(number => Text(_simulation.Read(number), "ImageId")).ToList();

        Assert.Equal(3, answer.Response.GetProperty("TotalCount").GetInt32());
        Assert.Equal(ofInstances.Distinct(), Listed(answer));
        Assert.Equal(ofInstances[0], ofInstances[3]);
        Assert.Equal(Named, ofInstances[2]);
        var image = answer.Response.GetProperty("ImageSet")[1];
        Assert.Equal((Ubuntu, "Ubuntu"), (Text(image, "OsName"), Text(image, "Platform")));
        Assert.Equal(
            ("PUBLIC_IMAGE", "NORMAL", "OFFICIAL"),
            (Text(image, "ImageType"), Text(image, "ImageState"), Text(image, "ImageSource"))
        );
    }

    [Fact]
    public void Images_OutliveTheirInstances_AndAreInEveryRegion()
    {
        _simulation.Cloud.TerminateByHand(Simulation.Id(2));
        _simulation.Pass(60);
        Assert.Empty(_simulation.Call("DescribeInstances", new { InstanceIds = new[] { Simulation.Id(2) } }).Instances);
        Assert.Equal(3, Listed(Images(new { })).Count);

        _simulation.Region = "eu-frankfurt";
        Assert.Equal(3, Listed(Images(new { })).Count);
    }

    [Theory]
    [InlineData("image-id", Named, 1)]
    [InlineData("image-id", "img-zzzzzzzz", 0)]
    [InlineData("image-type", "PUBLIC_IMAGE", 3)]
    [InlineData("image-type", "PRIVATE_IMAGE", 0)]
    [InlineData("image-name", "server", 2)]
    [InlineData("platform", "cent", 1)]
    [InlineData("tag-key", "team", 0)]
    [InlineData("tag:team", "pay", 0)]
    [InlineData("cdc-cache-status", "CACHED", 0)]
    public void Filter_KeepsWhatMatches(string name, string value, int count) =>
        Assert.Equal(count, Images(Filter(name, value)).Response.GetProperty("TotalCount").GetInt32());

    [Fact]
    public void UnknownIds_AreNoError_AndPagesAreAsAsked()
    {
        Assert.Empty(Listed(Images(new { ImageIds = Simulation.Texts("img-zzzzzzzz") })));
        Assert.Equal([Named], Listed(Images(new { ImageIds = Simulation.Texts(Named) })));
        Assert.Equal([Named], Listed(Images(new { Offset = 2, Limit = 1 })));
        Assert.Equal(3, Listed(Images(new { InstanceType = "S5.MEDIUM4" })).Count);
    }

    [Fact]
    public void WhatIsWrong_IsRefused_ByTheCodesOfThisAction()
    {
        Assert.Equal("InvalidImageId.Malformed", Images(new { ImageIds = Simulation.Texts("img-x") }).Code);
        Assert.Equal("InvalidImageId.Malformed", Images(Filter("image-id", "x")).Code);
        Assert.Equal(
            "InvalidParameter.InvalidParameterCoexistImageIdsFilters",
            Images(
                new { ImageIds = Simulation.Texts(Named), Filters = new[] { new { Name = "platform", Values = Simulation.Texts("x") } } }
            ).Code
        );
        Assert.Equal("InvalidFilter", Images(Filter("os-name", "x")).Code);
        Assert.Equal("InvalidParameterValue.InvalidParameterValueLimit", Images(new { Limit = 101 }).Code);
        Assert.Equal("InvalidParameterValue", Images(new { Offset = -1 }).Code);
        Assert.Equal("InvalidParameterValue.LimitExceeded", Images(new { ImageIds = Enumerable.Repeat(Named, 101).ToArray() }).Code);
        Assert.Equal("InvalidParameterValue.InstanceTypeNotFound", Images(new { InstanceType = "S9.LARGE8" }).Code);
        Assert.Equal("InvalidInstanceType.Malformed", Images(new { InstanceType = "large" }).Code);
        Assert.Equal("UnknownParameter", Images(new { Platform = "CentOS" }).Code);
    }

    [Fact]
    public void Calls_AreLimitedTo40ASecond_AndJournalled()
    {
        Assert.All(Enumerable.Range(0, 40), _ => Assert.Equal("OK", Images(new { }).Code));
        Assert.Equal("RequestLimitExceeded", Images(new { }).Code);
        Assert.Equal(
            (41, 1),
            (_simulation.Cloud.Journal.Find("DescribeImages").Count, _simulation.Cloud.Journal.Calls.Count(c => c.Throttled))
        );
    }

    [Fact]
    public void World_RefusesAnImageOfTwoSystems_AndOneThatIsNone()
    {
        var world = new World().AddInstance(new WorldInstance { Id = Simulation.Id(1), ImageId = Named });
        var other = new WorldInstance
        {
            Id = Simulation.Id(2),
            ImageId = Named,
            OsName = Ubuntu,
        };

        Assert.Contains(
            "of another operating system",
            Assert.Throws<ArgumentException>(() => world.AddInstance(other)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not an image id",
            Assert.Throws<ArgumentException>(() => world.AddInstance(other with { ImageId = "img-x" })).Message,
            StringComparison.Ordinal
        );
    }

    private static Dictionary<string, object> Filter(string name, string value) =>
        new() { ["Filters"] = new[] { new { Name = name, Values = Simulation.Texts(value) } } };

    private Answer Images(object parameters) => _simulation.Call("DescribeImages", parameters);

    private static List<string> Listed(Answer answer) =>
        [.. answer.Response.GetProperty("ImageSet").EnumerateArray().Select(i => Text(i, "ImageId"))];

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
