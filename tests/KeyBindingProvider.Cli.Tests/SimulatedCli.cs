using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using Spectre.Console;

namespace KeyBindingProvider.Cli.Tests;

/// <summary>How a command ended and what it wrote; the folder of the program is left out of it.</summary>
internal sealed record Ran(int ExitCode, string Out, string Error);

/// <summary>
/// The real command line, engine and client in front of a simulated account in the same process, on a clock that jumps. Only the socket is missing.
/// </summary>
internal sealed class SimulatedCli : IDisposable
{
    public const string Region = World.DefaultRegion;

    private static readonly string[] Writes =
    [
        "StopInstances",
        "StartInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-cli-");
    private readonly CancellationTokenSource _noNewStops = new();
    private readonly CancellationTokenSource _startOnly = new();

    private SimulatedCli(TimeProvider time, World world, SimulatorOptions options) =>
        (Time, Cloud) = (time, new SimulatedCloud(world, options, time));

    public TimeProvider Time { get; }

    public SimulatedCloud Cloud { get; }

    public ActorReport Us => Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);

    /// <summary>A terminal to show live progress on; null writes plain lines.</summary>
    public IAnsiConsole? Terminal { get; set; }

    /// <summary>What the command finds on its machine: the credentials of the simulator, and nothing of whoever runs the tests.</summary>
    public EngineEnvironment Machine { get; set; } =
        SimulatedAccount.Nowhere with
        {
            Variable = name =>
                name switch
                {
                    "TENCENTCLOUD_SECRET_ID" => SimulatorOptions.DefaultSecretId,
                    "TENCENTCLOUD_SECRET_KEY" => SimulatorOptions.DefaultSecretKey,
                    _ => null,
                },
        };

    /// <summary>What stands between the client and the account; null for nothing.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Wire { get; set; }

    /// <summary>Where the commands note what they take down.</summary>
    public string JournalFolder
    {
        get => field ?? PathOf("journal");
        set;
    }

    /// <summary>Most items of a list in text.</summary>
    public int Listed { get; set; } = int.MaxValue;

    /// <summary>Every write that reached the account, refused ones included.</summary>
    public IEnumerable<CallRecord> WritesSent =>
        Cloud.Journal.Find(actor: SimulatorOptions.DefaultSecretId).Where(call => Writes.Contains(call.Action));

    public static void Run(World world, Func<SimulatedCli, Task> body, SimulatorOptions? options = null) =>
        VirtualTime.Run(async time =>
        {
            using var cli = new SimulatedCli(time, world, options ?? SimulatorOptions.Instant);
            await body(cli);
        });

    /// <summary>On a clock that only runs fast, for what starts threads of its own, such as a live display. No faster: a busy machine must answer within a time-out.</summary>
    public static async Task RunOnThreadsAsync(World world, Func<SimulatedCli, Task> body, SimulatorOptions? options = null)
    {
        using var cli = new SimulatedCli(new ScaledTimeProvider(20), world, options ?? SimulatorOptions.Instant);
        await body(cli);
    }

    /// <summary>A world from the text of a world file.</summary>
    public static World WorldOf(string yaml) => SimulatorFile.Parse(yaml).World;

    /// <summary>Writes the program that the next commands read.</summary>
    public void Program(string yaml) => File.WriteAllText(PathOf("Pulumi.yaml"), yaml);

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Runs a command on the program; <c>show</c> gets the region instead.</summary>
    public Task<Ran> RunAsync(params string[] arguments) =>
        RunBareAsync([.. arguments, .. arguments[0] == "show" ? ["--region", Region] : (string[])["-f", PathOf("Pulumi.yaml")]]);

    /// <summary>Runs exactly what is given.</summary>
    public async Task<Ran> RunBareAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        using var account = new SimulatorHandler(Cloud);
        using var handler = Wire?.Invoke(account);
        var host = new CliHost
        {
            Out = output,
            Error = error,
            Terminal = Terminal,
            Time = Time,
            Machine = Machine,
            Handler = handler ?? account,
            JournalFolder = JournalFolder,
            TextLimits = new Core.Rendering.TextLimits(Listed: Listed),
            Cancellation = new ApplyCancellation(_noNewStops.Token, _startOnly.Token),
        };
        var exitCode = await KeybindingCommand.RunAsync(arguments, host);
        return new Ran(exitCode, Clean(output), Clean(error));
    }

    /// <summary>Ctrl-C after some time.</summary>
    public void CancelAfter(TimeSpan delay) => Time.CreateTimer(_ => _noNewStops.Cancel(), null, delay, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _noNewStops.Dispose();
        _startOnly.Dispose();
    }

    private string Clean(StringWriter writer) =>
        writer.ToString().Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
