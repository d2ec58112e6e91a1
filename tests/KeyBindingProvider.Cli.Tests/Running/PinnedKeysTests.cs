namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>The provider's <c>pinnedKeys</c> at the command line: what would take one away is refused, in plan and apply, and nothing is written.</summary>
public class PinnedKeysTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-glass001, name: emergency }
            instances:
              - { id: ins-web00001, name: web-1, state: STOPPED, keys: [team, emergency] }
              - { id: ins-web00002, name: web-2, state: STOPPED, keys: [team, emergency] }
        """;

    [Fact]
    public void ExclusiveSetWithoutIt_IsRefused_WithMachinesAndWayOut() =>
        Run(
            "[skey-glass001]",
            async cli =>
            {
                var plan = await cli.RunAsync("plan");
                Assert.Equal(4, plan.ExitCode);
                Assert.Contains(
                    "KB3023 Pulumi.yaml:8:3 resources.exact: skey-glass001 is pinned, and 'exact' would take it off 2 instances: ins-web00001, ins-web00002.",
                    plan.Out,
                    StringComparison.Ordinal
                );
                Assert.Contains("take it out of the provider's pinnedKeys first", plan.Out, StringComparison.Ordinal);
                Assert.Equal(4, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Theory]
    [InlineData("[skey-team0001]")]
    [InlineData("[]")]
    public void OtherKeys_GoAsEver(string pinned) =>
        Run(
            pinned,
            async cli =>
            {
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.All(cli.Cloud.View.Instances, instance => Assert.Equal(["skey-team0001"], instance.KeyIds));
            }
        );

    [Theory]
    [InlineData("[emergency]", "KB1001 Pulumi.yaml:6:20 resources.account.properties.pinnedKeys[0]: 'emergency' is not")]
    [InlineData("skey-glass001", "resources.account.properties.pinnedKeys: pinnedKeys must be a list of ids, not 'skey-glass001'.")]
    public void BadInput_IsSaid(string pinned, string message) =>
        Run(
            pinned,
            async cli =>
            {
                var plan = await cli.RunAsync("plan");
                Assert.Equal(1, plan.ExitCode);
                Assert.Contains(message, plan.Error, StringComparison.Ordinal);
                Assert.Empty(cli.WritesSent);
            }
        );

    private static void Run(string pinned, Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(
                    $$"""
                    name: glass
                    resources:
                      account:
                        type: pulumi:providers:keybinding
                        properties:
                          pinnedKeys: {{pinned}}
                          region: ap-guangzhou
                      exact:
                        type: keybinding:InstanceKeysExclusive
                        properties: { instanceIds: [ins-web00001, ins-web00002], keyIds: [skey-team0001] }
                        options: { provider: "${account}" }
                    """
                );
                await body(cli);
            }
        );
}
