using System.Text.Json;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>Programs that select instances, at the command line: what is found, what is refused, and which machines an apply is about (rule <c>selectors</c>).</summary>
public class SelectorTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
            instances:
              - { id: ins-web00001, name: web-1, state: STOPPED, tags: { env: prod, role: web } }
              - { id: ins-web00002, name: web-2, state: STOPPED, tags: { env: stage, role: web } }
              - { id: ins-grp00001, name: grp-1, state: STOPPED, tags: { "tencentcloud:autoscaling:auto-scaling-group-id": asg-group001 } }
              - { id: ins-bare0001, name: bare, state: STOPPED }
        """;

    private static readonly string[][] s_commands =
    [
        ["plan"],
        ["drift"],
        ["apply", "--yes"],
    ];

    [Theory]
    [InlineData("{ tags: { role: [web] }, maxInstances: 5 }", "ins-web00001", "ins-web00002")]
    [InlineData("{ tags: { role: web, env: [prod, test] }, maxInstances: 5 }", "ins-web00001")]
    [InlineData("{ autoScalingGroups: [asg-group001], maxInstances: 1 }", "ins-grp00001")]
    [InlineData("{ names: [bare, web-2], ids: [ins-grp00001], maxInstances: 3 }", "ins-bare0001", "ins-grp00001", "ins-web00002")]
    [InlineData("{ tags: { env: [nowhere] }, minInstances: 0, maxInstances: 3 }")]
    public void Apply_ChangesWhatIsSelected_AndTheNextPlanIsEmpty(string selector, params string[] machines) =>
        Run(
            selector,
            async cli =>
            {
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Equal(
                    machines,
                    cli.Cloud.View.Instances.Where(instance => instance.KeyIds.Count > 0)
                        .Select(instance => instance.Id)
                        .Order(StringComparer.Ordinal)
                );
                Assert.Equal(0, (await cli.RunAsync("plan")).ExitCode);
                Assert.Equal(0, (await cli.RunAsync("drift")).ExitCode);
            }
        );

    [Theory]
    [InlineData(
        "{ tags: { role: [wbe] }, maxInstances: 5 }",
        "KB3024 Pulumi.yaml:3:3 resources.web.properties.instances: 'web': instances selects nothing: no instance has tag role 'wbe'."
    )]
    [InlineData(
        "{ autoScalingGroups: [asg-none0001], maxInstances: 5 }",
        "'web': instances selects nothing: no instance has scaling group 'asg-none0001'."
    )]
    [InlineData(
        "{ tags: { role: [web] }, maxInstances: 1 }",
        "'web': instances selects 2 instances, and maxInstances is 1: ins-web00001, ins-web00002."
    )]
    [InlineData(
        "{ tags: { role: [web] }, minInstances: 3, maxInstances: 5 }",
        "'web': instances selects 2 instances, and minInstances is 3"
    )]
    [InlineData("{ maxInstances: 5 }", "resources.web.properties.instances: selects by nothing.")]
    [InlineData("{ tags: { role: [web] } }", "resources.web.properties.instances.maxInstances: 'maxInstances' is required.")]
    [InlineData("{ tags: { role: [] }, maxInstances: 5 }", "tag 'role' lists no value, so that nothing could match.")]
    [InlineData("{ tag: { role: [web] }, maxInstances: 5 }", "there is no property 'tag'. Did you mean 'tags'?")]
    [InlineData("{ names: [web-1], maxInstances: 5 }, instanceIds: [ins-web00001]", "instances stands beside instanceIds")]
    public void BadSelector_IsSaid_AndNothingIsWritten(string selector, string message) =>
        Run(
            selector,
            async cli =>
            {
                foreach (var command in s_commands)
                {
                    var ran = await cli.RunAsync(command);
                    Assert.Equal(1, ran.ExitCode);
                    Assert.Contains(message, ran.Error, StringComparison.Ordinal);
                }

                Assert.Empty(cli.WritesSent);
            }
        );

    /// <summary>A value that selects nobody beside one that does is told: one warning for each, at its place, once in a command, without a call more.</summary>
    [Fact]
    public void DeadValueBesideALiveOne_IsAWarning_InEveryCommand() =>
        Run(
            "{ names: [web-1, Web-2, zzz], maxInstances: 5 }",
            async cli =>
            {
                string[] warnings =
                [
                    "warning KB3030 Pulumi.yaml:3:3 resources.web.properties.instances.names: 'web': no instance of ap-guangzhou is named 'Web-2'. Did you mean 'web-2'?",
                    "warning KB3030 Pulumi.yaml:3:3 resources.web.properties.instances.names: 'web': no instance of ap-guangzhou is named 'zzz'.",
                ];
                var plan = await cli.RunAsync("plan");
                Assert.Equal(2, plan.ExitCode);
                Assert.Equal(warnings, Told(plan));
                Assert.Equal(2, cli.Cloud.Journal.Find("DescribeInstances").Count);
                Assert.Equal(warnings, Told(await cli.RunAsync("drift")));
                Assert.Equal(warnings, Told(await cli.RunAsync("audit")));
                var applied = await cli.RunAsync("apply", "--yes");
                Assert.Equal(0, applied.ExitCode);
                // As of every warning: in the plan that is asked about, and in the report.
                Assert.Equal([.. warnings, .. warnings], Told(applied));
                Assert.Equal(["skey-team0001"], cli.Cloud.View["ins-web00001"].KeyIds);
            }
        );

    [Theory]
    [InlineData(
        "{ tags: { env: [prod, stagge], role: [web] }, maxInstances: 5 }",
        "instances.tags.env: 'web': no instance of ap-guangzhou has tag env 'stagge'. Did you mean 'stage'?"
    )]
    [InlineData(
        "{ autoScalingGroups: [asg-group001, asg-gone0001], maxInstances: 5 }",
        "instances.autoScalingGroups: 'web': no instance of ap-guangzhou is a member of asg-gone0001."
    )]
    [InlineData(
        "{ names: [nobody], ids: [ins-bare0001], maxInstances: 5 }",
        "instances.names: 'web': no instance of ap-guangzhou is named 'nobody'."
    )]
    public void DeadValue_NamesItsCondition(string selector, string message) =>
        Run(selector, async cli => Assert.Contains(message, Assert.Single(Told(await cli.RunAsync("plan"))), StringComparison.Ordinal));

    [Theory]
    [InlineData("{ names: [web-1, web-2], maxInstances: 5 }")]
    [InlineData("{ tags: { env: [prod, stage] }, names: [web-1, bare], maxInstances: 5 }")]
    [InlineData("{ names: [nobody], minInstances: 0, maxInstances: 5 }")]
    public void WhatSomebodyHas_AndEmptinessThatIsAccepted_IsNoWarning(string selector) =>
        Run(
            selector,
            async cli =>
            {
                var plan = await cli.RunAsync("plan");
                Assert.Empty(Told(plan));
                Assert.Contains("instance", plan.Out, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void RefusedSelector_SaysWhatWasProbablyMeant() =>
        Run(
            "{ tags: { env: [prodd] }, names: [web-11], maxInstances: 5 }",
            async cli =>
                Assert.Contains(
                    "no instance has tag env 'prodd' and name 'web-11'. Did you mean 'prod'? Did you mean 'web-1'?",
                    (await cli.RunAsync("plan")).Error,
                    StringComparison.Ordinal
                )
        );

    private static string[] Told(Ran ran) =>
        [.. (ran.Out + ran.Error).Split('\n').Select(line => line.Trim()).Where(line => line.Contains("KB3030", StringComparison.Ordinal))];

    /// <summary>A machine that joins later is drift, and heals by the next apply.</summary>
    [Fact]
    public void JoiningMachine_IsDrift() =>
        Run(
            "{ autoScalingGroups: [asg-group001], maxInstances: 5 }",
            async cli =>
            {
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                cli.Cloud.TagByHand("ins-bare0001", "tencentcloud:autoscaling:auto-scaling-group-id", "asg-group001");
                var drift = await cli.RunAsync("drift");
                Assert.Equal(2, drift.ExitCode);
                Assert.Contains("ins-bare0001", drift.Out, StringComparison.Ordinal);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Equal(["skey-team0001"], cli.Cloud.View["ins-bare0001"].KeyIds);
            }
        );

    /// <summary>A saved plan is about the machines that it shows: where one has joined it is refused, and nothing is changed.</summary>
    [Fact]
    public void PlanFile_AfterSomebodyJoined_IsRefused() =>
        Run(
            "{ tags: { role: [web] }, maxInstances: 5 }",
            async cli =>
            {
                Assert.Equal(2, (await cli.RunAsync("plan", "--out", cli.PathOf("p.plan"))).ExitCode);
                cli.Cloud.TagByHand("ins-bare0001", "role", "web");
                var apply = await cli.RunBareAsync("apply", cli.PathOf("p.plan"), "--yes");
                Assert.NotEqual(0, apply.ExitCode);
                Assert.Contains("ins-bare0001", apply.Error, StringComparison.Ordinal);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void PlanFile_OfTheSameFleet_IsCarriedOut() =>
        Run(
            "{ tags: { role: ['web', '${literal}'] }, names: [web-1, web-2], ids: [ins-bare0001], minInstances: 2, maxInstances: 5 }",
            async cli =>
            {
                Assert.Equal(2, (await cli.RunAsync("plan", "--out", cli.PathOf("p.plan"))).ExitCode);
                Assert.Equal(0, (await cli.RunBareAsync("apply", cli.PathOf("p.plan"), "--yes")).ExitCode);
                Assert.Equal(3, cli.Cloud.View.Instances.Count(instance => instance.KeyIds.Count > 0));
            },
            "variables: { literal: worker }\n"
        );

    /// <summary>However many resources select, the region is read once for what they mean, and their machines once for the plan.</summary>
    [Fact]
    public void Plan_ReadsTheRegionOnce() =>
        Run(
            "{ tags: { role: [web] }, maxInstances: 5 }",
            async cli =>
            {
                var plan = await cli.RunAsync("plan", "--output", "json");
                using var json = JsonDocument.Parse(plan.Out);
                Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
                Assert.Equal(2, cli.Cloud.Journal.Find("DescribeInstances").Count);
            }
        );

    /// <summary>The program of the page runs, and what the page says of a fleet without these tags is what is printed.</summary>
    [Fact]
    public void Page_ItsProgramRuns_AndItsRefusalIsWhatIsPrinted()
    {
        var page = Repository.Read("docs/selectors.md");
        var program = Block(page, "yaml");
        var tagged = World.Replace("role: web", "role: web, team: a", StringComparison.Ordinal);
        SimulatedCli.Run(
            SimulatedCli.WorldOf(tagged),
            async cli =>
            {
                cli.Program(program);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Equal(["skey-team0001"], cli.Cloud.View["ins-web00001"].KeyIds);
                Assert.Equal(["skey-team0001"], cli.Cloud.View["ins-web00002"].KeyIds);
            }
        );
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World.Replace("role:", "rolle:", StringComparison.Ordinal)),
            async cli =>
            {
                cli.Program(program);
                Assert.Equal(Block(page, "text"), (await cli.RunAsync("plan")).Error);
            }
        );
    }

    private static string Block(string page, string language)
    {
        var from = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private static void Run(string selector, Func<SimulatedCli, Task> body, string more = "") =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(
                    "name: fleet\n"
                        + more
                        + "resources:\n  web:\n    type: keybinding:KeyPairAssociation\n    properties: { region: ap-guangzhou, keyIds: [skey-team0001], instances: "
                        + selector
                        + " }\n"
                );
                await body(cli);
            }
        );
}
