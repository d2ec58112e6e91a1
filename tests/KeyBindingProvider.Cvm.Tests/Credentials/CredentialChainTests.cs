using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using Moq;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>Where credentials and region are looked for, in which order, and what is left alone.</summary>
public class CredentialChainTests
{
    private const string Ini = "/nowhere/me/.tencentcloud/credentials";
    private const string SharedIni = "/nowhere/etc/tencentcloud/credentials";
    private const string DefaultProfile = "/nowhere/me/.tccli/default.credential";
    private const string OpsProfile = "/nowhere/me/.tccli/ops.credential";

    private readonly Mock<IEnvironment> _machine = new();

    public CredentialChainTests()
    {
        _machine.Setup(machine => machine.HomeFolder).Returns("/nowhere/me");
        _machine.Setup(machine => machine.SystemFolder).Returns("/nowhere/etc");
    }

    [Fact]
    public void Configured_NothingElseIsLookedAt()
    {
        Assert.Equal(Account.Id, IdOf(Find(Account.Configuration)));
        _machine.VerifyNoOtherCalls();
    }

    [Fact]
    public void Variables_ComeBeforeFiles()
    {
        SetsPair("id");
        Sets("TENCENTCLOUD_TOKEN", "token");
        var found = Find();

        Assert.Equal("environment (TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY)", found?.Name);
        Assert.Equal(("id", "key", "token"), (IdOf(found), found?.Pair?.SecretKey.Reveal(), found?.Pair?.Token?.Reveal()));
        _machine.Verify(machine => machine.ReadFile(It.IsAny<string>()), Times.Never);
    }

    [Fact]
    public void Nothing_EveryPlaceIsLookedAtInOrder()
    {
        Assert.Null(Find());
        Assert.Equal(
            [Ini, SharedIni, DefaultProfile],
            _machine.Invocations.Where(call => call.Method.Name == nameof(IEnvironment.ReadFile)).Select(call => (string)call.Arguments[0]!)
        );
    }

    [Fact]
    public void FileOfAllUsers_ComesAfterTheUsersOwn_AndOnlyWhereNoneIsNamed()
    {
        Holds(SharedIni, Section("default", "shared"));
        Holds(DefaultProfile, Profile("other"));
        Assert.Equal(($"{SharedIni}, section [default]", "shared"), (Find()!.Name, IdOf(Find())));

        Holds(Ini, Section("default", "own"));
        Assert.Equal("own", IdOf(Find()));

        Sets("TENCENTCLOUD_CREDENTIALS_FILE", "/nowhere/mine");
        Assert.Equal("TENCENTCLOUD_CREDENTIALS_FILE names /nowhere/mine, but there is no such file.", Trouble());
    }

    [Fact]
    public void FileOfAllUsers_WithoutADefaultSection_IsTheError()
    {
        Holds(SharedIni, Section("ops", "id"));
        Assert.StartsWith(SharedIni, Trouble(), StringComparison.Ordinal);
    }

    [Fact]
    public void RoleOfTheCvmThatAVariableNames_ComesBeforeThePairOfTheVariables_AndAfterTheConfiguration()
    {
        SetsPair("id");
        Sets("TENCENTCLOUD_CAM_ROLE_NAME", "deploys");
        var found = Find();
        Assert.Equal(("TENCENTCLOUD_CAM_ROLE_NAME (deploys)", null, "deploys"), (found!.Name, found.Pair, found.CvmRole));
        Assert.Equal(Account.Id, IdOf(Find(Account.Configuration)));

        Sets("TENCENTCLOUD_CAM_ROLE_NAME", "../latest");
        Assert.Equal("TENCENTCLOUD_CAM_ROLE_NAME is not the name of a role.", Trouble());
    }

    /// <summary>Else a pod acts as the node that it runs on.</summary>
    [Theory]
    [InlineData("TKE_ROLE_ARN")]
    [InlineData("TKE_PROVIDER_ID")]
    [InlineData("TKE_WEB_IDENTITY_TOKEN_FILE")]
    public void RoleOfAPod_IsTheError_WhereNothingElseIsFound(string variable)
    {
        Sets("TKE_REGION", "ap-guangzhou");
        Assert.Null(Find());
        Sets(variable, "something");
        Assert.StartsWith(
            $"{variable} asks for the role of a pod (AssumeRoleWithWebIdentity), which is not supported.",
            Trouble(),
            StringComparison.Ordinal
        );
        SetsPair("id");
        Assert.Equal("id", IdOf(Find()));
    }

    [Fact]
    public void FileThatCannotBeRead_EndsTheSearch_WithItsName()
    {
        _machine.Setup(machine => machine.ReadFile(It.IsAny<string>())).Throws(new UnauthorizedAccessException("denied"));

        Assert.Equal($"{Ini}: cannot be read: denied", Trouble());
        _machine.Verify(machine => machine.ReadFile(It.IsAny<string>()), Times.Once);
    }

    [Theory]
    [InlineData("TENCENTCLOUD_PROFILE")]
    [InlineData("TCCLI_PROFILE")]
    public void ProfileOfAVariable_ComesBeforeTheDefaultSection_ForCredentialsAndRegion(string variable)
    {
        Sets(variable, "ops");
        Holds(Ini, Section("default", "other"));
        Holds(OpsProfile, Profile("id"));
        Holds("/nowhere/me/.tccli/ops.configure", """{"_sys_param":{"region":"ap-seoul"}}""");

        Assert.Equal(("id", OpsProfile), (IdOf(Find()), Find()?.Name));
        Assert.Equal("ap-seoul", CvmClient.FindRegion(new CvmConfiguration(), _machine.Object));
    }

