using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>How the two kinds of credential files are read, and what is said of one that cannot be used.</summary>
public class CredentialFormatTests
{
    private const string Secret = "thisNobodyMaySee";

    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("[ops]\nsecret_id = other\nsecret_key = other\n[default]\nsecret_id = id\nsecret_key = key\ntoken = token")]
    [InlineData("[default]\nsecret_id: id\nsecret_key: key\ntoken: token\n[ops]\nsecret_id: other")]
    [InlineData("[default]\r\nsecret_id=id\r\nsecret_key=key\r\ntoken=token\r\n")]
    [InlineData("# mine\n[ default ] # the usual one\nSECRET_ID = \"id\"\nSecret_Key = 'key'\n; token\ntoken : token")]
    public void Section_IsReadAsTheOfficialSdksDo(string text)
    {
        var pair = SectionedFile.Parse("file", text).Find("default")!.Pair!;

        Assert.Equal(("id", "key", "token"), (pair.SecretId.Reveal(), pair.SecretKey.Reveal(), pair.Token?.Reveal()));
    }

    [Fact]
    public void Section_MayNameARole()
    {
        var text = "[default]\nsecret_id = id\nsecret_key = key\nrole_arn = qcs::cam::uin/1:roleName/R";
        var role = SectionedFile.Parse("file", text).Find("default")!.Role;

        Assert.Equal(("qcs::cam::uin/1:roleName/R", "keybinding"), (role?.Role.RoleArn, role?.Role.SessionName));
        Assert.Equal("role_arn of file, section [default]", role?.AskedBy);
    }

    [Theory]
    [InlineData(
        $"[default]\nsecret_key = {Secret}",
        "file, section [default]: secret_key is set, but secret_id is not. Set both, or none."
    )]
    [InlineData("[default]\n[ops]", "file, section [default]: has no secret_id and secret_key.")]
    [InlineData($"[default]\nsecret_id = {Secret}\n[default]", "file: section [default] stands twice. Keep one.")]
    [InlineData($"[default]\nsecret_id = {Secret}\nSECRET_ID: {Secret}", "file: section [default] has a name twice. Keep one.")]
    [InlineData(
        $"[default]\nsecret_id = {Secret} ; mine\nsecret_key = key",
        "file, section [default]: secret_id contains blanks, control or non-ASCII characters. Copy it again."
    )]
    public void Section_ThatCannotBeUsed_IsSaid_WithoutASecret(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<CvmException>(() => SectionedFile.Parse("file", text).Find("default")).ServiceMessage);

    [Fact]
    public void SectionThatIsMissing_IsSaid_WithThoseThatAreThere() =>
        Assert.Equal(
            "file: has no section [default], but [ops], [dev]. Name one of them as profile, or in TENCENTCLOUD_PROFILE.",
            SectionedFile.Parse("file", "[ops]\n[dev]").Without("default")
        );

    [Theory]
    [InlineData("1767323046")]
    [InlineData("1767323046.5")]
    [InlineData("\"1767323046\"")]
    public void Login_EndsWhenItSays(string end)
    {
        var found = Read($$"""{"type":"oauth","secretId":"id","secretKey":"key","token":"token","expiresAt":{{end}},"oauth":{ } }""");

        Assert.Equal(s_now.AddSeconds(1), found.Pair!.End);
    }

    [Theory]
    [InlineData("""{"type":"cvm-role"}""")]
    [InlineData("""{"use-cvm-role":true}""")]
    [InlineData("""{"use-cvm-role":"true","secretId":"id","secretKey":"key"}""")]
    public void Profile_MayAskForTheRoleOfTheMachine(string text) => Assert.Null(Read(text).Pair);

    [Theory]
    [InlineData("", "keybinding")]
    [InlineData(",\"role-session-name\":\"nightly\"", "nightly")]
    public void Profile_MayNameARole(string more, string session)
    {
        var found = Read($$"""{"secretId":"id","secretKey":"key","role-arn":"qcs::cam::uin/1:roleName/R"{{more}}}""");

        Assert.Equal(("id", "role-arn of /p/ops.credential"), (found.Pair?.SecretId.Reveal(), found.Role?.AskedBy));
        Assert.Equal(("qcs::cam::uin/1:roleName/R", session), (found.Role?.Role.RoleArn, found.Role?.Role.SessionName));
    }

    [Theory]
    [InlineData("{}", "has no secretId and secretKey.")]
    [InlineData("""{"secretId":"\ud800"}""", "holds a text that is no Unicode.")]
    [InlineData("[]", "is not a JSON object.")]
    [InlineData($"{{\n\"secretKey\":\"{Secret}", "is not valid JSON (line 2).")]
    [InlineData($$"""{"secretKey":"{{Secret}}"}""", "secretKey is set, but secretId is not. Set both, or none.")]
    [InlineData("""{"role-arn":"qcs::cam::uin/1:roleName/R"}""", "has role-arn, but no secretId and secretKey to assume it with.")]
    [InlineData($$"""{"secretId":"id","secretKey":"{{Secret}}","expiresAt":"soon"}""", "expiresAt is no time in Unix seconds.")]
    [InlineData(
        $$"""{"secretId":"id","secretKey":"{{Secret}}","expiresAt":1767323045}""",
        "the login has ended at 2026-01-02 03:04:05 UTC. Log in again: tccli auth login --profile ops."
    )]
    public void Profile_ThatCannotBeUsed_IsSaid_WithoutASecret(string text, string problem) =>
        Assert.Equal($"/p/ops.credential: {problem}", Assert.Throws<CvmException>(() => Read(text)).ServiceMessage);

    private static FoundSource Read(string text) => ProfileFile.Read("/p/ops.credential", text, s_now);
}
