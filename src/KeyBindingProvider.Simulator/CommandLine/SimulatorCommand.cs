using System.CommandLine;
using System.Globalization;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.CommandLine;

/// <summary>The command line of <c>cvm-simulator</c>.</summary>
internal sealed class SimulatorCommand
{
    private const string About = """
        A local Tencent Cloud CVM: instances and key pairs behind the real, TC3-signed API, for tests and try-outs
        without an account. It listens on 127.0.0.1 only and keeps everything in memory.

        Actions: DescribeInstances, DescribeInstancesStatus, DescribeInstancesAttributes, DescribeKeyPairs, DescribeImages,
        DescribeZones, DescribeRegions, AssociateInstancesKeyPairs, DisassociateInstancesKeyPairs, StopInstances,
        StartInstances, DeleteKeyPairs; cbs DescribeDisks; sts AssumeRole; and more of cvm, sts, tag, as, tke and cloudaudit
        (docs/simulator.md has all).
        Beside the API: GET /_simulator/{health,world,journal,counts,oracle,options,faults},
        POST /_simulator/{faults,hand,reset}, DELETE /_simulator/faults.

        Whatever the API documents leave open is a switch below. All of them can also stand under 'options:' in the
        world file; the command line wins.
        """;

    private readonly Option<int> _port = new("--port") { Description = "port on 127.0.0.1; 0 takes a free one", HelpName = "port" };

    private readonly Option<string?> _world = new("--world")
    {
        Description = "YAML file with regions, keys and instances, and if wanted options, credentials, roles, faults",
        HelpName = "file",
    };

    private readonly Option<int> _size = new("--size")
    {
        Description = "without --world: number of instances to make",
        HelpName = "number",
        DefaultValueFactory = static _ => 100,
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "seed of the made world and of every draw",
        HelpName = "number",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<double> _timeScale = new("--time-scale")
    {
        Description = "divides durations and lags; signatures and rate limits keep the real clock",
        HelpName = "factor",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<string?> _faults = new("--faults") { Description = "YAML file with a list of fault rules", HelpName = "file" };

    private readonly Option<string[]> _credentials = new("--credential")
    {
        Description = "secretId:secretKey[:token] to accept in place of the built-in pair; may be repeated",
        HelpName = "id:key",
    };

    private readonly Option<string[]> _roles = new("--role")
    {
        Description = "ARN that AssumeRole accepts in place of the built-in one; may be repeated",
        HelpName = "arn",
    };

    private readonly List<(OptionSwitch Switch, Option<string?> Flag)> _switches = [];
    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    private SimulatorCommand(TextWriter output, TextWriter errors) => (_output, _errors) = (output, errors);

    /// <summary>Makes the command.</summary>
    public static RootCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new SimulatorCommand(output, errors);
        var root = new RootCommand(About)
        {
            command._port,
            command._world,
            command._size,
            command._seed,
            command._timeScale,
            command._faults,
            command._credentials,
            command._roles,
        };
        var defaults = new SimulatorOptions();
        foreach (var each in OptionTable.Switches)
        {
            var flag = new Option<string?>("--" + each.Name)
            {
                Description = $"{each.Description} [{each.Read(defaults)}]",
                HelpName = each.Values,
            };
            command._switches.Add((each, flag));
            root.Add(flag);
        }

        root.SetAction(command.RunAsync);
        return root;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        SimulatorServer server;
        try
        {
            server = await StartAsync(arguments, cancellationToken);
        }
        catch (Exception problem)
            when (problem is SimulatorFileException or ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            await _errors.WriteLineAsync("cvm-simulator: " + problem.Message);
            return 1;
        }

        await using (server)
        {
            await _output.WriteAsync(Greeting.For(server));
            await _output.FlushAsync(cancellationToken);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C and SIGTERM are how a server is meant to end.
            }
        }

        return 0;
    }

    private async Task<SimulatorServer> StartAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var seed = arguments.GetValue(_seed);
        var options = new SimulatorOptions { Seed = seed, TimeScale = arguments.GetValue(_timeScale) };
        World world;
        IReadOnlyList<FaultRule> faults = [];
        if (arguments.GetValue(_world) is { } path)
        {
            var file = await NamedAsync(path, SimulatorFile.Parse, cancellationToken);
            world = file.World;
            faults = file.Faults;
            options = await NamedAsync(path, _ => file.ApplyTo(options), cancellationToken);
        }
        else
        {
            world = World.Generate(WorldSpec.OfSize(arguments.GetValue(_size), seed));
        }

        if (arguments.GetValue(_faults) is { } faultPath)
        {
            faults = [.. faults, .. await NamedAsync(faultPath, SimulatorFile.ParseFaults, cancellationToken)];
        }

        options = Flags(arguments, options);
        var port = arguments.GetValue(_port);
        if (port is < 0 or > 65535)
        {
            throw new FormatException($"'{port}' is not a port");
        }

        var server = await SimulatorServer.StartAsync(world, options, TimeProvider.System, port, cancellationToken);
        foreach (var rule in faults)
        {
            server.Cloud.Faults.Add(rule);
        }

        return server;
    }

    private SimulatorOptions Flags(ParseResult arguments, SimulatorOptions options)
    {
        foreach (var (each, flag) in _switches)
        {
            if (arguments.GetValue(flag) is { } value)
            {
                options = each.Apply(options, value);
            }
        }

        if (arguments.GetValue(_credentials) is { Length: > 0 } credentials)
        {
            options = options with { Credentials = credentials.Select(Credential).ToDictionary() };
        }

        return arguments.GetValue(_roles) is { Length: > 0 } roles
            ? options with
            {
                Roles = [.. roles.Select(static arn => new SimulatedRole(arn))],
            }
            : options;
    }

    private static KeyValuePair<string, SimulatedCredential> Credential(string text) =>
        text.Split(':') switch
        {
            [{ Length: > 0 } id, { Length: > 0 } key] => new(id, new SimulatedCredential(key)),
            [{ Length: > 0 } id, { Length: > 0 } key, { Length: > 0 } token] => new(id, new SimulatedCredential(key, token)),
            // The text is not repeated: half of a credential is a secret, too.
            _ => throw new FormatException("--credential must be secretId:secretKey or secretId:secretKey:token"),
        };

    private static async Task<T> NamedAsync<T>(string path, Func<string, T> parse, CancellationToken cancellationToken)
    {
        try
        {
            return parse(await BoundedYaml.ReadAsync(path, cancellationToken));
        }
        catch (SimulatorFileException problem)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{path}: {problem.Message}"));
        }
    }
}
