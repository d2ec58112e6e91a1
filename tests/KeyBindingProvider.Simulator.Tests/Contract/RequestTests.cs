using System.Globalization;
using System.Text;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests.Contract;

/// <summary>What the API says to requests that are wrong before anything is done.</summary>
public class RequestTests
{
    private static readonly string[] s_one = [Simulation.Id(1)];
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Simulation.Stopped(1, Simulation.KeyA),
        Simulation.Running(2, Simulation.KeyA)
    );

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { """{"InstanceIds":["ins-00000001"]}""", "MissingParameter" },
            { """{"KeyIds":["skey-aaaaaaaa"]}""", "MissingParameter" },
            { """{"InstanceIds":[],"KeyIds":["skey-aaaaaaaa"]}""", "MissingParameter" },
            { """{"InstanceIds":null,"KeyIds":["skey-aaaaaaaa"]}""", "MissingParameter" },
            { """{"InstanceIds":["ins-00000001"],"KeyIds":["skey-aaaaaaaa"],"Region":"x"}""", "UnknownParameter" },
            { """{"InstanceIds":"ins-00000001","KeyIds":["skey-aaaaaaaa"]}""", "InvalidParameter" },
            { """{"InstanceIds":[1],"KeyIds":["skey-aaaaaaaa"]}""", "InvalidParameter" },
            { """{"InstanceIds":["ins-00000001"],"KeyIds":["skey-aaaaaaaa"],"ForceStop":"true"}""", "InvalidParameter" },
            { """{"InstanceIds":["ins-00000001"],"KeyIds":["skey-aaaaaaaa"],"ForceStop":1}""", "InvalidParameter" },
            { """{"InstanceIds":["i-00000001"],"KeyIds":["skey-aaaaaaaa"]}""", "InvalidInstanceId.Malformed" },
            { """{"InstanceIds":["ins-0000000A"],"KeyIds":["skey-aaaaaaaa"]}""", "InvalidInstanceId.Malformed" },
            { """{"InstanceIds":["ins-00000001"],"KeyIds":["key-aaaaaaaa"]}""", "InvalidKeyPairId.Malformed" },
            { """{"InstanceIds":["ins-00000009"],"KeyIds":["skey-aaaaaaaa"]}""", "InvalidInstanceId.NotFound" },
            { """{"InstanceIds":["ins-00000001"],"KeyIds":["skey-99999999"]}""", "InvalidKeyPairId.NotFound" },
            { "[]", "InvalidParameter" },
            { "{", "InvalidParameter" },
            { "", "InvalidParameter" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Write_ThatIsWrong_IsRefusedByCode(string json, string code)
    {
        foreach (var action in Simulation.Texts("AssociateInstancesKeyPairs", "DisassociateInstancesKeyPairs"))
        {
            Assert.Equal(code, Raw(action, json).Code);
        }

        Assert.Equal([Simulation.KeyA], _simulation.True(1).KeyIds);
    }

    [Fact]
    public void HundredIds_AreFine_AndOneMoreIsNot()
    {
        var simulation = new Simulation(
            SimulatorOptions.Instant,
            Enumerable.Range(1, 101).Select(n => Simulation.Stopped(n, Simulation.KeyA))
        );

        Assert.Equal("OK", simulation.Unbind(Enumerable.Range(1, 100), [Simulation.KeyA]).Code);
        Assert.Equal("InvalidParameterValue.LimitExceeded", simulation.Unbind(Enumerable.Range(1, 101), [Simulation.KeyA]).Code);
        Assert.Equal([Simulation.KeyA], simulation.True(101).KeyIds);
    }

    [Theory]
    [InlineData("TerminateInstances", "2017-03-12", "InvalidAction")]
    [InlineData("AssumeRole", "2017-03-12", "InvalidAction")]
    [InlineData("DescribeInstances", "2020-01-01", "NoSuchVersion")]
    public void ActionAndVersion_MustExistOnTheHost(string action, string version, string code) =>
        Assert.Equal(code, _simulation.Call(action, new { }, version).Code);

    [Theory]
    [InlineData("ap-nowhere", "UnsupportedRegion")]
    [InlineData("", "MissingParameter")]
    public void Region_MustBeSentAndKnown(string region, string code)
    {
        _simulation.Region = region;

        Assert.Equal(code, _simulation.Call("DescribeInstances", new { }).Code);
    }

    [Fact]
    public void InstanceOfAnotherRegion_IsNotFoundByWrites_AndAbsentFromReads()
    {
        _simulation.Region = "ap-shanghai";

        Assert.Empty(_simulation.Call("DescribeInstances", new { InstanceIds = s_one }).Instances);
        Assert.Equal("InvalidInstanceId.NotFound", _simulation.Start(1).Code);
    }

    [Fact]
    public void Messages_AreChinese_UnlessTheRequestWantsEnglish()
    {
        Assert.Equal("没有找到相应实例。（ins-00000009）", _simulation.Start(9).Message);
        _simulation.Language = "en-US";
        Assert.Equal("The instance does not exist. [ins-00000009]", _simulation.Start(9).Message);
    }

    [Fact]
    public void Messages_CanBeChineseWhateverTheRequestSays()
    {
        var simulation = new Simulation(SimulatorOptions.Instant with { Language = MessageLanguage.AlwaysChinese }) { Language = "en-US" };

        Assert.Equal("没有找到相应实例。（ins-00000009）", simulation.Start(9).Message);
    }

    [Fact]
    public void OtherMethods_AreAnUnsupportedProtocol()
    {
        var request = _simulation.Request("DescribeInstances", "{}") with { Method = "PUT" };

        Assert.Equal("UnsupportedProtocol", Send(request).Code);
    }

    [Fact]
    public void BodyAboveTheLimit_IsTooLarge()
    {
        var simulation = new Simulation(SimulatorOptions.Instant with { MaxBodyBytes = 1024 });
        var padding = new string(' ', 1024);
        var request = simulation.Request("DescribeInstances", "{}" + padding);

        Assert.Equal("RequestSizeLimitExceeded", simulation.Answer(request).Code);
    }

    [Theory]
    [InlineData("InstanceIds.0=ins-00000001&Limit=5", "OK")]
    [InlineData("Filters.0.Name=zone&Filters.0.Values.0=ap-guangzhou-3&Filters.0.Values.1=x+y%2Fz", "OK")]
    [InlineData("InstanceIds.1=ins-00000001", "InvalidParameter")]
    [InlineData("InstanceIds=ins-00000001", "InvalidParameter")]
    [InlineData("Limit=five", "InvalidParameter")]
    [InlineData("Nope=1", "UnknownParameter")]
    [InlineData("Limit=5&Limit=6", "InvalidParameter")]
    [InlineData("a.b.c.d.e.f.g.h.i=1", "InvalidParameter")]
    [InlineData("", "OK")]
    public void GetForm_IsFlattened(string query, string code) => Assert.Equal(code, Get("DescribeInstances", query).Code);

    [Fact]
    public void GetForm_FindsWhatPostFinds()
    {
        var answer = Get("DescribeInstances", "Filters.0.Name=instance-id&Filters.0.Values.0=ins-00000002");

        Assert.Equal("ins-00000002", Assert.Single(answer.Instances).GetProperty("InstanceId").GetString());
    }

    [Fact]
    public void GetForm_ReadsFlags()
    {
        var query = "InstanceIds.0=ins-00000002&KeyIds.0=skey-aaaaaaaa&ForceStop=true";

        Assert.Equal("OK", Get("DisassociateInstancesKeyPairs", query).Code);
        Assert.Equal(1, _simulation.Mine.ForceStopCalls);
    }

    private Answer Get(string action, string query)
    {
        var now = _simulation.Time.GetUtcNow();
        (string, string)[] signed = [("content-type", "application/x-www-form-urlencoded"), ("host", Simulation.Host)];
        var authorization = TestSigner.Authorize(_simulation.SecretId, _simulation.SecretKey, now, "cvm", "GET", query, [], signed);
        return Send(
            new SimulatedRequest(
                "GET",
                Simulation.Host,
                "/",
                query,
                [
                    new("authorization", authorization),
                    new("content-type", "application/x-www-form-urlencoded"),
                    new("x-tc-action", action),
                    new("x-tc-version", "2017-03-12"),
                    new("x-tc-region", World.DefaultRegion),
                    new("x-tc-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                ],
                Encoding.UTF8.GetBytes("")
            )
        );
    }

    private Answer Raw(string action, string json) => Send(_simulation.Request(action, json));

    private Answer Send(SimulatedRequest request) => _simulation.Answer(request);
}
