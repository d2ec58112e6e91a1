using KeyBindingProvider.Cli.Progress;
using Spectre.Console;
using Spectre.Console.Testing;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>Lines that stay above a live display leave nothing of it behind them.</summary>
public class WholeLinesTests
{
    [Theory]
    [InlineData("one", "one                 ")]
    [InlineData("one two three four five six", "one two three four  ", "five six            ")]
    [InlineData("web-1 服务器服务器服务器服务器", "web-1               ", "服务器服务器服务器服", "务器                ")]
    public void EachLine_ReachesToTheEndOfTheTerminal(string text, params string[] lines)
    {
        using var terminal = new TestConsole().Width(20);
        terminal.Write(new WholeLines(new Text(text)));
        Assert.Equal(lines, terminal.Output.TrimEnd('\n').Split('\n'));
    }
}
