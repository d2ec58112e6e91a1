using System.CommandLine;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Cli.Demo;

namespace KeyBindingProvider.Cli;

/// <summary>The command line: parsing and completions are System.CommandLine's, meaning is in <c>Commands</c>.</summary>
internal static class KeybindingCommand
{
    public static RootCommand Create(CliHost host) =>
        new("Who may open which Tencent Cloud CVM machine, as reviewed code.")
        {
            PlanCommand.Create(host),
            ApplyCommand.Create(host),
            DriftCommand.Create(host),
            ShowCommand.Create(host),
            DemoCommand.Create(host),
        };

    /// <summary>Parses and runs; wrong usage is an error like any other.</summary>
    public static Task<int> RunAsync(string[] arguments, CliHost host)
    {
        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            // Ours has two steps and lets a window be closed first.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return Create(host).Parse(arguments).InvokeAsync(configuration, host.Cancellation.NoNewStops);
    }
}