    /// <summary>As <c>--profile</c> of Tencent's own command line.</summary>
    [Fact]
    public void ProfileOfTheConfiguration_ComesBeforeVariablesAndFiles()
    {
        SetsPair("variable");
        Sets("TENCENTCLOUD_PROFILE", "dev");
        Holds(Ini, Section("default", "other"));
        Holds(OpsProfile, Profile("id"));

        Assert.Equal("id", IdOf(Find(new CvmConfiguration { Profile = "ops" })));
        Assert.Equal(Account.Id, IdOf(Find(Account.Configuration with { Profile = "ops" })));
    }

    [Fact]
    public void ProfileOfAVariable_ComesAfterThePairOfVariables()
    {
        SetsPair("id");
        Sets("TENCENTCLOUD_PROFILE", "ops");
        Holds(OpsProfile, Profile("other"));

        Assert.Equal("id", IdOf(Find()));
    }

    [Fact]
    public void Profile_MayBeASection()
    {
        Sets("TENCENTCLOUD_PROFILE", "ops");
        Holds(Ini, Section("default", "other") + Section("ops", "id"));

        Assert.Equal(("id", $"{Ini}, section [ops]"), (IdOf(Find()), Find()?.Name));
        Holds(OpsProfile, Profile("file"));
        Assert.Equal("file", IdOf(Find()));
    }

    [Fact]
    public void Profile_InAFileThatAVariableNames_ComesBeforeTheUsualOne()
    {
        Sets("TENCENTCLOUD_PROFILE", "ops");
        Sets("TENCENTCLOUD_CREDENTIALS_FILE", "/etc/mine");
        Holds("/etc/mine", Section("ops", "id"));
        Holds(OpsProfile, Profile("other"));

        Assert.Equal("id", IdOf(Find()));
    }

    [Fact]
    public void FolderOfProfiles_ThatIsNamed_ComesBeforeTheDefaultSection()
    {
        Holds(Ini, Section("default", "other"));
        Holds("/etc/profiles/default.credential", Profile("id"));
        Sets("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/etc/profiles");

        Assert.Equal("id", IdOf(Find()));
    }

    [Fact]
    public void ProfileThatIsNowhere_IsTheError_AndNoOtherSourceIsTaken()
    {
        Holds(Ini, Section("default", "other"));
        Holds(DefaultProfile, Profile("other"));
        var places = $"but there is neither {OpsProfile} nor a section [ops] in {Ini}.";

        Assert.Equal($"the provider names profile ops, {places}", Trouble(new CvmConfiguration { Profile = "ops" }));
        Sets("TENCENTCLOUD_PROFILE", "ops");
        Assert.Equal($"TENCENTCLOUD_PROFILE names profile ops, {places}", Trouble());
    }

    [Fact]
    public void FileThatAVariableNames_AndThatIsNotThere_IsTheError()
    {
        Sets("TENCENTCLOUD_CREDENTIALS_FILE", "/etc/mine");
        Holds(DefaultProfile, Profile("other"));

        Assert.Equal("TENCENTCLOUD_CREDENTIALS_FILE names /etc/mine, but there is no such file.", Trouble());
    }

    [Theory]
    [InlineData("", null, "TENCENTCLOUD_SECRET_ID is")]
    [InlineData(null, " ", "TENCENTCLOUD_SECRET_KEY is")]
    [InlineData("", "", "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are")]
    public void VariablesSetToNothing_AreTheError(string? id, string? key, string names)
    {
        Sets("TENCENTCLOUD_SECRET_ID", id);
        Sets("TENCENTCLOUD_SECRET_KEY", key);
        Holds(Ini, Section("default", "other"));

        Assert.Equal($"environment: {names} set to nothing. Set both, or unset both.", Trouble());
    }

    [Fact]
    public void FileThatOthersCanRead_IsSaid_WhenItIsTaken_AndOnlyThen()
    {
        _machine.Setup(machine => machine.IsReadableByOthers(It.IsAny<string>())).Returns(true);
        Holds(Ini, Section("default", "id"));
        Assert.Equal(
            [Ini],
            Account.Client(TimeProvider.System, new HttpClientHandler(), new CvmConfiguration(), _machine.Object).ExposedFiles
        );

        SetsPair("id");
        Assert.Empty(Account.Client(TimeProvider.System, new HttpClientHandler(), new CvmConfiguration(), _machine.Object).ExposedFiles);
    }

    private static string Section(string name, string id) => $"[{name}]\nsecret_id = {id}\nsecret_key = key\n";

    private static string Profile(string id) => $$"""{"secretId":"{{id}}","secretKey":"key"}""";

    private static string? IdOf(FoundSource? found) => found?.Pair?.SecretId.Reveal();

    private void Sets(string name, string? value) => _machine.Setup(machine => machine.Variable(name)).Returns(value);

    private void SetsPair(string id)
    {
        Sets("TENCENTCLOUD_SECRET_ID", id);
        Sets("TENCENTCLOUD_SECRET_KEY", "key");
    }

    private void Holds(string path, string text) => _machine.Setup(machine => machine.ReadFile(path)).Returns(text);

    private FoundSource? Find(CvmConfiguration? configuration = null) =>
        new CredentialChain(configuration ?? new CvmConfiguration(), _machine.Object, TimeProvider.System).Find();

    private string Trouble(CvmConfiguration? configuration = null)
    {
        var exception = Assert.Throws<CvmException>(() => Find(configuration));
        Assert.Equal(ErrorClass.Authorization, exception.ErrorClass);
        return exception.ServiceMessage;
    }
}
