using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary><c>keybinding whoami</c>: which identity, from which source, until when; and what is said when a source cannot be used.</summary>
public sealed class WhoAmITests : IDisposable
{
    private const string RoleArn = SimulatorOptions.DefaultRoleArn;

    private static readonly string[] Secrets = [SimulatorOptions.DefaultSecretId, SimulatorOptions.DefaultSecretKey, "TEMPORARY", "token-"];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("keybinding-home-");

    public void Dispose() => _home.Delete(recursive: true);

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void PairOfTheEnvironment_IsAUser_WithoutAnEnd(string output) =>
        Run(async cli =>
        {
            var ran = await AskAsync(cli, "--output", output);

            Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
            Golden.IsFile($"whoami.{output}", ran.Out);
            Assert.Equal(["GetCallerIdentity"], cli.Cloud.Journal.Calls.Select(call => call.Action));
            if (output == "json")
            {
                Assert.Empty(Schema.Errors("identity", ran.Out));
            }
        });

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public void RoleOfTheEnvironment_IsThatRole_WithWhatItIsAssumedWith_AndItsEnd(string output) =>
        Run(async cli =>
        {
            var pair = cli.Machine.Variable;
            cli.Machine = cli.Machine with { Variable = name => name == "TENCENTCLOUD_ASSUME_ROLE_ARN" ? RoleArn : pair(name) };
            var ran = await AskAsync(cli, "--output", output);

            Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
            Golden.IsFile($"whoami-role.{output}", ran.Out);
        });

    [Fact]
    public void ProfileOfAProgram_WithALoginAndARole_IsUsed_AndTheFileThatOthersCanReadIsSaid() =>
        Run(async cli =>
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
            var path = Holds(
                "ops",
                $$"""
                {"type":"oauth","secretId":"{{SimulatorOptions.DefaultSecretId}}","secretKey":"{{SimulatorOptions.DefaultSecretKey}}",
                "expiresAt":{{cli.Time.GetUtcNow().AddHours(2).ToUnixTimeSeconds()}}}
                """
            );
            cli.Machine = cli.Machine with { HomeFolder = _home.FullName, Variable = _ => null };
            cli.Program(
                """
                resources:
                  tencent:
                    type: pulumi:providers:keybinding
                    defaultProvider: true
                    properties: { region: ap-guangzhou, profile: ops }
                  offboard:
                    type: keybinding:KeyRevocation
                    properties: { keyIds: [skey-ada0left] }
                """
            );
            var ran = await AskAsync(cli, "-f", cli.PathOf("Pulumi.yaml"));

            Assert.Equal(0, ran.ExitCode);
            Assert.Contains($"  source         {path}\n", ran.Out, StringComparison.Ordinal);
            Assert.Contains($"  until          {cli.Time.GetUtcNow().AddHours(2):yyyy-MM-ddTHH:mm:}", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("renewed", ran.Out, StringComparison.Ordinal);
            Assert.StartsWith($"warning KB2010: {path} can be read by other users of this machine.", ran.Error, StringComparison.Ordinal);
        });

    [Fact]
    public void ProfileThatCannotBeUsed_IsTheError_AlthoughThereAreOtherSources() =>
        Run(async cli =>
        {
            var path = Holds("ops", """{"type":"oauth","secretId":"AKIDEXPIRED","secretKey":"nobodySeesThis","expiresAt":1}""");
            Holds(
                "default",
                $$"""{"secretId":"{{SimulatorOptions.DefaultSecretId}}","secretKey":"{{SimulatorOptions.DefaultSecretKey}}"}"""
            );
            cli.Machine = cli.Machine with
            {
                HomeFolder = _home.FullName,
                Variable = name => name == "TENCENTCLOUD_PROFILE" ? "ops" : null,
            };
            var ran = await AskAsync(cli);

            Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
            Assert.StartsWith(
                $"error KB2001: credentials: {path}: the login has ended at 1970-01-01 00:00:01 UTC. Log in again: tccli auth login --profile ops.",
                ran.Error,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("nobodySeesThis", ran.Error, StringComparison.Ordinal);
            Assert.Empty(cli.Cloud.Journal.Calls);
        });

    [Theory]
    [InlineData("AuthFailure.AccessKeyIllegal", "error KB2002: GetCallerIdentity: AuthFailure.AccessKeyIllegal: ")]
    [InlineData("InvalidParameter.AccessKeyNotSupport", "error KB2005: GetCallerIdentity: InvalidParameter.AccessKeyNotSupport: ")]
    public void Refusal_IsSaidAsTheServiceSaysIt(string code, string text) =>
        Run(async cli =>
        {
            cli.Cloud.Faults.Add(FaultRule.On("GetCallerIdentity", 1, new FaultEffect.RefuseWith(code)));
            var ran = await AskAsync(cli);

            Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
            Assert.StartsWith(text, ran.Error, StringComparison.Ordinal);
        });

    private static async Task<Ran> AskAsync(SimulatedCli cli, params string[] more)
    {
        var ran = await cli.RunBareAsync(["whoami", .. more]);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, ran.Out + ran.Error, StringComparison.Ordinal));
        return ran;
    }

    private static void Run(Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")), body);

    private string Holds(string profile, string text)
    {
        var path = Path.Combine(_home.CreateSubdirectory(".tccli").FullName, $"{profile}.credential");
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0x1A4);
            File.SetUnixFileMode(_home.FullName, (UnixFileMode)0x1ED);
        }

        return path;
    }
}
