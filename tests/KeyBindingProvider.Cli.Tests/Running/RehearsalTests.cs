using System.Text.Json;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>A plan that is rehearsed on a copy of the fleet (ADR 0051): figures, faults, what it says where there is nothing to rehearse, and what it must not do.</summary>
public class RehearsalTests
{
    private const string Ada = "skey-ada00001";

    private static readonly string[] Writes =
    [
        "StopInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
        "StartInstances",
    ];

    [Fact]
    public void Rollout_OfTwenty_IsCounted() =>
        Run(
            Fleet(20),
            Revocation("maxUnavailable: 5"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2);
                var run = Assert.Single(Runs(plan));

                Assert.Equal(("none", 0), (run.GetProperty("fault").GetString(), Int(run, "struck")));
                Assert.Equal(5, Int(run, "mostDown"));
                var rollout = Assert.Single(run.GetProperty("rollouts").EnumerateArray());
                Assert.Equal((5, 5), (Int(rollout, "mostDown"), Int(rollout, "maxUnavailable")));
                Assert.Equal((20, 0), (Int(run, "powerCycles"), Int(run, "forcedCycles")));
                Assert.Equal((5, 0, 5, 5), (Calls(run, Writes[0]), Calls(run, Writes[1]), Calls(run, Writes[2]), Calls(run, Writes[3])));
                Assert.Equal(0, Int(run.GetProperty("longestKeyless"), "seconds"));
                Assert.Equal(0, Int(run.GetProperty("longestUndeclared"), "seconds"));
                Assert.InRange(Int(run.GetProperty("longestDown"), "seconds"), 1, Int(run, "forecastSeconds"));
                Assert.Equal((20, 0, 0, 0), Ended(run));
                Assert.Equal((0, 0, 0), Next(run));
                Assert.Empty(cli.WritesSent);
            }
        );

    /// <summary>The same engine on the same service does the same, also where it is no copy.</summary>
    [Fact]
    public void Rehearsal_CountsWhatAnApplyThenDoes() =>
        Run(
            Fleet(20),
            Revocation("maxUnavailable: 5"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2);
                var run = Assert.Single(Runs(plan));
                var begun = cli.Time.GetUtcNow();
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);

                Assert.All(Writes, action => Assert.Equal(cli.Cloud.Journal.Find(action).Count, Calls(run, action)));
                Assert.Equal(cli.Us.PeakDown, Int(run, "mostDown"));
                Assert.Equal(cli.Us.PowerCycles.Values.Sum(), Int(run, "powerCycles"));
                // Latencies are drawn by the number of a call, and the calls of the plan come first.
                Assert.InRange((cli.Time.GetUtcNow() - begun).TotalSeconds / Int(run, "forecastSeconds"), 0.8, 1.2);
            },
            new SimulatorOptions { Seed = 1, Latency = DurationRange.Seconds(0.05, 0.3) }
        );

    [Theory]
    [InlineData("throttle", 15, 20, 0, 0, 0, 0)]
    [InlineData("lost-answer", 3, 20, 0, 0, 0, 0)]
    [InlineData("stuck-stopping", 2, 16, 2, 2, 2, 2)]
    [InlineData("start-refused", 2, 4, 2, 14, 2, 16)]
    [InlineData("slow", -1, 20, 0, 0, 0, 0)]
    public void Fault_EndsAsItDoes(string fault, int struck, int changed, int failed, int notReached, int leftDown, int next) =>
        Run(
            Fleet(20),
            Revocation("maxUnavailable: 5"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2, "--fault", fault);
                JsonElement[] runs = [.. Runs(plan)];

                Assert.Equal(["none", fault], runs.Select(run => run.GetProperty("fault").GetString()));
                Assert.Equal((20, 0, 0, 0), Ended(runs[0]));
                Assert.Equal(
                    struck < 0 ? runs[1].GetProperty("calls").EnumerateArray().Sum(calls => Int(calls, "count")) : struck,
                    Int(runs[1], "struck")
                );
                Assert.Equal((changed, failed, notReached, 0), Ended(runs[1]));
                Assert.Equal(leftDown, runs[1].GetProperty("leftDown").GetArrayLength());
                Assert.Equal(next, Next(runs[1]).Changes);
                Assert.InRange(Int(runs[1], "mostDown"), 1, 5);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void Slow_TakesFourTimesAsLong() =>
        Run(
            Fleet(4),
            Revocation("maxUnavailable: 1"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2, "--fault", "slow");
                JsonElement[] runs = [.. Runs(plan)];
                Assert.InRange(Int(runs[1], "forecastSeconds") / (double)Int(runs[0], "forecastSeconds"), 3, 5);
            }
        );

    [Fact]
    public void Faults_MayBeListed_AndEachIsRunOnce() =>
        Run(
            Fleet(2),
            Revocation("maxUnavailable: 1"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2, "--fault", "slow, throttle", "--fault", "throttle");
                Assert.Equal(["none", "throttle", "slow"], Runs(plan).Select(run => run.GetProperty("fault").GetString()));

                using var all = await RehearseAsync(cli, expectedExit: 2, "--fault", "all");
                Assert.Equal(
                    ["none", "throttle", "lost-answer", "stuck-stopping", "start-refused", "slow"],
                    Runs(all).Select(run => run.GetProperty("fault").GetString())
                );
            }
        );

    [Theory]
    [InlineData("Adds")]
    [InlineData("Replaces")]
    public void LastKey_ThatIsSwapped_LeavesNoTimeWithoutOne(string bind) =>
        Run(
            SimulatedCli.WorldOf(
                """
                regions:
                  ap-guangzhou:
                    keys: [{ id: skey-team0001, name: team }, { id: skey-ada00001, name: ada }]
                    instances:
                      - { id: ins-web00001, keys: [ada] }
                      - { id: ins-web00002, keys: [ada] }
                """
            ),
            """
            name: swap
            runtime: yaml
            config: { "keybinding:region": ap-guangzhou }
            resources:
              web:
                type: keybinding:InstanceKeysExclusive
                properties:
                  instanceIds: [ins-web00001, ins-web00002]
                  keyIds: [skey-team0001]
                  changePolicy: { stopPolicy: graceful, maxUnavailable: 1 }
            """,
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2);
                var run = Assert.Single(Runs(plan));
                Assert.Equal((2, 0, 0, 0), Ended(run));
                Assert.Equal((2, 2), (Calls(run, Writes[1]), Calls(run, Writes[2])));
                Assert.Equal(
                    (0, 0),
                    (Int(run.GetProperty("longestKeyless"), "seconds"), Int(run.GetProperty("longestUndeclared"), "seconds"))
                );
            },
            // What the account does is not known to the rehearsal.
            SimulatorOptions.Instant with
            {
                Bind = Enum.Parse<BindReading>(bind),
            }
        );

    /// <summary>Where the policy lets a machine end without a key, that is no time in which it should have one.</summary>
    [Fact]
    public void LastKey_ThatMayGo_IsNotKeyless() =>
        Run(
            SimulatedCli.WorldOf(
                """
                regions:
                  ap-guangzhou:
                    keys: [{ id: skey-ada00001, name: ada }]
                    instances: [{ id: ins-web00001, keys: [ada] }]
                """
            ),
            Revocation("allowKeyless: true"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2);
                var run = Assert.Single(Runs(plan));
                Assert.Equal((1, 0, 0, 0), Ended(run));
                Assert.Equal(0, Int(run.GetProperty("longestKeyless"), "seconds"));
            }
        );

    [Fact]
    public void Machines_ThatCannotBeStopped_WaitInTheRehearsalToo() =>
        Run(
            SimulatedCli.WorldOf(
                """
                regions:
                  ap-guangzhou:
                    keys: [{ id: skey-team0001, name: team }, { id: skey-ada00001, name: ada }]
                    instances:
                      - { id: ins-web00001, keys: [team, ada] }
                      - { id: ins-cold0001, state: STOPPED, stopCharging: true, keys: [team, ada] }
                      - { id: ins-isol0001, restrictState: PROTECTIVELY_ISOLATED, keys: [team, ada] }
                      - { id: ins-resc0001, state: RESCUE_MODE, keys: [team, ada] }
                      - { id: ins-boot0001, state: REBOOTING, keys: [team, ada] }
                """
            ),
            Revocation("maxUnavailable: 5"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2, "--fault", "stuck-stopping");
                JsonElement[] runs = [.. Runs(plan)];

                Assert.Equal((1, 0, 0, 4), Ended(runs[0]));
                Assert.Equal((1, 1), (Int(runs[0], "mostDown"), Calls(runs[0], "StopInstances")));
                Assert.Equal((0, 0, 4), Next(runs[0]));
                // Of those that are stopped one is struck, and there is only one.
                Assert.Equal((0, 1, 0, 4), Ended(runs[1]));
                Assert.Equal(["ins-web00001"], runs[1].GetProperty("leftDown").EnumerateArray().Select(id => id.GetString()));
            }
        );

    [Fact]
    public void Plan_ThatChangesNothing_HasNothingToRehearse() =>
        Run(
            Fleet(0),
            Revocation("maxUnavailable: 5"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 0, "--fault", "all");
                Assert.Empty(Runs(plan));

                var text = await cli.RunAsync("plan", "--simulate");
                Assert.EndsWith("There is nothing to rehearse: the plan changes nothing.\n", text.Out, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Plan_ThatIsRefused_IsNotRehearsed() =>
        Run(
            Fleet(3),
            Revocation("maxUnavailable: 5")
                .Replace("graceful", "refuse", StringComparison.Ordinal)
                .Replace("skip", "refuse", StringComparison.Ordinal),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 4);
                Assert.Empty(Runs(plan));
                var problem = Assert.Single(plan.RootElement.GetProperty("rehearsal").GetProperty("problems").EnumerateArray());
                Assert.Equal("KB1025", problem.GetProperty("code").GetString());

                var text = await cli.RunAsync("plan", "--simulate");
                Assert.Equal(4, text.ExitCode);
                Assert.Contains("warning KB1025: Nothing was rehearsed: the plan is refused.", text.Out, StringComparison.Ordinal);
            }
        );

    [Theory]
    [InlineData(
        "--simulate --fault throtle",
        "keybinding: --fault is one of throttle, lost-answer, stuck-stopping, start-refused, slow, all, not 'throtle'. Did you mean 'throttle'?\n"
    )]
    [InlineData("--fault throttle", "keybinding: --fault is for a rehearsal: write --simulate with it.\n")]
    [InlineData("--seed 3", "keybinding: --seed is for a rehearsal: write --simulate with it.\n")]
    [InlineData("--simulate --seed three", "keybinding: --seed is a whole number from 0 on, not 'three'.\n")]
    [InlineData("--simulate --seed -1", "keybinding: --seed is a whole number from 0 on, not '-1'.\n")]
    public void BadInput_IsSaid_AndNothingIsRead(string typed, string error) =>
        Run(
            Fleet(1),
            Revocation("maxUnavailable: 5"),
            async cli =>
            {
                var ran = await cli.RunAsync(["plan", .. typed.Split(' ')]);
                Assert.Equal((1, "", error + "See keybinding plan --help.\n"), (ran.ExitCode, ran.Out, ran.Error));
                Assert.Empty(cli.Cloud.Journal.Calls);
            }
        );

    [Fact]
    public void Thousand_Machines_AreRehearsedInFewCalls() =>
        Run(
            Fleet(1000),
            Revocation("maxUnavailable: 25%"),
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2);
                var run = Assert.Single(Runs(plan));

                Assert.Equal((1000, 0, 0, 0), Ended(run));
                Assert.Equal((250, 1000), (Int(run, "mostDown"), Int(run, "powerCycles")));
                Assert.InRange(run.GetProperty("calls").EnumerateArray().Sum(calls => Int(calls, "count")), 1, 600);
                Assert.All(
                    run.GetProperty("calls").EnumerateArray(),
                    calls => Assert.InRange(Int(calls, "mostInASecond"), 1, Int(calls, "limitPerSecond"))
                );
            }
        );

    [Fact]
    public void SameSeed_GivesTheSame_AndAnotherAnother() =>
        Run(
            Fleet(12),
            Revocation("maxUnavailable: 3"),
            async cli =>
            {
                var first = (await cli.RunAsync("plan", "--simulate", "--fault", "start-refused", "--seed", "7")).Out;
                await Task.Delay(TimeSpan.FromMinutes(3), cli.Time);
                Assert.Equal(first, (await cli.RunAsync("plan", "--simulate", "--fault", "start-refused", "--seed", "7")).Out);
                Assert.NotEqual(first, (await cli.RunAsync("plan", "--simulate", "--fault", "start-refused", "--seed", "8")).Out);
            }
        );

    /// <summary>The account sees the calls of the plan and no other, and the plan is the one without a rehearsal.</summary>
    [Fact]
    public void Account_SeesNothingButTheReadsOfThePlan() =>
        Run(
            Fleet(8),
            Revocation("maxUnavailable: 3"),
            async cli =>
            {
                var plain = await cli.RunAsync("plan");
                string[] usual = [.. cli.Cloud.Journal.Calls.Select(call => call.Action)];
                var rehearsed = await cli.RunAsync("plan", "--simulate", "--fault", "all");

                Assert.Equal([.. usual, .. usual], cli.Cloud.Journal.Calls.Select(call => call.Action));
                Assert.StartsWith(plain.Out, rehearsed.Out, StringComparison.Ordinal);
                Assert.False(Directory.Exists(cli.JournalFolder));
            }
        );

    /// <summary>A program that writes its credentials, and a role: the rehearsal needs neither, and shows neither.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void Output_HoldsNoSecret(string output) =>
        Run(
            Fleet(3),
            Revocation("maxUnavailable: 1")
                + $$"""

                  provider:
                    type: pulumi:providers:keybinding
                    defaultProvider: true
                    properties:
                      region: ap-guangzhou
                      secretId: {{SimulatorOptions.DefaultSecretId}}
                      secretKey: {{SimulatorOptions.DefaultSecretKey}}
                      assumeRole: { roleArn: "{{SimulatorOptions.DefaultRoleArn}}" }
                """,
            async cli =>
            {
                var ran = await cli.RunAsync("plan", "--simulate", "--fault", "all", "--output", output);
                Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
                Assert.DoesNotContain(SimulatorOptions.DefaultSecretKey, ran.Out, StringComparison.Ordinal);
                Assert.DoesNotContain(SimulatorOptions.DefaultSecretId, ran.Out, StringComparison.Ordinal);
                Assert.Contains("start-refused", ran.Out, StringComparison.Ordinal);
            }
        );

    /// <summary>A saved plan is what is approved; how it went on a copy is not.</summary>
    [Fact]
    public void SavedPlan_HoldsNoRehearsal() =>
        Run(
            Fleet(2),
            Revocation("maxUnavailable: 1"),
            async cli =>
            {
                await cli.RunAsync("plan", "--simulate", "--out", cli.PathOf("gone.plan"));
                Assert.DoesNotContain("rehearsal", File.ReadAllText(cli.PathOf("gone.plan")), StringComparison.OrdinalIgnoreCase);
                Assert.Equal(0, (await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes")).ExitCode);
            }
        );

    [Fact]
    public void Regions_AreRunInOrder_AndOneThatEndsBadlyEndsTheRest() =>
        Run(
            SimulatedCli.WorldOf(
                """
                regions:
                  ap-guangzhou:
                    keys: [{ id: skey-team0001, name: team }, { id: skey-ada00001, name: ada }]
                    instances: [{ id: ins-web00001, keys: [team, ada] }]
                  ap-shanghai:
                    keys: [{ id: skey-team0002, name: team }, { id: skey-ada00002, name: ada }]
                    instances: [{ id: ins-web00002, keys: [team, ada] }, { id: ins-web00003, keys: [team, ada] }]
                """
            ),
            Revocation("maxUnavailable: 5")
                + """

                  there:
                    type: keybinding:KeyRevocation
                    properties:
                      region: ap-shanghai
                      keyIds: [skey-ada00002]
                      changePolicy: { stopPolicy: graceful, maxUnavailable: 1 }
                """,
            async cli =>
            {
                using var plan = await RehearseAsync(cli, expectedExit: 2, "--fault", "start-refused");
                JsonElement[] runs = [.. Runs(plan)];
                Assert.Equal([(1, 0), (2, 0)], Regions(runs[0]).Select(region => (Int(region, "changed"), Int(region, "failed"))));
                Assert.Equal([true, true], Regions(runs[0]).Select(region => region.GetProperty("begun").GetBoolean()));
                Assert.Equal([1, 1], runs[0].GetProperty("rollouts").EnumerateArray().Select(rollout => Int(rollout, "mostDown")));
                Assert.Equal(1, Int(runs[0], "mostDown"));

                // One of the three is struck; where it is decides whether the second region is begun.
                var struck = Assert.Single(runs[1].GetProperty("leftDown").EnumerateArray()).GetString();
                Assert.Equal(struck != "ins-web00001", Regions(runs[1]).Last().GetProperty("begun").GetBoolean());
            }
        );

    [Fact]
    public void Documents_ShowARehearsal() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                cli.Program(Repository.Read("Pulumi.yaml"));
                string[] typed = ["plan", "--simulate", "--fault", "start-refused"];
                var ran = await cli.RunAsync(typed);
                Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
                var rehearsal = ran.Out[ran.Out.IndexOf("Rehearsal\n", StringComparison.Ordinal)..].TrimEnd();
                Golden.IsPartOf(
                    "docs/commands.md",
                    "rehearsal",
                    $"\n```console\n$ keybinding {string.Join(' ', typed)}\n…\n{rehearsal}\n```\n\n"
                );
                Golden.IsFile("rehearsal.md", (await cli.RunAsync([.. typed, "--output", "markdown"])).Out);
            }
        );

    private static async Task<JsonDocument> RehearseAsync(SimulatedCli cli, int expectedExit, params string[] more)
    {
        var ran = await cli.RunAsync(["plan", "--simulate", "--output", "json", .. more]);
        Assert.True(ran.ExitCode == expectedExit, ran.Out + ran.Error);
        Assert.Empty(Schema.Errors("plan", ran.Out));
        return JsonDocument.Parse(ran.Out);
    }

    private static JsonElement.ArrayEnumerator Runs(JsonDocument plan) =>
        plan.RootElement.GetProperty("rehearsal").GetProperty("runs").EnumerateArray();

    private static JsonElement.ArrayEnumerator Regions(JsonElement run) => run.GetProperty("regions").EnumerateArray();

    private static int Int(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static int Calls(JsonElement run, string action) =>
        run.GetProperty("calls")
            .EnumerateArray()
            .Where(calls => calls.GetProperty("action").GetString() == action)
            .Sum(calls => Int(calls, "count"));

    private static (int Changed, int Failed, int NotReached, int Pending) Ended(JsonElement run)
    {
        JsonElement[] regions = [.. Regions(run)];
        return (Sum("changed"), Sum("failed"), Sum("notReached"), Sum("pending"));

        int Sum(string name) => regions.Sum(region => Int(region, name));
    }

    private static (int Changes, int Stops, int Waiting) Next(JsonElement run)
    {
        var next = run.GetProperty("next");
        return (Int(next, "changes"), Int(next, "stops"), Int(next, "waiting"));
    }

    private static void Run(World world, string program, Func<SimulatedCli, Task> body, SimulatorOptions? options = null) =>
        SimulatedCli.Run(
            world,
            cli =>
            {
                cli.Program(program);
                return body(cli);
            },
            options
        );

    private static World Fleet(int machines)
    {
        var world = new World()
            .AddKey(new WorldKeyPair { Id = "skey-team0001", Name = "team" })
            .AddKey(new WorldKeyPair { Id = Ada, Name = "ada" });
        for (var i = 0; i < machines; i++)
        {
            world.AddInstance(
                new WorldInstance
                {
                    Id = $"ins-web{i:00000}",
                    Name = $"web-{i}",
                    KeyIds = ["skey-team0001", Ada],
                }
            );
        }

        return world;
    }

    private static string Revocation(string policy) =>
        $$"""
            name: off
            runtime: yaml
            config: { "keybinding:region": ap-guangzhou }
            resources:
              gone:
                type: keybinding:KeyRevocation
                properties:
                  keyIds: [{{Ada}}]
                  changePolicy: { stopPolicy: graceful, onBlocked: skip, {{policy}} }
            """;
}
