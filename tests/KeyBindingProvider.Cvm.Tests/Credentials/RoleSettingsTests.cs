using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>Roles that profiles and variables ask for: assumed or said, never left out.</summary>
public class RoleSettingsTests
{
    private const string Arn = "qcs::cam::uin/1:roleName/variables";
    private const string ProfileArn = "qcs::cam::uin/1:roleName/profile";
    private const string ProfilePath = "/nowhere/me/.tccli/ops.credential";

    private readonly Mock<IEnvironment> _machine = new();

    public RoleSettingsTests()
    {
        _machine.Setup(machine => machine.HomeFolder).Returns("/nowhere/me");
        _machine.Setup(machine => machine.Metadata).Returns(new Uri("http://metadata.test/"));
    }

    [Fact]
    public void RoleOfTheVariables_HasTheirCompanions()
    {
        Sets("TENCENTCLOUD_ASSUME_ROLE_ARN", Arn);
        Sets("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "nightly");
        Sets("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "3600");
        Sets("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "the-id");
        Sets("TENCENTCLOUD_ROLE_ARN", "other");

        var expected = new AssumeRole
        {
            RoleArn = Arn,
            SessionName = "nightly",
            DurationSeconds = 3600,
            ExternalId = "the-id",
        };
        Assert.Equal(new RoleToAssume(expected, "TENCENTCLOUD_ASSUME_ROLE_ARN"), Find());
    }

    [Fact]
    public void RoleOfTheVariables_AlsoByTheNamesOfTheCommandLine_AndAfterThatOfTheConfiguration()
    {
        Sets("TENCENTCLOUD_ROLE_ARN", Arn);
        Assert.Equal(new RoleToAssume(new AssumeRole { RoleArn = Arn }, "TENCENTCLOUD_ROLE_ARN"), Find());
        Sets("TENCENTCLOUD_ROLE_SESSION_NAME", "nightly");
        Assert.Equal("nightly", Find()?.Role.SessionName);

        var configured = new AssumeRole { RoleArn = "configured" };
        Assert.Equal(
            new RoleToAssume(configured, "assumeRole of the provider"),
            RoleSettings.Find(new CvmConfiguration { AssumeRole = configured }, _machine.Object)
        );
    }

    [Theory]
    [InlineData("TOKEN_CODE")]
    [InlineData("SERIAL_NUMBER")]
    [InlineData("SOURCE_IDENTITY")]
    [InlineData("SAML_ASSERTION")]
    [InlineData("PRINCIPAL_ARN")]
    [InlineData("WEB_IDENTITY_TOKEN")]
    [InlineData("WEB_IDENTITY_TOKEN_FILE")]
    [InlineData("PROVIDER_ID")]
    public void CompanionThatCannotBeFollowed_IsTheError_BesideARoleOnly(string name)
    {
        Sets($"TENCENTCLOUD_ASSUME_ROLE_{name}", "123456");
        Assert.Null(Find());
        Sets("TENCENTCLOUD_ASSUME_ROLE_ARN", Arn);
        Assert.Equal(
            $"TENCENTCLOUD_ASSUME_ROLE_{name} is set beside TENCENTCLOUD_ASSUME_ROLE_ARN, and is not supported. Unset it.",
            Assert.Throws<CvmException>(Find).ServiceMessage
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("43201")]
    [InlineData("1h")]
    public void DurationThatIsNone_IsTheError(string duration)
    {
        Sets("TENCENTCLOUD_ASSUME_ROLE_ARN", Arn);
        Sets("TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", duration);
        Assert.Equal(
            "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION is not a number of seconds from 1 to 43200.",
            Assert.Throws<CvmException>(Find).ServiceMessage
        );
    }

    [Fact]
    public void RoleOfAProfile_IsAssumedFirst_AndThatOfTheVariablesWithIt() =>
        VirtualTime.Run(async time =>
        {
            Holds($$"""{"secretId":"base","secretKey":"key","role-arn":"{{ProfileArn}}"}""");
            Sets("TENCENTCLOUD_ASSUME_ROLE_ARN", Arn);
            var service = new ScriptedService(time, Assumed);
            using var client = Account.Client(time, service, new CvmConfiguration { Profile = "ops" }, _machine.Object);
            await client.ForRegion(Account.Region).Read();

            Assert.Equal(
                [("AssumeRole", "base"), ("AssumeRole", "AKIDassumed1"), ("DescribeInstances", "AKIDassumed2")],
                service.Sent.Select(request => (request.Action, SignedBy(request)))
            );
            Assert.Equal([ProfileArn, Arn], service.Sent.Take(2).Select(request => request.Json.GetProperty("RoleArn").GetString()));
            Assert.Equal(
                $"role {Arn} (TENCENTCLOUD_ASSUME_ROLE_ARN), assumed with role {ProfileArn} (role-arn of {ProfilePath}), assumed with {ProfilePath}",
                client.CredentialOrigin
            );
        });

    [Fact]
    public void SameRole_InProfileAndVariables_IsAssumedOnce() =>
        VirtualTime.Run(async time =>
        {
            Holds($$"""{"secretId":"base","secretKey":"key","role-arn":"{{Arn}}"}""");
            Sets("TENCENTCLOUD_ROLE_ARN", Arn);
            var service = new ScriptedService(time, Assumed);
            using var client = Account.Client(time, service, new CvmConfiguration { Profile = "ops" }, _machine.Object);
            await client.ForRegion(Account.Region).Read();

            Assert.Equal(["AssumeRole", "DescribeInstances"], service.Sent.Select(request => request.Action));
        });

    [Fact]
    public void RoleThatIsRefused_IsNamed_WithWhoAskedForIt() =>
        VirtualTime.Run(async time =>
        {
            Sets("TENCENTCLOUD_ASSUME_ROLE_ARN", Arn);
            var service = new ScriptedService(time, (_, _) => ScriptedService.Refused("ResourceNotFound.RoleNotFound"));
            using var client = Account.Client(time, service, Account.Configuration, _machine.Object);
            var exception = await Assert.ThrowsAsync<CvmException>(() => client.ForRegion(Account.Region).Read());

            Assert.Equal(
                $"AssumeRole of {Arn} (TENCENTCLOUD_ASSUME_ROLE_ARN): ResourceNotFound.RoleNotFound: no (request req-1)",
                exception.Message
            );
        });

    [Fact]
    public void ProfileThatAsksForTheRoleOfTheMachine_GetsIt_OrIsTheError() =>
        VirtualTime.Run(async time =>
        {
            Holds("""{"type":"cvm-role","secretId":"other","secretKey":"key"}""");
            var service = new ScriptedService(time, (_, _) => ScriptedService.Status(404));
            using var client = Account.Client(time, service, new CvmConfiguration { Profile = "ops" }, _machine.Object);
            var exception = await Assert.ThrowsAsync<CvmException>(() => client.ForRegion(Account.Region).Read());

            Assert.Equal($"{ProfilePath} asks for the role of this CVM: this machine has no CVM role", exception.ServiceMessage);
            Assert.Equal($"role of this CVM ({ProfilePath})", client.CredentialOrigin);
            Assert.All(service.Sent, request => Assert.Equal("metadata.test", request.Uri.Host));
        });

    private static HttpResponseMessage Assumed(SentRequest request, int number) =>
        request.Action == "AssumeRole"
            ? ScriptedService.Ok(
                $$"""
                "Credentials":{"Token":"token{{number}}","TmpSecretId":"AKIDassumed{{number}}","TmpSecretKey":"key{{number}}"}
                """
            )
            : ScriptedService.Done(request);

    private static string SignedBy(SentRequest request) => request.Headers["Authorization"].Split("Credential=")[1].Split('/')[0];

    private RoleToAssume? Find() => RoleSettings.Find(new CvmConfiguration(), _machine.Object);

    private void Sets(string name, string value) => _machine.Setup(machine => machine.Variable(name)).Returns(value);

    private void Holds(string text) => _machine.Setup(machine => machine.ReadFile(ProfilePath)).Returns(text);
}
