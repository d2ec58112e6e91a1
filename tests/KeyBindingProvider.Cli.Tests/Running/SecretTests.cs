using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>Secrets that stand in a program reach the service and nothing else.</summary>
public class SecretTests
{
    private const string Id = "AKIDmineAndNobodyElses0000000000001";
    private const string Key = "keyThatNobodyMaySee0000000000001";
    private const string Token = "tokenThatNobodyMaySee0000000000001";

    private static readonly string[] Commands = ["plan", "drift", "apply"];

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void Outputs_OfEveryCommand_HoldNoSecret(string output) =>
        Run(
            $"securityToken: {Token}",
            async cli =>
            {
                foreach (var command in Commands)
                {
                    string[] yes = command == "apply" ? ["--yes"] : [];
                    var ran = await cli.RunAsync([command, "--output", output, .. yes]);
                    Assert.InRange(ran.ExitCode, 0, 2);
                    HoldsNoSecret(ran);
                }

                Assert.NotEmpty(cli.Cloud.Journal.Find(actor: Id));
            }
        );

    [Fact]
    public void Problems_OfTheProviderThatHoldsThem_HoldNoSecret() =>
        Run(
            $"secretkey: {Key}, securityToken: [{Token}]",
            async cli =>
            {
                var ran = await cli.RunAsync("plan");
                Assert.Equal(1, ran.ExitCode);
                HoldsNoSecret(ran);
            }
        );

    [Fact]
    public void Refusals_OfTheService_HoldNoSecret() =>
        Run(
            $"securityToken: {Token}",
            async cli =>
            {
                cli.Cloud.Faults.Add(FaultRule.On("DescribeInstances", 1, new FaultEffect.ExpireCredential()));
                var ran = await cli.RunAsync("apply", "--yes");
                Assert.Equal(1, ran.ExitCode);
                Assert.Contains("AuthFailure", ran.Error, StringComparison.Ordinal);
                HoldsNoSecret(ran);
            }
        );

    private static void HoldsNoSecret(Ran ran) =>
        Assert.All([Id, Key, Token], secret => Assert.DoesNotContain(secret, ran.Out + ran.Error, StringComparison.Ordinal));

    private static void Run(string more, Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            cli =>
            {
                cli.Program(
                    $$"""
                    resources:
                      tencent:
                        type: pulumi:providers:keybinding
                        defaultProvider: true
                        properties: { region: ap-guangzhou, secretId: {{Id}}, secretKey: {{Key}}, {{more}} }
                      offboard:
                        type: keybinding:KeyRevocation
                        properties:
                          keyIds: [skey-ada0left]
                          changePolicy: { stopPolicy: graceful, onBlocked: skip }
                    """
                );
                return body(cli);
            },
            SimulatorOptions.Instant with
            {
                Credentials = new Dictionary<string, SimulatedCredential> { [Id] = new(Key, Token) },
            }
        );
}
