using KeyBindingProvider.Cli;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Journal;
using KeyBindingProvider.Hosting;
using Spectre.Console;

StandardDescriptors.Occupy();
Interrupts? interrupts = null;
var error = new LastingOutput(StandardStreams.OpenError(), readerIsGone: () => interrupts?.ReaderIsGone() ?? true);

// What changes nothing ends quietly, as head and less expect of whatever they have read enough of.
var output = new LastingOutput(
    StandardStreams.OpenOutput(),
    error,
    () => KeybindingCommand.MayChange(args) && (interrupts?.ReaderIsGone() ?? true)
);

// The live display writes there by itself, from a thread of its own: a terminal that was closed would end the process, and leave machines stopped.
Console.SetOut(output);
Console.SetError(error);
using var signals = interrupts = new Interrupts(error);
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
    Cancellation = signals.Cancellation,
    JournalFolder = JournalFolder.Of(EngineEnvironment.OfProcess),
};
int code;
try
{
    code = await KeybindingCommand.RunAsync(args, host);
}
catch (Exception exception)
{
    ProblemWriter.Write(error, [Problem.Fault(exception)]);
    code = ExitCodes.Error;
}

output.Flush();
if (error.IsLost && !output.IsLost && !output.IsUsed)
{
    // Nothing stands there that a program would read.
    output.Write(error.Lost);
}

// Whoever asked has not been told where they wanted it.
return code == ExitCodes.Done && output.IsLost ? ExitCodes.Error : code;
