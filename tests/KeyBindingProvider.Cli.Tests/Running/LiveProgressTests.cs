using System.Text.RegularExpressions;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using Spectre.Console;
using Spectre.Console.Testing;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>On a terminal: the plan, the question, then what is going on; without one: plain lines.</summary>
public partial class LiveProgressTests
{
    private const string Program = """
        name: offboard-ada
        resources:
          offboard-ada:
            type: keybinding:KeyRevocation
            properties:
              region: ap-guangzhou
              keyIds: [skey-ada0left]
              changePolicy: { stopPolicy: graceful, onBlocked: skip, maxUnavailable: 2 }
        """;

    [Fact]
    public Task Apply_OnATerminal_AsksAndShowsWavesAndWaits() =>
        Run(
            async (cli, terminal) =>
            {
                terminal.Input.PushTextWithEnter("y");
                var ran = await cli.RunAsync("apply");

                Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
                Assert.Contains("Apply this plan? [y/n] (n): y", terminal.Output, StringComparison.Ordinal);
                Assert.Matches(@"wave 2 of 3: canary, 1 to be stopped, changed and started: ins-(db|web)\d+", terminal.Output);
                Assert.Matches(@"wave 3 of 3: 2 to be stopped, changed and started: ins-\w+, ins-\w+", terminal.Output);
                // How far the whole change is, who is down, for how long yet; and what is waited for, since when.
                Assert.Matches(@"[1-3] of 4 done, [0-2] down \(2 may be\), .*, about .* left", terminal.Output);
                Assert.Matches(@"wave 3 of 3: waiting for STOPPED, [0-2] of 2, for .*s", terminal.Output);
                Assert.Matches(@"4 of 4 done in .*, with \d+ writes", terminal.Output);
                Assert.DoesNotContain("[grey]", terminal.Output, StringComparison.Ordinal);
            }
        );

    [Theory]
    [InlineData("n")]
    [InlineData("")]
    public Task Apply_AnsweredNo_Is130_AndWritesNothing(string answer) =>
        Run(
            async (cli, terminal) =>
            {
                terminal.Input.PushTextWithEnter(answer);
                var ran = await cli.RunAsync("apply");

                Assert.Equal((130, "Cancelled; nothing was changed.\n"), (ran.ExitCode, ran.Error));
                Assert.Empty(cli.WritesSent);
            }
        );

    [Theory]
    [InlineData("json")]
    [InlineData("markdown")]
    public Task Apply_WithAnotherOutput_ShowsThePlanBeforeItAsks(string output) =>
        Run(
            async (cli, terminal) =>
            {
                terminal.Input.PushTextWithEnter("n");
                var ran = await cli.RunAsync("apply", "--output", output);

                Assert.Equal((130, ""), (ran.ExitCode, ran.Out));
                Assert.StartsWith("Plan of offboard-ada\n", ran.Error, StringComparison.Ordinal);
            }
        );

    [Fact]
    public Task Apply_WithNamesThatLookLikeMarkup_ShowsThemAsTheyAre() =>
        Run(
            async (cli, terminal) =>
            {
                cli.Cloud.Faults.Add(
                    FaultRule.From(
                        "StopInstances",
                        1,
                        new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted", "[red]no[/] [x")
                    )
                );
                terminal.Input.PushTextWithEnter("y");
                var ran = await cli.RunAsync("apply");

                Assert.Equal((3, ""), (ran.ExitCode, ran.Error));
                Assert.Contains("[red]no[/] [x", terminal.Output, StringComparison.Ordinal);
            }
        );

    [Fact]
    public Task Apply_WithoutATerminal_WritesALineForEachWave_AndOneTwiceAMinute() =>
        Run(
            async (cli, _) =>
            {
                cli.Terminal = null;
                var ran = await cli.RunAsync("apply", "--yes");

                var lines = ProgressLine().Matches(ran.Out).Select(match => match.Groups["text"].Value).ToArray();
                Assert.Contains(
                    lines,
                    line => line.StartsWith("wave 3 of 3: 2 to be stopped, changed and started: ins-", StringComparison.Ordinal)
                );
                Assert.Equal(3, lines.Count(line => line.StartsWith("wave ", StringComparison.Ordinal)));
                Assert.Contains(
                    lines,
                    line =>
                        line.Contains(" down (2 may be), ", StringComparison.Ordinal)
                        && line.Contains("; wave 3 of 3: waiting for ", StringComparison.Ordinal)
                );
                Assert.StartsWith("4 of 4 done in ", lines[^1], StringComparison.Ordinal);
                Assert.InRange(lines.Length, 5, 12);
            }
        );

    private static Task Run(Func<SimulatedCli, TestConsole, Task> body) =>
        SimulatedCli.RunOnThreadsAsync(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                using var terminal = new TestConsole();
                terminal.Profile.Width = 200;
                terminal.Profile.Capabilities.Interactive = true;
                cli.Terminal = terminal;
                cli.Program(Program);
                await body(cli, terminal);
            },
            new SimulatorOptions()
        );

    [GeneratedRegex(@"^\[ *\d+\.\ds\] (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex ProgressLine();
}
