using KeyBindingProvider.Cli;
using Spectre.Console;

var output = new LastingOutput(Console.Out);
var error = new LastingOutput(Console.Error);

// The live display writes there by itself, from a thread of its own: a terminal that was closed would end the process, and leave machines stopped.
Console.SetOut(output);
Console.SetError(error);
using var interrupts = new Interrupts(error);
var isTerminal =
    !Console.IsOutputRedirected
    && !Console.IsInputRedirected
    && Environment.GetEnvironmentVariable("CI") is null
    && Environment.GetEnvironmentVariable("NO_COLOR") is null;
var host = new CliHost
{
    Out = output,
    Error = error,
    Terminal = isTerminal ? AnsiConsole.Console : null,
    Time = TimeProvider.System,
    Cancellation = interrupts.Cancellation,
};
var code = await KeybindingCommand.RunAsync(args, host);
output.Flush();

// Whoever asked has not been told.
return code == ExitCodes.Done && output.IsLost ? ExitCodes.Error : code;
