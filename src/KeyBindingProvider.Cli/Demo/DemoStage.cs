using System.Globalization;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Demo;

/// <summary>A simulator on loopback with a fleet in it, and the command line pointed at it over HTTP.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private readonly SimulatorServer _server;
    private readonly CliHost _host;
    private readonly ScaledTimeProvider _time;
    private readonly DateTimeOffset _begun;

    private DemoStage(SimulatorServer server, CliHost host, ScaledTimeProvider time)
    {
        (_server, _host, _time) = (server, host, time);
        _begun = time.GetUtcNow();
    }

    public SimulatedCloud Cloud => _server.Cloud;

    public ActorReport Us => Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);

    /// <summary>Seconds that have passed for the machines.</summary>
    public double Seconds => (_time.GetUtcNow() - _begun).TotalSeconds;

    public static async Task<DemoStage> OpenAsync(World world, SimulatorOptions options, CliHost host, double scale)
    {
        var time = new ScaledTimeProvider(scale);
        var server = await SimulatorServer.StartAsync(world, options, time, port: 0, host.Cancellation.NoNewStops);
        return new DemoStage(
            server,
            host with
            {
                Time = time,
                TextLimits = new TextLimits(Listed: 6),
                Machine = host.Machine with { Variable = Variable },
                NamesSigner = false,
                JournalFolder = null,
            },
            time
        );
    }

    /// <summary>Shows a program.</summary>
    public void Show(string program)
    {
        _host.Out.WriteLine();
        _host.Out.WriteLine("$ cat Pulumi.yaml");
        _host.Out.WriteLine(File.ReadAllText(program).TrimEnd());
    }

    /// <summary>Runs a command as a user would type it; answers its exit code.</summary>
    public async Task<int> RunAsync(string command, string program, params string[] more)
    {
        _host.Out.WriteLine();
        string[] typed = ["$ keybinding", command, "--endpoint", _server.Endpoint.ToString().TrimEnd('/'), .. more];
        _host.Out.WriteLine(string.Join(' ', typed));
        var exitCode = await KeybindingCommand.RunAsync(
            [command, "-f", program, "--endpoint", _server.Endpoint.ToString().TrimEnd('/'), .. more],
            _host
        );
        _host.Out.WriteLine($"(exit code {exitCode.ToString(CultureInfo.InvariantCulture)})");
        return exitCode;
    }

    /// <summary>The plan that a command would show now, as data.</summary>
    public async Task<PlanDocument> PlanAsync(string program)
    {
        var options = KeybindingCommand
            .Create(_host)
            .Parse(["plan", "-f", program, "--endpoint", _server.Endpoint.ToString().TrimEnd('/')]);
        using var workspace = Workspace.Open(options, _host);
        return await workspace.PlanAsync(_host.Cancellation.NoNewStops);
    }

    /// <summary>Lets time pass for the machines.</summary>
    public Task PassAsync(TimeSpan time) => Task.Delay(time, _time, _host.Cancellation.NoNewStops);

    public int Calls(string action) => Cloud.Journal.Find(action, actor: SimulatorOptions.DefaultSecretId).Count;

    public int Writes =>
        Calls("StopInstances") + Calls("AssociateInstancesKeyPairs") + Calls("DisassociateInstancesKeyPairs") + Calls("StartInstances");

    /// <summary>The credentials of the simulator reach the command line as they would in a pipeline; none of the user's own account do.</summary>
    private static string? Variable(string name) =>
        name switch
        {
            "TENCENTCLOUD_SECRET_ID" => SimulatorOptions.DefaultSecretId,
            "TENCENTCLOUD_SECRET_KEY" => SimulatorOptions.DefaultSecretKey,
            _ => null,
        };

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
