using System.CommandLine;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>What the program says of itself, and what a shell completes.</summary>
public class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("drift")]
    [InlineData("recover")]
    [InlineData("show")]
    [InlineData("audit")]
    [InlineData("whoami")]
    [InlineData("demo")]
    public void Help_OfEachCommand_IsAsItWasRead(string command) =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync([.. command.Length > 0 ? [command] : Array.Empty<string>(), "--help"]);

            Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
            Golden.IsFile(
                $"help{(command.Length > 0 ? "-" : "")}{command}.txt",
                ran.Out.Replace(RootCommand.ExecutableName, "keybinding", StringComparison.Ordinal)
            );
        });

    [Theory]
    [InlineData("[suggest:2]", "pl", "plan")]
    [InlineData("[suggest:2]", "ap", "apply")]
    [InlineData("[suggest:16]", "plan --output js", "json")]
    [InlineData("[suggest:10]", "apply --pl", "--plan-digest")]
    [InlineData("[suggest:8]", "show --k", "--key")]
    public void Completion_OffersWhatComesNext(string directive, string typed, string expected) =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync(directive, typed);

            Assert.Equal(0, ran.ExitCode);
            Assert.Contains(expected, ran.Out.Split('\n', StringSplitOptions.TrimEntries));
        });

    [Fact]
    public void Completion_OfOutput_OffersTheNamesOfTheDocuments() =>
        Run(async cli => Assert.Equal("json\nmarkdown\nsarif\ntext\n", (await cli.RunBareAsync("[suggest:14]", "plan --output ")).Out));

    [Theory]
    [InlineData("aply", "keybinding: Unrecognized command or argument 'aply'. Did you mean 'apply'?\nSee keybinding --help.\n")]
    [InlineData("plna", "keybinding: Unrecognized command or argument 'plna'. Did you mean 'plan'?\nSee keybinding --help.\n")]
    [InlineData("wxyz", "keybinding: Unrecognized command or argument 'wxyz'.\nSee keybinding --help.\n")]
    [InlineData("plan --jsn", "keybinding: Unrecognized command or argument '--jsn'.\nSee keybinding plan --help.\n")]
    [InlineData(
        "apply --regoin=x",
        "keybinding: Unrecognized command or argument '--regoin=x'. Did you mean '--region'?\nSee keybinding apply --help.\n"
    )]
    [InlineData(
        "apply --yse",
        "keybinding: Unrecognized command or argument '--yse'. Did you mean '--yes'?\nSee keybinding apply --help.\n"
    )]
    public void AWord_ThatNobodyKnows_IsAnErrorWithTheNearestKnownOne(string typed, string error) =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync(typed.Split(' '));
            Assert.Equal((1, "", error), (ran.ExitCode, ran.Out, ran.Error));
        });

    private static void Run(Func<SimulatedCli, Task> body) => SimulatedCli.Run(SimulatedCli.WorldOf("regions: {}"), body);
}
