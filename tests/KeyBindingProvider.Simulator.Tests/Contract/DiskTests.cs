using System.Text.Json;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class DiskTests
{
    private const string Cbs = "cbs.tencentcloudapi.com";

    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Enumerable
            .Range(1, 30)
            .Select(n =>
                Simulation.Running(n) with
                {
                    Name = "web-" + n % 3,
                    Zone = "ap-guangzhou-" + (3 + n % 2),
                    ChargeType = n <= 2 ? "PREPAID" : "POSTPAID_BY_HOUR",
                }
            )
    );

    [Fact]
    public void EachInstance_HasOneSystemDisk_TheOneThatItNames()
    {
        var instance = _simulation.Read(5);
        var answer = Disks(new { DiskIds = Simulation.Texts(Text(instance.GetProperty("SystemDisk"), "DiskId")) });
        var disk = Assert.Single(answer.Response.GetProperty("DiskSet").EnumerateArray());

        Assert.Equal(Simulation.Id(5), Text(disk, "InstanceId"));
        Assert.Equal(
            ("SYSTEM_DISK", "ATTACHED", "POSTPAID_BY_HOUR"),
            (Text(disk, "DiskUsage"), Text(disk, "DiskState"), Text(disk, "DiskChargeType"))
        );
        Assert.Equal(Text(instance.GetProperty("SystemDisk"), "DiskType"), Text(disk, "DiskType"));
        Assert.Equal(instance.GetProperty("SystemDisk").GetProperty("DiskSize").GetInt32(), disk.GetProperty("DiskSize").GetInt32());
        Assert.Equal(Text(instance.GetProperty("Placement"), "Zone"), Text(disk.GetProperty("Placement"), "Zone"));
        Assert.Equal(JsonValueKind.Null, disk.GetProperty("DeadlineTime").ValueKind);
        Assert.True(disk.GetProperty("DeleteWithInstance").GetBoolean());
    }

    [Fact]
    public void APrepaidDisk_EndsWithItsInstance()
    {
        var disk = Disks(Filter("instance-id", Simulation.Id(1))).Response.GetProperty("DiskSet")[0];

        Assert.Equal(("PREPAID", "2030-01-15 16:00:00"), (Text(disk, "DiskChargeType"), Text(disk, "DeadlineTime")));
        // From 2026-01-02 03:04:05 on, whole days.
        Assert.Equal(1474, disk.GetProperty("DifferDaysOfDeadline").GetInt32());
        Assert.Equal("2030-01-15T08:00:00Z", Text(_simulation.Read(1), "ExpiredTime"));
    }

    [Fact]
    public void Disk_GoesWithItsInstance()
    {
        _simulation.Cloud.TerminateByHand(Simulation.Id(5));
        _simulation.Pass(60);

        Assert.Equal(29, Total(new { }));
        Assert.Equal(0, Total(Filter("instance-id", Simulation.Id(5))));
    }

    [Theory]
    [InlineData("disk-id", "disk-00000005", 1)]
    [InlineData("disk-id", "disk-zzzzzzzz", 0)]
    [InlineData("instance-name", "web-1", 10)]
    [InlineData("zone", "ap-guangzhou-3", 15)]
    [InlineData("disk-usage", "SYSTEM_DISK", 30)]
    [InlineData("disk-usage", "DATA_DISK", 0)]
    [InlineData("disk-charge-type", "PREPAID", 2)]
    [InlineData("disk-state", "ATTACHED", 30)]
    [InlineData("disk-type", "CLOUD_SSD", 0)]
    [InlineData("portable", "TRUE", 0)]
    [InlineData("tag-key", "team", 0)]
    public void Filter_KeepsWhatMatches(string name, string value, int count) => Assert.Equal(count, Total(Filter(name, value)));

    [Fact]
    public void Pages_AreTwentyUnlessAskedFor_AndOrderIsByWhatIsAsked()
    {
        Assert.Equal(20, Listed(Disks(new { })).Count);
        Assert.Equal(10, Listed(Disks(new { Offset = 20 })).Count);
        Assert.Equal(
            ["disk-00000001", "disk-00000002"],
            Listed(
                Disks(
                    new
                    {
                        OrderField = "DEADLINE",
                        Order = "DESC",
                        Limit = 2,
                    }
                )
            )
        );
        Assert.Equal(["disk-00000003"], Listed(Disks(new { OrderField = "DEADLINE", Limit = 1 })));
        Assert.Empty(Listed(Disks(new { DiskIds = Simulation.Texts("disk-zzzzzzzz") })));
    }

    [Fact]
    public void SnapshotPolicies_AreListedOnlyWhenAskedFor()
    {
        static JsonValueKind Kind(Answer answer) =>
            answer.Response.GetProperty("DiskSet")[0].GetProperty("AutoSnapshotPolicyIds").ValueKind;

        Assert.Equal(JsonValueKind.Null, Kind(Disks(new { })));
        Assert.Equal(JsonValueKind.Array, Kind(Disks(new { ReturnBindAutoSnapshotPolicy = true })));
    }

    [Fact]
    public void WhatIsWrong_IsRefused_ByTheCodesOfThisAction()
    {
        var ids = Simulation.Texts("disk-00000005");

        Assert.Equal("InvalidParameterValue", Disks(new { DiskIds = Simulation.Texts("disk-x") }).Code);
        Assert.Equal("InvalidParameterValue", Disks(Filter("instance-id", "x")).Code);
        Assert.Equal("InvalidParameterValue", Disks(new { DiskIds = ids, Filters = new[] { new { Name = "zone", Values = ids } } }).Code);
        Assert.Equal("InvalidParameterValue", Disks(new { DiskIds = Enumerable.Repeat(ids[0], 101).ToArray() }).Code);
        Assert.Equal("InvalidParameterValue", Disks(new { Limit = 101 }).Code);
        Assert.Equal("InvalidParameterValue", Disks(new { Offset = -1 }).Code);
        Assert.Equal("InvalidParameterValue", Disks(new { Order = "UP" }).Code);
        Assert.Equal("InvalidParameterValue", Disks(new { OrderField = "SIZE" }).Code);
        Assert.Equal("InvalidFilter", Disks(Filter("disk-size", "50")).Code);
        Assert.Equal(
            "InvalidFilter",
            Disks(new { Filters = new[] { new { Name = "zone", Values = Enumerable.Repeat("z", 6).ToArray() } } }).Code
        );
        Assert.Equal("MissingParameter", Disks(new { Filters = new[] { new { Name = "zone" } } }).Code);
    }

    [Fact]
    public void Action_IsOfCbs_AndNeedsARegion()
    {
        Assert.Equal("InvalidAction", _simulation.Call("DescribeDisks", new { }).Code);
        Assert.Equal("NoSuchVersion", _simulation.Call("DescribeDisks", new { }, "2018-08-13", Cbs).Code);
        _simulation.Region = "";
        Assert.Equal("MissingParameter", Disks(new { }).Code);
    }

    [Fact]
    public void Calls_AreLimitedTo100ASecond_AndJournalled()
    {
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal("OK", Disks(new { Limit = 1 }).Code));
        Assert.Equal("RequestLimitExceeded", Disks(new { Limit = 1 }).Code);
        Assert.Equal(101, _simulation.Cloud.Journal.Find("DescribeDisks").Count);
    }

    private static Dictionary<string, object> Filter(string name, string value) =>
        new() { ["Filters"] = new[] { new { Name = name, Values = Simulation.Texts(value) } } };

    private Answer Disks(object parameters) => _simulation.Call("DescribeDisks", parameters, host: Cbs);

    private int Total(object parameters) => Disks(parameters).Response.GetProperty("TotalCount").GetInt32();

    private static List<string> Listed(Answer answer) =>
        [.. answer.Response.GetProperty("DiskSet").EnumerateArray().Select(d => Text(d, "DiskId"))];

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
