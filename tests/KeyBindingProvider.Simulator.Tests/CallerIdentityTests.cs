using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests;

public class CallerIdentityTests
{
    private readonly Simulation _simulation = new(SimulatorOptions.Instant, Simulation.Running(1, Simulation.KeyA));

    [Fact]
    public void LongTermPair_IsAUserOfTheAccount() =>
        Assert.Equal(("CAMUser", "100000000001", "100000000002", "100000000002", "qcs::cam:100000000001:uin/100000000002"), Fields(Ask()));

    [Fact]
    public void AssumedRole_IsThatRoleAndSession_UntilItEnds()
    {
        var assumed = Sts(
            "AssumeRole",
            new Dictionary<string, object?>
            {
                ["RoleArn"] = SimulatorOptions.DefaultRoleArn,
                ["RoleSessionName"] = "nightly",
                ["DurationSeconds"] = 3600,
            }
        );
        var credentials = assumed.Response.GetProperty("Credentials");
        _simulation.SecretId = credentials.GetProperty("TmpSecretId").GetString()!;
        _simulation.SecretKey = credentials.GetProperty("TmpSecretKey").GetString()!;
        _simulation.Token = credentials.GetProperty("Token").GetString();
        var (type, account, principal, user, arn) = Fields(Ask());

        Assert.Equal(("CAMRole", "100000000001", "100000000002"), (type, account, principal));
        Assert.Matches("^[0-9]{19}:nightly$", user);
        Assert.Equal($"qcs::sts:100000000001:assumed-role/{user.Split(':')[0]}", arn);
        _simulation.Pass(3600);
        Assert.Equal("AuthFailure.TokenFailure", Ask().Code);
    }

    [Fact]
    public void Parameters_ThereAreNone() =>
        Assert.Equal("UnknownParameter", Sts("GetCallerIdentity", new Dictionary<string, object?> { ["Region"] = "ap-guangzhou" }).Code);

    [Theory]
    [InlineData("AuthFailure.AccessKeyIllegal", "The SecretId is not in order.")]
    [InlineData("InternalError.GetSeedTokenError", "The token could not be obtained.")]
    [InlineData("InvalidParameter.AccessKeyNotSupport", "Keys of this kind are not supported.")]
    public void Refusals_CanBeScripted_WithTheirText(string code, string message)
    {
        _simulation.Language = "en-US";
        _simulation.Cloud.Faults.Add(FaultRule.On("GetCallerIdentity", 1, new FaultEffect.RefuseWith(code)));
        var answer = Ask();

        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Fact]
    public void Pair_ThatDoesNotExist_IsRefusedAsEverywhere()
    {
        _simulation.SecretId = "AKIDnobody";
        Assert.Equal("AuthFailure.SecretIdNotFound", Ask().Code);
    }

    private Answer Ask() => Sts("GetCallerIdentity", new Dictionary<string, object?>());

    private Answer Sts(string action, Dictionary<string, object?> parameters) =>
        _simulation.Call(action, parameters, "2018-08-13", "sts.tencentcloudapi.com");

    private static (string Type, string Account, string Principal, string User, string Arn) Fields(Answer answer)
    {
        Assert.Equal("OK", answer.Code);
        return (Text("Type"), Text("AccountId"), Text("PrincipalId"), Text("UserId"), Text("Arn"));

        string Text(string name) => answer.Response.GetProperty(name).GetString()!;
    }
}
