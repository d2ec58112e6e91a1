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
    [InlineData("show")]
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
        Run(async cli => Assert.Equal("json\nmarkdown\ntext\n", (await cli.RunBareAsync("[suggest:14]", "plan --output ")).Out));

    private static void Run(Func<SimulatedCli, Task> body) => SimulatedCli.Run(SimulatedCli.WorldOf("regions: {}"), body);
}
