using System.Text.Json;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class DescribeTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Enumerable
            .Range(1, 130)
            .Select(n =>
                Simulation.Running(n, n % 2 == 0 ? [Simulation.KeyA] : [Simulation.KeyA, Simulation.KeyB]) with
                {
                    Name = n == 7 ? "未命名/1" : "web-" + n % 3,
                    Zone = "ap-guangzhou-" + (3 + n % 2),
                    Tags = new Dictionary<string, string> { ["team"] = n < 10 ? "pay" : "search" },
                }
            )
    );

    [Fact]
    public void Pages_AreTwentyUnlessAskedFor_EvenWhenIdsAreNamed()
    {
        var ids = Enumerable.Range(1, 100).Select(Simulation.Id).ToArray();
        var answer = _simulation.Call("DescribeInstances", new { InstanceIds = ids });

        Assert.Equal(20, answer.Instances.Count);
        Assert.Equal(100, answer.Response.GetProperty("TotalCount").GetInt32());
        Assert.Equal(100, _simulation.Call("DescribeInstances", new { InstanceIds = ids, Limit = 100 }).Instances.Count);
    }

    [Fact]
    public void Offset_WalksTheWholeList()
    {
        var seen = Enumerable
            .Range(0, 3)
            .SelectMany(page => _simulation.Call("DescribeInstances", new { Offset = page * 50, Limit = 50 }).Instances)
            .Select(i => Text(i, "InstanceId"))
            .ToList();

        Assert.Equal(Enumerable.Range(1, 130).Select(Simulation.Id), seen);
    }

    [Theory]
    [InlineData("DescribeInstances", "Limit", 101, "InvalidParameterValue.LimitExceeded")]
    [InlineData("DescribeInstances", "Limit", 0, "InvalidParameterValue.LimitExceeded")]
    [InlineData("DescribeInstances", "Offset", -1, "InvalidParameterValue")]
    [InlineData("DescribeInstancesStatus", "Limit", 101, "InvalidParameterValue.LimitExceeded")]
    [InlineData("DescribeKeyPairs", "Limit", 101, "InvalidParameterValueLimit")]
    [InlineData("DescribeKeyPairs", "Offset", -1, "InvalidParameterValueOffset")]
    public void PageOutOfRange_IsRefused(string action, string parameter, int value, string code) =>
        Assert.Equal(code, _simulation.Call(action, new Dictionary<string, int> { [parameter] = value }).Code);

    [Theory]
    [InlineData("instance-id", "ins-00000005", 1)]
    [InlineData("instance-name", "未命名/1", 1)]
    [InlineData("instance-state", "RUNNING", 130)]
    [InlineData("instance-state", "STOPPED", 0)]
    [InlineData("zone", "ap-guangzhou-3", 65)]
    [InlineData("tag:team", "pay", 9)]
    [InlineData("tag-key", "team", 130)]
    [InlineData("tag-value", "search", 121)]
    [InlineData("instance-charge-type", "PREPAID", 0)]
    [InlineData("creation-start-time", "2025-01-01 00:00:00", 0)]
    [InlineData("creation-end-time", "2025-01-01 00:00:00", 130)]
    public void Filter_KeepsWhatMatches(string name, string value, int count)
    {
        var answer = Filtered(new { Name = name, Values = new[] { value } });

        Assert.Equal(count, answer.Response.GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public void Filters_AreAllMet_AndValuesAreAlternatives()
    {
        var answer = Filtered(
            new { Name = "instance-id", Values = Simulation.Texts(Simulation.Id(1), Simulation.Id(2), Simulation.Id(3)) },
            new { Name = "zone", Values = Simulation.Texts("ap-guangzhou-4") }
        );

        Assert.Equal([Simulation.Id(1), Simulation.Id(3)], answer.Instances.Select(i => Text(i, "InstanceId")));
    }

    [Fact]
    public void WrongFilters_AreRefusedByCode()
    {
        Assert.Equal("InvalidFilter", Filtered(new { Name = "key-id", Values = Simulation.Texts("x") }).Code);
        Assert.Equal(
            "InvalidFilterValue.LimitExceeded",
            Filtered(new { Name = "zone", Values = Enumerable.Repeat("z", 6).ToArray() }).Code
        );
        Assert.Equal(
            "InvalidParameterValue.LimitExceeded",
            Filtered([.. Enumerable.Repeat<object>(new { Name = "zone", Values = Simulation.Texts("z") }, 11)]).Code
        );
        Assert.Equal("InvalidInstanceId.Malformed", Filtered(new { Name = "instance-id", Values = Simulation.Texts("x") }).Code);
        Assert.Equal("MissingParameter", Filtered(new { Name = "zone" }).Code);
    }

    [Fact]
    public void IdsWithFilters_AreRefused()
    {
        var filters = new[] { new { Name = "zone", Values = Simulation.Texts("z") } };

        Assert.Equal(
            "InvalidParameter",
            _simulation.Call("DescribeInstances", new { InstanceIds = Simulation.Texts(Simulation.Id(1)), Filters = filters }).Code
        );
    }

    [Fact]
    public void UnknownIds_AreNoErrorOnReads_ButMalformedOnesAre()
    {
        var unknown = _simulation.Call("DescribeInstances", new { InstanceIds = Simulation.Texts("ins-zzzzzzzz") });
        var keys = _simulation.Call("DescribeKeyPairs", new { KeyIds = Simulation.Texts("skey-zzzzzzzz") });

        Assert.Empty(unknown.Instances);
        Assert.Equal(0, keys.Response.GetProperty("TotalCount").GetInt32());
        Assert.Equal(
            "InvalidInstanceId.Malformed",
            _simulation.Call("DescribeInstances", new { InstanceIds = Simulation.Texts("x") }).Code
        );
        Assert.Equal("InvalidKeyPairId.Malformed", _simulation.Call("DescribeKeyPairs", new { KeyIds = Simulation.Texts("x") }).Code);
    }

    [Fact]
    public void KeyPairs_NameTheirInstances_AndFilterByName()
    {
        var answer = _simulation.Call(
            "DescribeKeyPairs",
            new { Filters = new[] { new { Name = "key-name", Values = Simulation.Texts("bob") } } }
        );
        var key = Assert.Single(answer.Response.GetProperty("KeyPairSet").EnumerateArray());

        Assert.Equal(Simulation.KeyB, Text(key, "KeyId"));
        Assert.Equal(65, key.GetProperty("AssociatedInstanceIds").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, key.GetProperty("PrivateKey").ValueKind);
    }

    [Theory]
    [InlineData(EmptyKeysShape.EmptyList, JsonValueKind.Array)]
    [InlineData(EmptyKeysShape.NullKeyIds, JsonValueKind.Null)]
    [InlineData(EmptyKeysShape.AbsentKeyIds, JsonValueKind.Undefined)]
    public void NoKeys_ComeInEveryShape(EmptyKeysShape shape, JsonValueKind kind)
    {
        var simulation = new Simulation(null, Simulation.Running(1) with { EmptyKeys = shape });
        var login = simulation.Read(1).GetProperty("LoginSettings");

        Assert.Equal(kind, login.TryGetProperty("KeyIds", out var keys) ? keys.ValueKind : JsonValueKind.Undefined);
    }

    [Fact]
    public void NoKeys_CanHideLoginSettingsAltogether_UntilThereIsOne()
    {
        var simulation = new Simulation(null, Simulation.Stopped(1) with { EmptyKeys = EmptyKeysShape.NullLoginSettings });

        Assert.Equal(JsonValueKind.Null, simulation.Read(1).GetProperty("LoginSettings").ValueKind);
        simulation.Bind([1], [Simulation.KeyA]);
        Assert.Equal(Simulation.KeyA, simulation.Read(1).GetProperty("LoginSettings").GetProperty("KeyIds")[0].GetString());
    }

    [Fact]
    public void ShiftingPages_MissOneEntry_WithTotalCountOneLower_ForAsOftenAsConfigured()
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant with
            {
                PageShifts = 1,
            },
            Enumerable.Range(1, 60).Select(n => Simulation.Running(n))
        );
        var (first, firstTotal) = Page(simulation, 0);
        var (shifted, shiftedTotal) = Page(simulation, 30);
        var (again, againTotal) = Page(simulation, 30);

        Assert.Equal((60, 59, 60), (firstTotal, shiftedTotal, againTotal));
        Assert.Equal(59, first.Union(shifted).Count());
        Assert.DoesNotContain(Simulation.Id(31), shifted);
        Assert.Equal(60, first.Union(again).Count());
    }

    private static (List<string> Ids, int Total) Page(Simulation simulation, int offset)
    {
        var answer = simulation.Call("DescribeInstances", new { Offset = offset, Limit = 30 });
        return ([.. answer.Instances.Select(i => Text(i, "InstanceId"))], answer.Response.GetProperty("TotalCount").GetInt32());
    }

    private Answer Filtered(params object[] filters) => _simulation.Call("DescribeInstances", new { Filters = filters });

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
