using System.CommandLine;
using System.Runtime.InteropServices;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Simulator.CommandLine;

StandardDescriptors.Occupy();

// Ctrl-C and SIGTERM are handled by the command line; a terminal that goes away ends it in the same way.
using var end = new CancellationTokenSource();
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, End);
try
{
    return await SimulatorCommand
        .Create(Console.Out, Console.Error)
        .Parse(args)
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, end.Token);
}
catch (Exception exception) when (exception is not OutOfMemoryException)
{
    try
    {
        Console.Error.WriteLine($"cvm-simulator: {exception.Message}");
    }
    catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
    {
        // Nobody can be told; the exit code is left.
    }

    return 1;
}

void End(PosixSignalContext context)
{
    context.Cancel = true;
    end.Cancel();
}
