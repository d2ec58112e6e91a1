using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>cloudaudit DescribeEvents, fed from the journal.</summary>
public class AuditLogTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant with
        {
            ConsoleUser = "alice",
        },
        Simulation.Stopped(1, Simulation.KeyA)
    );

    private static readonly string[] s_nobody = ["ins-zzzzzzzz"];

    private long Now => _simulation.Time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public void Events_AreWritesAndActsAtTheConsole_TheNewestFirst()
    {
        Bind();
        _simulation.Pass(60);
        _simulation.Cloud.UnbindByHand(Simulation.Id(1), Simulation.KeyB);
        _simulation.Call("DescribeInstances", new Dictionary<string, object?> { ["Limit"] = 1 });
        var events = Events(Ask());

        Assert.Equal(["DisassociateInstancesKeyPairs", "AssociateInstancesKeyPairs"], events.Select(one => Text(one, "EventName")));
        Assert.Equal(["100000000003", "100000000002"], events.Select(one => Text(one, "Username")));
        Assert.Equal(["", Simulation.Me], events.Select(one => Text(one, "SecretId")));
        Assert.Equal([$"{Now}", $"{Now - 60}"], events.Select(one => Text(one, "EventTime")));
        var inner = Inner(events[0]);
        Assert.Equal("ConsoleCall", Text(inner, "eventType"));
        Assert.Equal(
            ("alice", "CAMUser"),
            (Text(inner.GetProperty("userIdentity"), "userName"), Text(inner.GetProperty("userIdentity"), "type"))
        );
        Assert.StartsWith(
            "token-",
            Text(JsonElement.Parse(Text(inner.GetProperty("userIdentity"), "sessionContext")), "token"),
            StringComparison.Ordinal
        );
        var parameters = JsonElement.Parse(Text(Inner(events[1]), "requestParameters"));
        Assert.Equal([Simulation.Id(1)], parameters.GetProperty("InstanceIds").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal([Simulation.KeyB], parameters.GetProperty("KeyIds").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public void Refused_IsThere_WithItsCode_AndWhatHadNoEffectIsNot()
    {
        _simulation.Call("StartInstances", new Dictionary<string, object?> { ["InstanceIds"] = s_nobody });
        _simulation.Cloud.Faults.Add(FaultRule.On("StopInstances", 1, new FaultEffect.ResetBeforeEffect()));
        _simulation.Call("StopInstances", new Dictionary<string, object?> { ["InstanceIds"] = new[] { Simulation.Id(1) } });
        var one = Assert.Single(Events(Ask()));

        Assert.Equal(1, one.GetProperty("ErrorCode").GetInt32());
        Assert.Equal("InvalidInstanceId.NotFound", Text(Inner(one), "apiErrorCode"));
    }

    [Fact]
    public void Pages_AreOfFifty_AndFollowANumber()
    {
        for (var turn = 0; turn < 60; turn++)
        {
            _simulation.Cloud.BindByHand(Simulation.Id(1), Simulation.KeyB);
        }

        var first = Ask(new() { ["MaxResults"] = 50 });
        _simulation.Cloud.BindByHand(Simulation.Id(1), Simulation.KeyC);
        var second = Ask(new() { ["MaxResults"] = 50, ["NextToken"] = first.Response.GetProperty("NextToken").GetInt64() });

        Assert.Equal((50, 10, 10), (Events(first).Length, Events(second).Length, Events(Ask()).Length));
        Assert.False(first.Response.GetProperty("ListOver").GetBoolean());
        Assert.True(second.Response.GetProperty("ListOver").GetBoolean());
        Assert.Empty(Events(first).Select(one => Text(one, "RequestID")).Intersect(Events(second).Select(one => Text(one, "RequestID"))));
    }

    [Fact]
    public void Attributes_OfDifferentKeysMustHoldTogether()
    {
        Bind();
        _simulation.Cloud.UnbindByHand(Simulation.Id(1), Simulation.KeyB);

        Assert.Single(Events(Ask(Lookup(("EventName", "AssociateInstancesKeyPairs")))));
        Assert.Equal(
            2,
            Events(Ask(Lookup(("EventName", "AssociateInstancesKeyPairs"), ("EventName", "DisassociateInstancesKeyPairs")))).Length
        );
        Assert.Empty(Events(Ask(Lookup(("EventName", "AssociateInstancesKeyPairs"), ("PrincipalId", "100000000003")))));
    }

    [Theory]
    [InlineData("MaxResults", 51, "InvalidParameter")]
    [InlineData("MaxResults", 0, "InvalidParameter")]
    [InlineData("NextToken", "7", "InvalidParameter")]
    [InlineData("NextToken", 7, "InvalidParameter")]
    [InlineData("Mode", "standard", "UnknownParameter")]
    [InlineData("LookupAttributes", "EventName", "InvalidParameter")]
    public void Parameter_ThatIsWrong_IsRefused(string name, object value, string code) =>
        Assert.Equal(code, Ask(new() { [name] = value }).Code);

    [Theory]
    [InlineData(-90 * 86_400 - 1, -70 * 86_400, "InvalidParameter")]
    [InlineData(-30 * 86_400, 0, "InvalidParameter")]
    [InlineData(-30 * 86_400 + 1, 0, "OK")]
    [InlineData(0, -1, "InvalidParameter")]
    public void Span_IsBelowThirtyDays_WithinNinety(int start, int end, string code) =>
        Assert.Equal(code, Ask(new() { ["StartTime"] = Now + start, ["EndTime"] = Now + end }).Code);

    [Theory]
    [InlineData("ap-beijing", "UnsupportedRegion")]
    [InlineData("eu-frankfurt", "OK")]
    [InlineData("", "MissingParameter")]
    public void Region_IsOneOfItsOwn(string region, string code)
    {
        _simulation.Region = region;
        Assert.Equal(code, Ask().Code);
    }

    [Fact]
    public void Lag_KeepsAnEventBack()
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant with
            {
                AuditLag = DurationRange.Seconds(120, 120),
                AuditTime = AuditTimeForm.Date,
            },
            Simulation.Stopped(1)
        );
        simulation.Cloud.BindByHand(Simulation.Id(1), Simulation.KeyB);
        simulation.Pass(119);
        Assert.Empty(Events(Ask(simulation, [])));
        simulation.Pass(1);
        Assert.Equal("2026-01-02 11:04:05", Text(Assert.Single(Events(Ask(simulation, []))), "EventTime"));
    }

    [Fact]
    public void Calls_AreTwentyASecond()
    {
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal("OK", Ask().Code));
        Assert.Equal("RequestLimitExceeded", Ask().Code);
    }

    private static Dictionary<string, object?> Lookup(params (string Key, string Value)[] attributes) =>
        new() { ["LookupAttributes"] = attributes.Select(pair => new { AttributeKey = pair.Key, AttributeValue = pair.Value }).ToArray() };

    private void Bind() =>
        _simulation.Call(
            "AssociateInstancesKeyPairs",
            new Dictionary<string, object?>
            {
                ["InstanceIds"] = new[] { Simulation.Id(1) },
                ["KeyIds"] = new[] { Simulation.KeyB },
                ["ForceStop"] = false,
            }
        );

    private Answer Ask(Dictionary<string, object?>? parameters = null) => Ask(_simulation, parameters ?? []);

    private static Answer Ask(Simulation simulation, Dictionary<string, object?> parameters)
    {
        var now = simulation.Time.GetUtcNow().ToUnixTimeSeconds();
        parameters.TryAdd("StartTime", now - 86_400);
        parameters.TryAdd("EndTime", now);
        return simulation.Call("DescribeEvents", parameters, "2019-03-19", "cloudaudit.tencentcloudapi.com");
    }

    private static JsonElement[] Events(Answer answer)
    {
        Assert.Equal("OK", answer.Code);
        return [.. answer.Response.GetProperty("Events").EnumerateArray()];
    }

    private static JsonElement Inner(JsonElement one) => JsonElement.Parse(Text(one, "CloudAuditEvent"));

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
