using KeyBindingProvider.Cli;
using Spectre.Console;

using var interrupts = new Interrupts(Console.Error);
var isTerminal =
    !Console.IsOutputRedirected
    && !Console.IsInputRedirected
    && Environment.GetEnvironmentVariable("CI") is null
    && Environment.GetEnvironmentVariable("NO_COLOR") is null;
var host = new CliHost
{
    Out = Console.Out,
    Error = Console.Error,
    Terminal = isTerminal ? AnsiConsole.Console : null,
    Time = TimeProvider.System,
    Cancellation = interrupts.Cancellation,
};
return await KeybindingCommand.RunAsync(args, host);
