namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>What starts machines with a revoked key, at the command line: found, shown, rewritten, and what bad input prints.</summary>
public class KeySourcesTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-ada0left, name: ada }
              - { id: skey-team2026, name: team }
              - { id: skey-else0001, name: else }
            instances:
              - { id: ins-web00001, name: web-1, state: STOPPED, keys: [ada, team] }
            launchTemplates:
              - { id: lt-web00001, name: web, default: 2, versions: [{ keys: [ada] }, { keys: [ada] }] }
              - { id: lt-other001, name: other, versions: [{ keys: [team] }, {}] }
            launchConfigurations:
              - { id: asc-web00001, name: web, keys: [ada], groups: { asg-web00001: web } }
            nodePools:
              - { id: np-native01, cluster: cls-prod0001, keys: [ada] }
        """;

    [Fact]
    public void Plan_ShowsWhatIsRewritten_AndApplyDoesIt() =>
        Run(
            "rewriteSources: true, replacementKeyId: skey-team2026",
            async cli =>
            {
                var plan = await cli.RunAsync("plan");
                Assert.Equal(2, plan.ExitCode);
                Contains(
                    """
                    What starts machines later, and names a revoked key:
                      * launch template lt-web00001 (web), version 2: lose skey-ada0left (ada), gain skey-team2026 (team), by a new version that becomes its default
                      = launch template lt-web00001 (web): version 1, harmless unless a machine is started from one by its number
                      * launch configuration asc-web00001 (web) (used by asg-web00001): lose skey-ada0left (ada), gain skey-team2026 (team)
                      ! node pool np-native01 (used by cls-prod0001): its next machine gets skey-ada0left (ada)
                      API writes     3, for these, before any machine is changed
                    """,
                    plan.Out
                );
                Contains("Not rewritten: the keys of a native node pool cannot be set through this API.", plan.Out);
                Contains("-> Set other keys on the node pool in the console of TKE: nothing here can.", plan.Out);

                var json = await cli.RunAsync("plan", "--output", "json");
                Contains("\"newKeyIds\": [", json.Out);
                Contains("- \\* launch template", (await cli.RunAsync("plan", "--output", "markdown")).Out);

                var apply = await cli.RunAsync("apply", "--yes");
                Assert.Equal(0, apply.ExitCode);
                Contains("2 of 2 key sources rewritten", apply.Out);
                Contains("launch template lt-web00001: version 3 with skey-team2026 is its default now", apply.Out);
                Assert.All(cli.Cloud.View.Sources, source => Assert.Equal(["skey-team2026"], source.KeyIds));

                var again = await cli.RunAsync("plan");
                Assert.Equal(0, again.ExitCode);
                Contains("= launch template lt-web00001 (web): versions 1, 2, harmless", again.Out);
            }
        );

    /// <summary>A version that a dead or refused run has left: shown as what it is, rehearsed, used; at the most that a template may have, too.</summary>
    [Fact]
    public void VersionOfAnEarlierRun_IsShownAndRehearsedAndUsed() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(
                World.Replace(
                    "default: 2, versions: [{ keys: [ada] }, { keys: [ada] }]",
                    $"default: 29, versions: [{string.Join(", ", Enumerable.Repeat("{ keys: [ada] }", 29))}]",
                    StringComparison.Ordinal
                )
            ),
            async cli =>
            {
                cli.Program(ProgramOf("rewriteSources: true, replacementKeyId: skey-team2026"));
                cli.Cloud.Faults.Add(
                    Simulator.Faults.FaultRule.From(
                        "ModifyLaunchTemplateDefaultVersion",
                        1,
                        new Simulator.Faults.FaultEffect.RefuseWith("UnauthorizedOperation")
                    )
                );
                Contains("The next apply makes version 30 the default, and no other one.", (await cli.RunAsync("apply", "--yes")).Out);
                cli.Cloud.Faults.Clear();

                var plan = await cli.RunAsync("plan", "--simulate");
                Contains(
                    """
                      * launch template lt-web00001 (web), version 29: lose skey-ada0left (ada), gain skey-team2026 (team), by version 30, which an earlier run made and which becomes its default
                    """,
                    plan.Out
                );
                Contains("  API writes     1, for these, before any machine is changed", plan.Out);
                Contains("1 of 1 key source rewritten", plan.Out);
                Assert.DoesNotContain("CreateLaunchTemplateVersion", plan.Out, StringComparison.Ordinal);
                var json = (await cli.RunAsync("plan", "--output", "json")).Out;
                Contains("\"preparedVersion\": 30", json);
                Assert.Empty(Schema.Errors("plan", json));

                Contains(
                    "launch template lt-web00001: version 30 with skey-team2026 is its default now",
                    (await cli.RunAsync("apply", "--yes")).Out
                );
                Assert.Single(cli.Cloud.Journal.Find("CreateLaunchTemplateVersion"));
                Assert.Equal(["skey-team2026"], KeysOfNext(cli, "lt-web00001"));
            }
        );

    /// <summary>The example, with the account that its README starts.</summary>
    [Fact]
    public void Example_HealsWhatStartsMachines() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                cli.Program(Repository.Read("examples/cli/keys-that-come-back.yaml"));
                Assert.Equal(["skey-ada0left"], KeysOfNext(cli, "asc-web00001"));
                var apply = await cli.RunAsync("apply", "--yes");
                Contains("2 of 2 key sources rewritten", apply.Out);
                Assert.Equal(["skey-team2026"], KeysOfNext(cli, "asc-web00001"));
                Assert.Equal(["skey-team2026"], KeysOfNext(cli, "lt-web00001"));
            }
        );

    /// <summary>The copy has what is rewritten: the rehearsal does it there, before the machines, and nothing of it in the account.</summary>
    [Fact]
    public void Rehearsal_RewritesTheCopy_AndNotTheAccount() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                cli.Program(Repository.Read("examples/cli/keys-that-come-back.yaml"));
                var plan = await cli.RunAsync("plan", "--simulate", "--fault", "all");
                Assert.Equal(2, plan.ExitCode);
                Assert.DoesNotContain("KB1026", plan.Out, StringComparison.Ordinal);
                Contains("CreateLaunchTemplateVersion 1 (at most 1 of 20 a second)", plan.Out);
                Contains("ModifyLaunchConfigurationAttributes 1 (at most 1 of 20 a second)", plan.Out);
                Contains("2 of 2 key sources rewritten", plan.Out);
                // Once for each run: a lost answer and a refusal are repeated.
                Assert.Equal(6, plan.Out.Split("2 of 2 key sources rewritten").Length - 1);
                Assert.Empty(cli.WritesSent);
                Assert.Equal(["skey-ada0left"], KeysOfNext(cli, "lt-web00001"));
            }
        );

    /// <summary>Where only what starts machines is changed, that is what is rehearsed; a pool that nothing rewrites is told once, by the plan.</summary>
    [Fact]
    public void Rehearsal_OfRewritesAlone_IsMade() =>
        Run(
            "rewriteSources: true, replacementKeyId: skey-team2026, exceptInstanceIds: [ins-web00001]",
            async cli =>
            {
                var plan = await cli.RunAsync("plan", "--simulate");
                Assert.Equal(2, plan.ExitCode);
                Contains("forecast", plan.Out);
                Contains("2 of 2 key sources rewritten", plan.Out);
                Contains("without any key 0 s", plan.Out);
                Assert.Equal(2, plan.Out.Split("np-native01").Length - 1);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void Approved_BindsWhatIsRewritten() =>
        Run(
            "rewriteSources: true, replacementKeyId: skey-team2026",
            async cli =>
            {
                Assert.Equal(2, (await cli.RunAsync("plan", "--out", "approved.plan")).ExitCode);
                await cli.RunAsync("apply", "--yes");
                var stale = await cli.RunAsync("apply", "approved.plan", "--yes");
                Assert.NotEqual(0, stale.ExitCode);
                Assert.Single(cli.Cloud.Journal.Find("CreateLaunchTemplateVersion"));
            }
        );

    [Fact]
    public void Approved_NamesTheSourceThatMoved_InTextAndJson() =>
        Run(
            "rewriteSources: true, replacementKeyId: skey-team2026",
            async cli =>
            {
                Assert.Equal(2, (await cli.RunAsync("plan", "--out", cli.PathOf("approved.plan"))).ExitCode);
                // By another program: the template has another default and the configuration another key.
                cli.Program(ProgramOf("rewriteSources: true, replacementKeyId: skey-else0001, exceptInstanceIds: [ins-web00001]"));
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);

                var text = await cli.RunBareAsync("apply", cli.PathOf("approved.plan"), "--yes");
                Assert.Equal(1, text.ExitCode);
                Contains(
                    "error KB4012 approved.plan: 2 key sources are not as approved: launch template lt-web00001 had version 2 with skey-ada0left and was to be rewritten; it has version 3 with skey-else0001 and would not be; "
                        + "launch configuration asc-web00001 had skey-ada0left and was to be rewritten; it is not found with a revoked key now.\n",
                    text.Error
                );

                var json = await cli.RunBareAsync("apply", cli.PathOf("approved.plan"), "--yes", "--output", "json");
                Assert.Empty(Schema.Errors("problems", json.Out));
                using var problems = System.Text.Json.JsonDocument.Parse(json.Out);
                var moved = problems.RootElement.GetProperty("problems")[0].GetProperty("keySources");
                Assert.Equal(
                    """{"kind":"launchTemplate","id":"lt-web00001","planned":{"version":2,"keyIds":["skey-ada0left"],"newKeyIds":["skey-team2026"]},"now":{"version":3,"keyIds":["skey-else0001"],"newKeyIds":null}}""",
                    System.Text.Json.JsonSerializer.Serialize(moved[0])
                );
                Assert.Equal(
                    ("asc-web00001", System.Text.Json.JsonValueKind.Null),
                    (moved[1].GetProperty("id").GetString(), moved[1].GetProperty("now").ValueKind)
                );
                Assert.Single(cli.Cloud.Journal.Find("CreateLaunchTemplateVersion"));
            }
        );

    /// <summary>The machine of the program, and the template, have moved: both are named at once.</summary>
    [Fact]
    public void Approved_NamesMachinesAndSourcesAtOnce() =>
        Run(
            "rewriteSources: true, replacementKeyId: skey-team2026",
            async cli =>
            {
                await cli.RunAsync("plan", "--out", cli.PathOf("approved.plan"));
                await cli.RunAsync("apply", "--yes");
                var stale = await cli.RunBareAsync("apply", cli.PathOf("approved.plan"), "--yes");
                Contains("KB4012 approved.plan: 1 instance is not as approved: ins-web00001 had", stale.Error);
                Contains("KB4012 approved.plan: 2 key sources are not as approved: launch template lt-web00001 had version 2", stale.Error);
            }
        );

    [Fact]
    public void Drift_LooksWhenItIsAsked() =>
        Run(
            "",
            async cli =>
            {
                await cli.RunAsync("apply", "--yes");
                Assert.Equal(0, (await cli.RunAsync("drift")).ExitCode);
                Assert.Empty(cli.Cloud.Journal.Find("DescribeLaunchTemplates"));

                var drift = await cli.RunAsync("drift", "--sources");
                Assert.Equal(2, drift.ExitCode);
                Contains("! launch template lt-web00001 (web), version 2: its next machine gets skey-ada0left (ada)", drift.Out);
                Contains("KB3026", drift.Out);
                Contains("\"drifted\": true", (await cli.RunAsync("drift", "--sources", "--output", "json")).Out);
            }
        );

    [Fact]
    public void Show_NamesWhatAKeyComesBackBy() =>
        Run(
            "",
            async cli =>
            {
                var show = await cli.RunAsync("show", "--key", "skey-ada0left", "--sources");
                Assert.Equal(0, show.ExitCode);
                Contains("Starts machines later (looked at 2 launch templates, 1 launch configuration, 1 node pool):", show.Out);
                Contains("! launch configuration asc-web00001 (web) (used by asg-web00001): its next machine gets skey-ada0left", show.Out);

                var without = await cli.RunAsync("show", "--sources");
                Assert.Equal(1, without.ExitCode);
                Contains("KB1006 --sources: --sources looks for keys, and none is named.", without.Error);
            }
        );

    [Fact]
    public void NoPermission_IsOneNote() =>
        Run(
            "findSources: true",
            async cli =>
            {
                cli.Cloud.Faults.Add(
                    Simulator.Faults.FaultRule.From(
                        "DescribeLaunchTemplates",
                        1,
                        new Simulator.Faults.FaultEffect.RefuseWith("UnauthorizedOperation")
                    )
                );
                var plan = await cli.RunAsync("plan");
                Assert.Equal(2, plan.ExitCode);
                Contains("warning KB3027", plan.Out);
                Contains("'off': launch templates: DescribeLaunchTemplates: UnauthorizedOperation", plan.Out);
                Contains("Allow cvm:DescribeLaunchTemplates", plan.Out);
            }
        );

    [Fact]
    public void RefusedRewrite_IsSaid_AndTheKeyIsOffTheMachines() =>
        Run(
            "rewriteSources: true, replacementKeyId: skey-team2026",
            async cli =>
            {
                cli.Cloud.Faults.Add(
                    Simulator.Faults.FaultRule.From(
                        "CreateLaunchTemplateVersion",
                        1,
                        new Simulator.Faults.FaultEffect.RefuseWith("UnauthorizedOperation")
                    )
                );
                var apply = await cli.RunAsync("apply", "--yes");
                Assert.Equal(3, apply.ExitCode);
                Contains("1 of 2 key sources rewritten", apply.Out);
                Contains("error KB4018: lt-web00001: CreateLaunchTemplateVersion: UnauthorizedOperation", apply.Out);
                Assert.Equal(["skey-team2026"], cli.Cloud.View["ins-web00001"].KeyIds);
            }
        );

    [Theory]
    [InlineData(
        "rewriteSources: true",
        "KB1006 Pulumi.yaml:6:17 resources.off.properties.replacementKeyId: 'replacementKeyId' is required."
    )]
    [InlineData(
        "rewriteSources: true, replacementKeyId: skey-ada0left",
        "resources.off.properties.replacementKeyId: replacementKeyId is skey-ada0left, which this resource revokes."
    )]
    [InlineData("rewriteSources: true, replacementKeyId: team", "resources.off.properties.replacementKeyId: 'team' is not a key pair id")]
    [InlineData(
        "replacementKeyId: skey-team2026",
        "KB1005 Pulumi.yaml:6:84 resources.off.properties.replacementKeyId: replacementKeyId stands without rewriteSources, so that nothing is given that key."
    )]
    [InlineData("findSources: true, replacementKeyId: skey-team2026", "replacementKeyId stands without rewriteSources")]
    [InlineData("rewriteSources: perhaps", "resources.off.properties.rewriteSources: rewriteSources must be true or false, not 'perhaps'.")]
    [InlineData(
        "findSources: false, rewriteSources: true, replacementKeyId: skey-team2026",
        "resources.off.properties.findSources: findSources is false, and what is not looked at cannot be rewritten."
    )]
    public void BadInput_IsSaid(string properties, string message) =>
        Run(
            properties,
            async cli =>
            {
                var plan = await cli.RunAsync("plan");
                Assert.Equal(1, plan.ExitCode);
                Contains(message, plan.Error);
                Assert.Empty(cli.Cloud.Journal.Find());
            }
        );

    [Theory]
    [InlineData(
        "skey-none0000",
        1,
        "KB3008",
        "'off' puts a key that does not exist in ap-guangzhou in the place of what it revokes: skey-none0000."
    )]
    [InlineData(
        "skey-team2026",
        1,
        "KB1010",
        "'off' puts skey-team2026 in the place of what it revokes, and 'off-team' revokes skey-team2026."
    )]
    public void ReplacementThatCannotBe_RefusesThePlan(string replacement, int exitCode, string code, string message) =>
        Run(
            $"rewriteSources: true, replacementKeyId: {replacement}",
            async cli =>
            {
                var plan = await cli.RunAsync("plan");
                Assert.Equal(exitCode, plan.ExitCode);
                Contains(code, plan.Out);
                Contains(message, plan.Out);
            },
            """
              off-team:
                type: keybinding:KeyRevocation
                properties: { keyIds: [skey-team2026], changePolicy: { onBlocked: skip } }
            """
        );

    private static IReadOnlyList<string> KeysOfNext(SimulatedCli cli, string source)
    {
        var started = cli.Cloud.ScaleOutByHand(source);
        return cli.Cloud.View[started].KeyIds;
    }

    private static void Contains(string expected, string actual) =>
        Assert.Contains(expected.ReplaceLineEndings("\n"), actual, StringComparison.Ordinal);

    private static void Run(string properties, Func<SimulatedCli, Task> body, string more = "") =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(ProgramOf(properties, more));
                await body(cli);
            }
        );

    private static string ProgramOf(string properties, string more = "") =>
        $$"""
            name: leaving
            runtime: yaml
            resources:
              off:
                type: keybinding:KeyRevocation
                properties: { keyIds: [skey-ada0left], region: ap-guangzhou{{(properties.Length > 0 ? ", " + properties : "")}} }
            {{more.Replace("keyIds: [skey-team2026],", "keyIds: [skey-team2026], region: ap-guangzhou,", StringComparison.Ordinal)}}
            """;
}
