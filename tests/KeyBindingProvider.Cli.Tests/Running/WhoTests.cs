using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>Who made the drift, by the audit log (ADR 0054): only where it is asked for, in calls that are counted, and never at the cost of the drift itself.</summary>
public class WhoTests
{
    private const string Hostile = "eve\u202e\u001b[31m [x](http://evil) <b>|`@all";

    private static readonly SimulatorOptions s_alice = SimulatorOptions.Instant with { ConsoleUser = "alice" };

    private const string World = """
        regions:
          ap-guangzhou:
            keys: [{ id: skey-team0001, name: team }, { id: skey-ada00001, name: ada }]
            instances:
              - { id: ins-web00001, name: web-1, keys: [team] }
              - { id: ins-web00002, name: web-2, keys: [team] }
          ap-beijing:
            keys: [{ id: skey-team0002, name: team }, { id: skey-ada00002, name: ada }]
            instances: [{ id: ins-web00003, name: web-3, keys: [team] }]
        """;

    private const string Program = """
        name: web
        resources:
          south:
            type: keybinding:InstanceKeysExclusive
            properties:
              { region: ap-guangzhou, instanceIds: [ins-web00001, ins-web00002], keyIds: [skey-team0001], changePolicy: { stopPolicy: graceful } }
          north:
            type: keybinding:InstanceKeysExclusive
            properties:
              { region: ap-beijing, instanceIds: [ins-web00003], keyIds: [skey-team0002], changePolicy: { stopPolicy: graceful } }
        """;

    [Fact]
    public void Drift_NamesWhoBoundAndUnbound_InTwoCalls() =>
        Run(async cli =>
        {
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            await Task.Delay(TimeSpan.FromMinutes(1), cli.Time);
            cli.Cloud.UnbindByHand("ins-web00002", "skey-team0001");
            await Task.Delay(TimeSpan.FromMinutes(1), cli.Time);
            var text = await cli.RunAsync("drift", "--who");

            Assert.Equal((2, ""), (text.ExitCode, text.Error));
            Assert.Contains(
                "  Who did it, by the audit log from 2026-02-25T05:08:07Z to 2026-03-04T05:08:07Z:\n"
                    + "  - skey-team0001 (team) unbound by alice (CAMUser 100000000003) at 2026-03-04T05:07:07Z, at the console, request ",
                text.Out,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "  - skey-ada00001 (ada) bound by alice (CAMUser 100000000003) at 2026-03-04T05:06:07Z, at the console, request ",
                text.Out,
                StringComparison.Ordinal
            );
            Assert.Equal(2, Asked(cli));

            var json = (await cli.RunAsync("drift", "--who", "--output", "json")).Out;
            Assert.Empty(Schema.Errors("drift", json));
            var who = Who(json);
            Assert.Equal(["unbound", "bound"], who.GetProperty("acts").EnumerateArray().Select(act => act.GetProperty("act").GetString()));
            var act = who.GetProperty("acts")[1];
            Assert.Equal(
                ("alice", "CAMUser", "100000000003", true, false),
                (Text(act, "user"), Text(act, "userType"), Text(act, "principal"), Flag(act, "console"), Flag(act, "ownAccessKey"))
            );
            Assert.Equal(
                ("ins-web00001", "skey-ada00001"),
                (Text(act.GetProperty("pairs")[0], "instanceId"), Text(act.GetProperty("pairs")[0], "keyId"))
            );
            Assert.Equal(0, who.GetProperty("unexplained").GetArrayLength());

            var markdown = (await cli.RunAsync("drift", "--who", "--output", "markdown")).Out;
            Assert.Contains(
                "- `skey-ada00001` `ada` bound by **alice (CAMUser 100000000003)** at 2026-03-04T05:06:07Z, at the console, request ",
                markdown,
                StringComparison.Ordinal
            );
        });

