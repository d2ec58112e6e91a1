using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Service;

namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>
/// The program: prints its port, serves, and ends when it is signalled or when the engine that started it is gone. What is in flight then stops
/// nothing more and starts what it has stopped, for as long as the engine lets us: it kills after five seconds.
/// </summary>
internal static class ProviderProcess
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3.5);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ProviderSettings settings)
    {
        var runs = new ProviderRuns(settings);
        var address = ProviderArguments.Parse(arguments).EngineAddress;
        runs.EngineAddress = address;
        await using var host = await ProviderHost.StartAsync(new ProviderService(settings, runs));
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = On(PosixSignal.SIGINT, signalled);
        using var terminate = On(PosixSignal.SIGTERM, signalled);
        using var quit = On(PosixSignal.SIGQUIT, signalled);
        using var hangUp = On(PosixSignal.SIGHUP, signalled);
        await PrintPortAsync(host.Port);

        using var stopping = new CancellationTokenSource();
        var orphaned = address is null ? signalled.Task : WatchAsync(runs, settings.Time, stopping.Token);
        var isSignalled = await Task.WhenAny(signalled.Task, orphaned) == signalled.Task;
        await stopping.CancelAsync();
        await FinishAsync(runs, settings.Time, isSignalled);
        return 0;
    }

    /// <summary>Nobody waits for an orphan: it may take as long as the machines take. After a signal somebody does.</summary>
    private static async Task FinishAsync(ProviderRuns runs, TimeProvider time, bool isSignalled)
    {
        runs.Operations.CancelAll();
        if (isSignalled)
        {
            runs.Operations.CancelAll();
            await Task.WhenAny(runs.Operations.WhenIdle(), Task.Delay(Grace, time));
        }
        else
        {
            await runs.Operations.WhenIdle();
        }
    }

    private static Task WatchAsync(ProviderRuns runs, TimeProvider time, CancellationToken cancellationToken)
    {
        var inputEnded = Task.Run(ReadToEndAsync, cancellationToken);
        return new EngineWatch(runs.IsEngineAliveAsync, time).WaitForEndAsync(runs.FirstCall, inputEnded, cancellationToken);
    }

    private static async Task ReadToEndAsync()
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer) > 0) { }
    }

    /// <summary>The engine reads byte by byte up to a line feed; a carriage return upsets old ones.</summary>
    private static async Task PrintPortAsync(int port)
    {
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(Encoding.ASCII.GetBytes(port.ToString(CultureInfo.InvariantCulture) + "\n"));
        await output.FlushAsync();
    }

    private static PosixSignalRegistration On(PosixSignal signal, TaskCompletionSource signalled) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                signalled.TrySetResult();
            }
        );
}
