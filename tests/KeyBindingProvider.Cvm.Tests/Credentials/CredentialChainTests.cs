using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using Moq;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>Where credentials and region are looked for, in which order, and what is left alone.</summary>
public class CredentialChainTests
{
    private readonly Mock<IEnvironment> _machine = new();

    public CredentialChainTests() => _machine.Setup(machine => machine.HomeFolder).Returns("/nowhere/me");

    [Fact]
    public void Configured_NothingElseIsLookedAt()
    {
        Assert.Equal(Account.Id, Find(Account.Configuration)?.SecretId.Reveal());
        _machine.VerifyNoOtherCalls();
    }

    [Fact]
    public void Variables_ComeBeforeFiles()
    {
        Sets("TENCENTCLOUD_SECRET_ID", "id");
        Sets("TENCENTCLOUD_SECRET_KEY", "key");
        Sets("TENCENTCLOUD_TOKEN", "token");
        var found = Find();

        Assert.Equal(("id", "key", "token"), (found?.SecretId.Reveal(), found?.SecretKey.Reveal(), found?.Token?.Reveal()));
        _machine.Verify(machine => machine.ReadFile(It.IsAny<string>()), Times.Never);
    }

    [Fact]
    public void Nothing_EveryPlaceIsLookedAtInOrder()
    {
        Assert.Null(Find());
        Assert.Equal(
            ["/nowhere/me/.tencentcloud/credentials", "/nowhere/me/.tccli/default.credential"],
            _machine.Invocations.Where(call => call.Method.Name == nameof(IEnvironment.ReadFile)).Select(call => (string)call.Arguments[0]!)
        );
    }

    [Fact]
    public void FileThatCannotBeRead_EndsTheSearch_WithItsName()
    {
        _machine.Setup(machine => machine.ReadFile(It.IsAny<string>())).Throws(new UnauthorizedAccessException("denied"));
        var exception = Assert.Throws<CvmException>(() => Find());

        Assert.Equal("/nowhere/me/.tencentcloud/credentials: cannot be read: denied", exception.ServiceMessage);
        _machine.Verify(machine => machine.ReadFile(It.IsAny<string>()), Times.Once);
    }

    [Fact]
    public void Profile_IsTheOneThatIsNamed_ForCredentialsAndRegion()
    {
        Sets("TENCENTCLOUD_PROFILE", "ops");
        _machine.Setup(machine => machine.ReadFile("/nowhere/me/.tccli/ops.credential")).Returns("""{"secretId":"id","secretKey":"key"}""");
        _machine.Setup(machine => machine.ReadFile("/nowhere/me/.tccli/ops.configure")).Returns("""{"_sys_param":{"region":"ap-seoul"}}""");

        Assert.Equal("id", Find()?.SecretId.Reveal());
        Assert.Equal("ap-seoul", CvmClient.FindRegion(new CvmConfiguration(), _machine.Object));
    }

    private void Sets(string name, string value) => _machine.Setup(machine => machine.Variable(name)).Returns(value);

    private CvmCredentials? Find(CvmConfiguration? configuration = null) =>
        new CredentialChain(configuration ?? new CvmConfiguration(), _machine.Object).Find();
}
