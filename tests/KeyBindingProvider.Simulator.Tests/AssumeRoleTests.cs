using System.Text.Json;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests;

public class AssumeRoleTests
{
    private readonly Simulation _simulation = new(SimulatorOptions.Instant, Simulation.Running(1, Simulation.KeyA));

    [Fact]
    public void Credentials_Work_WithTheirToken_UntilTheyEnd_OnTheAccountOfWhoAssumedTheRole()
    {
        var answer = Assume();
        var credentials = answer.Response.GetProperty("Credentials");
        Assert.Equal(
            _simulation.Time.GetUtcNow().AddSeconds(3600).ToUnixTimeSeconds(),
            answer.Response.GetProperty("ExpiredTime").GetInt64()
        );
        Assert.Equal("2026-01-02T04:04:05Z", answer.Response.GetProperty("Expiration").GetString());
        Use(credentials);

        Assert.Equal("OK", _simulation.Stop(1).Code);
        Assert.Equal(1, _simulation.Mine.PeakDown);
        var call = _simulation.Cloud.Journal.Calls[^1];
        Assert.Equal((Simulation.Me, _simulation.SecretId), (call.Actor, call.SecretId));
        _simulation.Pass(3599);
        Assert.Equal("OK", _simulation.Call("DescribeInstances", new { }).Code);
        _simulation.Pass(1);
        Assert.Equal("AuthFailure.TokenFailure", _simulation.Call("DescribeInstances", new { }).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public void Token_MustBeTheRightOne(string? token)
    {
        Use(Assume().Response.GetProperty("Credentials"));
        _simulation.Token = token;

        Assert.Equal("AuthFailure.TokenFailure", _simulation.Call("DescribeInstances", new { }).Code);
    }

    [Theory]
    [InlineData("RoleArn", "qcs::cam::uin/1:roleName/Other", "ResourceNotFound.RoleNotFound")]
    [InlineData("RoleArn", "arn:aws:iam::1:role/x", "InvalidParameter.ResouceError")]
    [InlineData("RoleArn", null, "MissingParameter")]
    [InlineData("RoleSessionName", null, "MissingParameter")]
    [InlineData("RoleSessionName", "x", "InvalidParameter.ParamError")]
    [InlineData("RoleSessionName", "a b", "InvalidParameter.ParamError")]
    [InlineData("DurationSeconds", 43201, "InvalidParameter.OverTimeError")]
    [InlineData("DurationSeconds", 43200, "OK")]
    [InlineData("ExternalId", "!", "InvalidParameter.ParamError")]
    [InlineData("Policy", """{"version":"2.0"}""", "InvalidParameter.StrategyFormatError")]
    [InlineData("Policy", "%7B%22version%22%3A%222.0%22%7D", "OK")]
    [InlineData("Policy", "%7B", "InvalidParameter.StrategyFormatError")]
    [InlineData("Region", "ap-guangzhou", "UnknownParameter")]
    public void Parameters_AreChecked(string name, object? value, string code) => Assert.Equal(code, Assume(name, value).Code);

    [Fact]
    public void ExternalId_MustMatch_WhereTheRoleAsksForOne()
    {
        var simulation = new Simulation(SimulatorOptions.Instant with { Roles = [new(SimulatorOptions.DefaultRoleArn, "the-id")] });

        Assert.Equal("UnauthorizedOperation", Assume(simulation, "ExternalId", null).Code);
        Assert.Equal("UnauthorizedOperation", Assume(simulation, "ExternalId", "other").Code);
        Assert.Equal("OK", Assume(simulation, "ExternalId", "the-id").Code);
    }

    private Answer Assume(string? name = null, object? value = null) => Assume(_simulation, name, value);

    private static Answer Assume(Simulation simulation, string? name, object? value)
    {
        var parameters = new Dictionary<string, object?>
        {
            ["RoleArn"] = SimulatorOptions.DefaultRoleArn,
            ["RoleSessionName"] = "tests",
            ["DurationSeconds"] = 3600,
        };
        if (name is not null)
        {
            parameters[name] = value;
        }

        return simulation.Call("AssumeRole", parameters, "2018-08-13", "sts.tencentcloudapi.com");
    }

    private void Use(JsonElement credentials)
    {
        _simulation.SecretId = credentials.GetProperty("TmpSecretId").GetString()!;
        _simulation.SecretKey = credentials.GetProperty("TmpSecretKey").GetString()!;
        _simulation.Token = credentials.GetProperty("Token").GetString();
    }
}
