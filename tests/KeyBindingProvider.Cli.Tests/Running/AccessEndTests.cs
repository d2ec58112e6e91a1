using System.Globalization;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>Access that ends, at the command line, by the clock of the service (rule <c>access-ends</c>).</summary>
public class AccessEndTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-guest001, name: guest }
            instances:
              - { id: ins-web00001, name: web-1, state: STOPPED, keys: [skey-team0001] }
              - { id: ins-web00002, name: web-2, state: STOPPED, keys: [skey-team0001] }
        """;

    private static readonly string[] s_looks = ["plan", "drift"];

    [Fact]
    public void Access_IsThereUntilItsEnd_AndTheNextApplyTakesItAway() =>
        Run(
            30,
            "",
            async cli =>
            {
                var early = await cli.RunAsync("apply", "--yes");
                Assert.Equal(0, early.ExitCode);
                Assert.DoesNotContain("KB3025", early.Out + early.Error, StringComparison.Ordinal);
                Assert.Equal(2, Guests(cli));

                await PassAsync(cli, hours: 7);
                var near = await cli.RunAsync("plan");
                Assert.Equal(0, near.ExitCode);
                Assert.Contains("KB3025", near.Out, StringComparison.Ordinal);
                Assert.Contains("'guest': access ends in 22 hours, at ", near.Out, StringComparison.Ordinal);

                await PassAsync(cli, hours: 26);
                var drift = await cli.RunAsync("drift");
                Assert.Equal(2, drift.ExitCode);
                Assert.Contains("'guest': access ended 3 hours ago, at ", drift.Out, StringComparison.Ordinal);
                Assert.Contains("2 pairs are still bound and no longer wanted.", drift.Out, StringComparison.Ordinal);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Equal(0, Guests(cli));
                Assert.All(cli.Cloud.View.Instances, instance => Assert.Equal(["skey-team0001"], instance.KeyIds));

                var done = await cli.RunAsync("plan");
                Assert.Equal(0, done.ExitCode);
                Assert.DoesNotContain("KB3025", done.Out, StringComparison.Ordinal);
            }
        );

    /// <summary>Who binds the key by hand after its end does not have it for long.</summary>
    [Fact]
    public void KeyThatComesBackAfterItsEnd_IsDrift() =>
        Run(
            1,
            "",
            async cli =>
            {
                await cli.RunAsync("apply", "--yes");
                await PassAsync(cli, hours: 2);
                await cli.RunAsync("apply", "--yes");
                cli.Cloud.BindByHand("ins-web00002", "skey-guest001");
                Assert.Equal(2, (await cli.RunAsync("drift")).ExitCode);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Equal(0, Guests(cli));
            }
        );

    /// <summary>What another resource still wants stays.</summary>
    [Fact]
    public void PairThatAnotherResourceDeclares_Stays() =>
        Run(
            1,
            """
              team:
                type: keybinding:KeyPairAssociation
                properties: { region: ap-guangzhou, keyIds: [skey-guest001], instanceIds: [ins-web00001] }
            """,
            async cli =>
            {
                await cli.RunAsync("apply", "--yes");
                await PassAsync(cli, hours: 2);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Equal(["skey-guest001", "skey-team0001"], cli.Cloud.View["ins-web00001"].KeyIds.Order(StringComparer.Ordinal));
                Assert.Equal(["skey-team0001"], cli.Cloud.View["ins-web00002"].KeyIds);
            }
        );

    /// <summary>An approved plan that binds does not bind after the end.</summary>
    [Fact]
    public void PlanFile_AfterTheEnd_IsRefused() =>
        Run(
            1,
            "",
            async cli =>
            {
                Assert.Equal(2, (await cli.RunAsync("plan", "--out", cli.PathOf("p.plan"))).ExitCode);
                await PassAsync(cli, hours: 2);
                var apply = await cli.RunBareAsync("apply", cli.PathOf("p.plan"), "--yes");
                Assert.Equal(1, apply.ExitCode);
                Assert.Contains("KB4012", apply.Error, StringComparison.Ordinal);
                Assert.Empty(cli.WritesSent);
            }
        );

    /// <summary>A saved plan that ends access is carried out later, too: nothing has moved but the time.</summary>
    [Fact]
    public void PlanFile_ThatEndsAccess_IsCarriedOutLater() =>
        Run(
            1,
            "",
            async cli =>
            {
                await cli.RunAsync("apply", "--yes");
                await PassAsync(cli, hours: 2);
                Assert.Equal(2, (await cli.RunAsync("plan", "--out", cli.PathOf("p.plan"))).ExitCode);
                await PassAsync(cli, hours: 5);
                var apply = await cli.RunBareAsync("apply", cli.PathOf("p.plan"), "--yes");
                Assert.Equal((0, ""), (apply.ExitCode, apply.Error));
                Assert.Equal(0, Guests(cli));
            }
        );

    [Theory]
    [InlineData("notAfter: 2026-12-24", "'2026-12-24' is not a moment with an offset.")]
    [InlineData("notAfter: 2026-12-24T18:00:00", "is not a moment with an offset.")]
    [InlineData("notAfter: 2026-13-24T18:00:00Z", "names month 13, and a year has 12.")]
    [InlineData("notAfter: 2026-00-24T18:00:00Z", "names month 0, and a year has 12.")]
    [InlineData("notAfter: 0000-02-24T18:00:00Z", "names the year 0, and the calendar begins with 1.")]
    [InlineData("notAfter: 2026-02-30T00:00:00Z", "'2026-02-30T00:00:00Z' names a day that does not exist: 2026-02 has 28 days.")]
    [InlineData("notAfter: 2026-04-00T00:00:00+08:00", "names a day that does not exist: 2026-04 has 30 days.")]
    [InlineData("notAfter: 2026-12-24T24:00:00Z", "names a time of day that does not exist")]
    [InlineData("notAfter: 2026-12-24T18:60:00Z", "names a time of day that does not exist")]
    [InlineData("notAfter: 2026-12-24T18:00:00+15:00", "has an offset that does not exist")]
    [InlineData("notAfter: tomorrow", "2026-12-24T18:00:00+08:00")]
    [InlineData("notAfter: [a]", "must be a text, not a list.")]
    [InlineData("expiresWarning: 7d", "stands without notAfter, so that there is nothing to warn of.")]
    [InlineData("notAfter: 2026-12-24T18:00:00Z, expiresWarning: soon", "'soon' is not a span of time.")]
    [InlineData("notAfter: 2026-12-24T18:00:00Z, expiresWarning: 1w", "Write a number and d, h or m: 7d, 36h, 90m.")]
    public void BadEnd_IsSaid_AndNothingIsWritten(string properties, string message) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(ProgramOf(properties));
                foreach (var command in s_looks)
                {
                    var ran = await cli.RunAsync(command);
                    Assert.Equal(1, ran.ExitCode);
                    Assert.Contains(message, ran.Error, StringComparison.Ordinal);
                }

                Assert.Empty(cli.WritesSent);
            }
        );

    /// <summary>The time of this machine does not count: a runner whose clock is wrong ends nobody's access early.</summary>
    [Fact]
    public void Plan_AsksTheServiceForTheTime_InNoMoreCalls() =>
        Run(
            30,
            "",
            async cli =>
            {
                await cli.RunAsync("plan");
                var reads = cli.Cloud.Journal.Calls.Count;
                cli.Program(ProgramOf(""));
                await cli.RunAsync("plan");
                Assert.Equal(1, reads - (cli.Cloud.Journal.Calls.Count - reads));
            }
        );

    /// <summary>The program of the page runs.</summary>
    [Fact]
    public void Page_ItsProgramRuns()
    {
        var page = Repository.Read("docs/temporary-access.md");
        var from = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(page[from..page.IndexOf("```", from, StringComparison.Ordinal)]);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
            }
        );
    }

    private static int Guests(SimulatedCli cli) => cli.Cloud.View.Instances.Count(instance => instance.KeyIds.Contains("skey-guest001"));

    private static Task PassAsync(SimulatedCli cli, int hours) => Task.Delay(TimeSpan.FromHours(hours), cli.Time);

    private static string ProgramOf(string properties) =>
        $"name: fleet\nresources:\n  guest:\n    type: keybinding:KeyPairAssociation\n    properties: {{ region: ap-guangzhou, keyIds: [skey-guest001], instanceIds: [ins-web00001, ins-web00002], {properties} }}\n";

    private static void Run(int hours, string more, Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                var end = cli.Cloud.Clock.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
                cli.Program(ProgramOf($"notAfter: '{end}'") + more);
                await body(cli);
            }
        );
}
