using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Pulumi.Hosting;
using KeyBindingProvider.Pulumi.Runs;

StandardDescriptors.Occupy();

// However it begins and ends, whoever started it gets a message and an exit code.
try
{
    return await ProviderProcess.RunAsync(args, ProviderSettings.Default);
}
catch (Exception exception) when (exception is not OutOfMemoryException)
{
    try
    {
        Console.Error.WriteLine($"pulumi-resource-keybinding cannot serve: {Problem.Fault(exception).Message}");
    }
    catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
    {
        // Nobody can be told; the exit code is left.
    }

    return 1;
}