    [Fact]
    public void Log_IsNotAsked_UnlessItIsAskedFor_AndSomethingHasDrifted() =>
        Run(async cli =>
        {
            Assert.Equal(0, (await cli.RunAsync("drift", "--who")).ExitCode);
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            var usual = await cli.RunAsync("drift");
            Assert.Equal(JsonValueKind.Null, Who((await cli.RunAsync("drift", "--output", "json")).Out).ValueKind);
            Assert.Equal((2, 0), (usual.ExitCode, Asked(cli)));
            Assert.DoesNotContain("audit", usual.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void Regions_ShareOneReadingOfTheLog() =>
        Run(async cli =>
        {
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            cli.Cloud.BindByHand("ins-web00003", "skey-ada00002");
            var ran = await cli.RunAsync("drift", "--who");

            Assert.Equal((2, 2), (ran.ExitCode, Asked(cli)));
            Assert.Contains("- skey-ada00001 (ada) bound by alice ", ran.Out, StringComparison.Ordinal);
            Assert.Contains("- skey-ada00002 (ada) bound by alice ", ran.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void OwnCalls_AreToldApart() =>
        Run(async cli =>
        {
            cli.Program(Program.Replace("keyIds: [skey-team0001]", "keyIds: [skey-team0001, skey-ada00001]", StringComparison.Ordinal));
            Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
            cli.Program(Program);
            var ran = await cli.RunAsync("drift", "--who");

            Assert.Contains(
                "  - skey-ada00001 (ada) bound by 100000000002 (CAMUser 100000000002) at 2026-03-04T05:06:",
                ran.Out,
                StringComparison.Ordinal
            );
            Assert.Contains("Z, with the access key of this run, request ", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(SimulatorOptions.DefaultSecretId, ran.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void Event_ThatIsNotVisibleYet_LeavesNobodyNamed_UntilItIs() =>
        Run(
            async cli =>
            {
                cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
                var early = await cli.RunAsync("drift", "--who");
                await Task.Delay(TimeSpan.FromMinutes(5), cli.Time);
                var late = await cli.RunAsync("drift", "--who");

                Assert.Equal((2, 2), (early.ExitCode, late.ExitCode));
                Assert.Contains(
                    "  - skey-ada00001 (ada): nobody is seen who bound it: not in the last 7 days, or not visible yet\n      ins-web00001 (web-1)\n",
                    early.Out,
                    StringComparison.Ordinal
                );
                Assert.DoesNotContain("nobody", late.Out, StringComparison.Ordinal);
                Assert.Contains("bound by alice ", late.Out, StringComparison.Ordinal);
            },
            s_alice with
            {
                AuditLag = DurationRange.Seconds(300, 300),
            }
        );

    [Fact]
    public void Since_BoundsWhatIsAsked() =>
        Run(async cli =>
        {
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            await Task.Delay(TimeSpan.FromHours(2), cli.Time);
            var day = await cli.RunAsync("drift", "--who", "--since", "1h");
            var month = await cli.RunAsync("drift", "--who", "--since", "30d");

            Assert.Contains("nobody is seen who bound it: not in the last 1 hour, or not visible yet", day.Out, StringComparison.Ordinal);
            Assert.Contains("bound by alice ", month.Out, StringComparison.Ordinal);
            Assert.Equal(4, Asked(cli));
        });

    [Fact]
    public void Date_InPlaceOfSeconds_IsTheSameMoment() =>
        Run(
            async cli =>
            {
                cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
                Assert.Contains(" at 2026-03-04T05:06:07Z, ", (await cli.RunAsync("drift", "--who")).Out, StringComparison.Ordinal);
            },
            s_alice with
            {
                AuditTime = AuditTimeForm.Date,
            }
        );

    [Fact]
    public void Pages_AreReadToTheEnd() =>
        Run(async cli =>
        {
            for (var turn = 0; turn < 60; turn++)
            {
                cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
                await Task.Delay(TimeSpan.FromSeconds(1), cli.Time);
                cli.Cloud.UnbindByHand("ins-web00001", "skey-ada00001");
                await Task.Delay(TimeSpan.FromSeconds(1), cli.Time);
            }

            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            var ran = await cli.RunAsync("drift", "--who");

            Assert.Contains("bound by alice (CAMUser 100000000003) at 2026-03-04T05:08:07Z", ran.Out, StringComparison.Ordinal);
            Assert.Equal(4, Asked(cli));
        });

    /// <summary>Two regions, one note, one call, and the rest is what it is without --who.</summary>
    [Fact]
    public void Permission_ThatIsMissing_IsOneNote() =>
        Run(async cli =>
        {
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            cli.Cloud.BindByHand("ins-web00003", "skey-ada00002");
            var usual = await cli.RunAsync("drift");
            cli.Cloud.Faults.Add(FaultRule.From("DescribeEvents", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
            var ran = await cli.RunAsync("drift", "--who");

            Assert.Equal((usual.ExitCode, "", 1), (ran.ExitCode, ran.Error, Asked(cli)));
            Assert.StartsWith(
                usual.Out + "\n  warning KB2013: DescribeEvents: UnauthorizedOperation: The operation is not authorised (request ",
                ran.Out,
                StringComparison.Ordinal
            );
            Assert.Contains("Allow cloudaudit:DescribeEvents", ran.Out, StringComparison.Ordinal);
            Assert.Equal(2, ran.Out.Split("KB2013").Length);

            var json = (await cli.RunAsync("drift", "--who", "--output", "json")).Out;
            Assert.Empty(Schema.Errors("drift", json));
            var who = Who(json);
            Assert.Equal("KB2013", Text(who.GetProperty("problem"), "code"));
            Assert.Equal((JsonValueKind.Null, 1), (who.GetProperty("from").ValueKind, who.GetProperty("unexplained").GetArrayLength()));
            Assert.Contains(
                "⚠️ **KB2013** DescribeEvents:",
                (await cli.RunAsync("drift", "--who", "--output", "markdown")).Out,
                StringComparison.Ordinal
            );
        });

    /// <summary>A permission would change nothing where the service itself fails.</summary>
    [Theory]
    [InlineData(503, "")]
    [InlineData(200, "InternalError")]
    public void Service_ThatFails_IsNoMatterOfPermission(int status, string code) =>
        Run(async cli =>
        {
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            FaultEffect effect = status == 200 ? new FaultEffect.RefuseWith(code) : new FaultEffect.AnswerHttp(status);
            cli.Cloud.Faults.Add(FaultRule.From("DescribeEvents", 1, effect));
            var ran = await cli.RunAsync("drift", "--who");

            Assert.Contains("warning KB2013: DescribeEvents: ", ran.Out, StringComparison.Ordinal);
            Assert.Contains(
                "-> The service failed, or was too slow: try again. Drift and exit code are the same without it.",
                ran.Out,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("cloudaudit:DescribeEvents", ran.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void Service_ThatThrottles_IsAskedAgain_ForHalfAMinute() =>
        Run(async cli =>
        {
            cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
            cli.Cloud.Faults.Add(FaultRule.On("DescribeEvents", 1, new FaultEffect.RefuseWith("RequestLimitExceeded")));
            Assert.Contains("bound by alice ", (await cli.RunAsync("drift", "--who")).Out, StringComparison.Ordinal);
            Assert.Equal(3, Asked(cli));

            cli.Cloud.Faults.Clear();
            cli.Cloud.Faults.Add(FaultRule.From("DescribeEvents", 1, new FaultEffect.RefuseWith("RequestLimitExceeded")));
            var began = cli.Time.GetUtcNow();
            var ran = await cli.RunAsync("drift", "--who");

            Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
            Assert.Contains("  warning KB2013: DescribeEvents: no whole answer within 30 s.\n", ran.Out, StringComparison.Ordinal);
            Assert.InRange(cli.Time.GetUtcNow() - began, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
        });

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("json")]
    public void UserName_OfAStranger_ShowsAsItself_AndNoTokenShows(string format) =>
        Run(
            async cli =>
            {
                cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
                var ran = await cli.RunAsync("drift", "--who", "--output", format);

                Assert.Contains("eve", ran.Out, StringComparison.Ordinal);
                Assert.Null(HostileAnswers.FaultIn(ran.Out));
                Assert.DoesNotContain('\u202e', ran.Out);
                Assert.DoesNotContain('\u001b', ran.Out);
                Assert.DoesNotContain("token-", ran.Out + ran.Error, StringComparison.Ordinal);
                if (format == "markdown")
                {
                    Assert.DoesNotContain("<b>", ran.Out, StringComparison.Ordinal);
                    Assert.DoesNotContain(" [x](", ran.Out, StringComparison.Ordinal);
                    Assert.DoesNotContain(" @all", ran.Out, StringComparison.Ordinal);
                }
            },
            s_alice with
            {
                ConsoleUser = Hostile,
            }
        );

    [Theory]
    [InlineData("--since is for the audit log: write --who with it.", "--since", "7d")]
    [InlineData("not '31d'.", "--who", "--since", "31d")]
    [InlineData("not '721h'.", "--who", "--since", "721h")]
    [InlineData("not '0h'.", "--who", "--since", "0h")]
    [InlineData("not '7'.", "--who", "--since", "7")]
    [InlineData("not '-1d'.", "--who", "--since", "-1d")]
    [InlineData("not '9999999999999d'.", "--who", "--since", "9999999999999d")]
    public void Span_ThatIsNone_IsRefused_BeforeAnythingIsAsked(string why, params string[] options) =>
        Run(async cli =>
        {
            var ran = await cli.RunAsync(["drift", .. options]);

            Assert.Equal(1, ran.ExitCode);
            Assert.Contains(why, ran.Error, StringComparison.Ordinal);
            Assert.Empty(cli.Cloud.Journal.Calls);
        });

    [Fact]
    public void Documents_ShowWhoDidIt() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                cli.Program(Repository.Read("Pulumi.yaml"));
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                await Task.Delay(TimeSpan.FromHours(1), cli.Time);
                cli.Cloud.BindByHand("ins-web00001", "skey-ada0left");
                cli.Cloud.UnbindByHand("ins-web00002", "skey-team2026");
                await Task.Delay(TimeSpan.FromMinutes(10), cli.Time);
                var ran = await cli.RunAsync("drift", "--who");

                Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
                Golden.IsPartOf("docs/commands.md", "who", $"\n```console\n$ keybinding drift --who\n{ran.Out.TrimEnd()}\n```\n\n");
            },
            s_alice
        );

    private static void Run(Func<SimulatedCli, Task> body, SimulatorOptions? options = null) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            cli =>
            {
                cli.Program(Program);
                return body(cli);
            },
            options ?? s_alice
        );

    private static int Asked(SimulatedCli cli) => cli.Cloud.Journal.Calls.Count(call => call.Action == "DescribeEvents");

    /// <summary>Of ap-guangzhou, which comes second.</summary>
    private static JsonElement Who(string json) => JsonElement.Parse(json).GetProperty("regions")[1].GetProperty("who");

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static bool Flag(JsonElement of, string name) => of.GetProperty(name).GetBoolean();
}
