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

    /// <summary>It would keep nobody from losing the key that was meant; it costs no call to say so.</summary>
    [Fact]
    public void KeyThatDoesNotExist_IsAWarning_InPlanAuditAndApply() =>
        Run(
            "[skey-team0001, skey-gone0001]",
            async cli =>
            {
                const string Warning =
                    "warning KB3031 Pulumi.yaml:6:7 resources.account.properties.pinnedKeys: pinnedKeys names skey-gone0001, which does not exist in ap-guangzhou.";
                string[] Told(Ran ran) =>
                    [
                        .. (ran.Out + ran.Error)
                            .Split('\n')
                            .Select(line => line.Trim())
                            .Where(line => line.Contains("KB3031", StringComparison.Ordinal)),
                    ];
                Assert.Equal([Warning], Told(await cli.RunAsync("plan")));
                // Of the keys of the plan with the pinned ones, and of those that the machines show beside them.
                Assert.Equal(2, cli.Cloud.Journal.Find("DescribeKeyPairs").Count);
                var audit = await cli.RunAsync("audit");
                Assert.Equal([Warning], Told(audit));
                Assert.Contains(
                    "skey-gone0001 is pinned and missing on 2 instances; it does not exist in this region\n",
                    audit.Out,
                    StringComparison.Ordinal
                );
                // In the plan that is asked about, and in the report, as any warning of a plan.
                Assert.Equal([Warning, Warning], Told(await cli.RunAsync("apply", "--yes")));
            }
        );

    [Fact]
    public void KeyThatDoesNotExist_IsInTheReportOfAnApply() =>
        Run(
            "[skey-team0001, skey-gone0001]",
            async cli =>
            {
                var ran = await cli.RunAsync("apply", "--yes", "--output", "json");
                Assert.Equal(0, ran.ExitCode);
                Assert.Contains("\"KB3031\"", ran.Out, StringComparison.Ordinal);
            }
        );

    /// <summary>A key pair is of one region, a provider may be of several: what one of them has is pinned there.</summary>
    [Theory]
    [InlineData("[skey-glass001, skey-shang001]", "")]
    [InlineData("[skey-gone0001]", "pinnedKeys names skey-gone0001, which does not exist in ap-guangzhou, ap-shanghai.")]
    public void SeveralRegions_WarnOfWhatNoneOfThemHas(string pinned, string warning) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World + "\n  ap-shanghai:\n    keys:\n      - { id: skey-shang001, name: shanghai }\n    instances: []\n"),
            async cli =>
            {
                cli.Program(
                    $$"""
                    name: fleet
                    config:
                      keybinding:pinnedKeys: {{pinned}}
                    resources:
                      here:
                        type: keybinding:KeyRevocation
                        properties: { region: ap-guangzhou, keyIds: [skey-left0001] }
                      there:
                        type: keybinding:KeyRevocation
                        properties: { region: ap-shanghai, keyIds: [skey-left0001] }
                    """
                );
                foreach (var command in (string[])["plan", "audit"])
                {
                    var ran = await cli.RunAsync(command);
                    var lines = (ran.Out + ran.Error)
                        .Split('\n')
                        .Where(line => line.Contains("KB3031", StringComparison.Ordinal))
                        .ToArray();
                    Assert.Equal(warning.Length == 0 ? 0 : 1, lines.Length);
                    Assert.All(
                        lines,
                        line =>
                        {
                            Assert.Contains(warning, line, StringComparison.Ordinal);
                            Assert.Contains("config.keybinding.pinnedKeys", line, StringComparison.Ordinal);
                        }
                    );
                }
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
