using System.Diagnostics;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>A simulated account on loopback, and short ways to say what is in it.</summary>
public sealed class TestAccount : IAsyncDisposable
{
    public const string Ada = "skey-ada00001";
    public const string Bob = "skey-bob00001";
    public const string Cyd = "skey-cyd00001";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimulatorServer _server;

    private TestAccount(SimulatorServer server, HeldClock clock) => (_server, Clock) = (server, clock);

    public HeldClock Clock { get; }

    public SimulatedCloud Cloud => _server.Cloud;

    public string Endpoint => _server.Endpoint.ToString().TrimEnd('/');

    public int Stops => Calls("StopInstances");

    public int Writes =>
        Calls("StopInstances") + Calls("StartInstances") + Calls("AssociateInstancesKeyPairs") + Calls("DisassociateInstancesKeyPairs");

    public int Reads => Cloud.Journal.Calls.Count(call => call.Action.StartsWith("Describe", StringComparison.Ordinal));

    public static string Id(int number) => $"ins-{number:00000000}";

    /// <summary>Three keys, and instances 1 to <paramref name="running"/> RUNNING, then STOPPED ones, all with the same keys.</summary>
    public static World Fleet(int running, int stopped = 0, params string[] keys)
    {
        var world = new World();
        foreach (var region in new[] { World.DefaultRegion, "ap-shanghai" })
        {
            // A key pair lives in one region; the other one has keys of its own.
            foreach (var (key, name) in new[] { (Ada, "ada"), (Bob, "bob"), (Cyd, "cyd") })
            {
                var id = region == World.DefaultRegion ? key : key.Replace('1', '2');
                world.AddKey(
                    new WorldKeyPair
                    {
                        Id = id,
                        Name = name,
                        Region = region,
                    }
                );
            }
        }

        for (var i = 1; i <= running + stopped; i++)
        {
            world.AddInstance(Instance(i, i <= running ? InstanceStates.Running : InstanceStates.Stopped, keys));
        }

        return world;
    }

    public static WorldInstance Instance(int number, string state, params string[] keys) =>
        new()
        {
            Id = Id(number),
            Name = $"web-{number}",
            State = state,
            KeyIds = keys,
        };

    public static async Task<TestAccount> OpenAsync(World world, Func<SimulatorOptions, SimulatorOptions>? adjust = null)
    {
        var options = SimulatorOptions.Instant with { RateLimits = false };
        var clock = new HeldClock();
        return new TestAccount(await SimulatorServer.StartAsync(world, adjust?.Invoke(options) ?? options, clock), clock);
    }

    public int Calls(string action) => Cloud.Journal.Find(action, actor: SimulatorOptions.DefaultSecretId).Count;

    public IReadOnlyList<string> Keys(int number) => Cloud.View[Id(number)].KeyIds;

    public string State(int number) => Cloud.View[Id(number)].State;

    public IEnumerable<IReadOnlyList<string>> KeysOf(params IEnumerable<int> numbers) => numbers.Select(Keys);

    public IEnumerable<int> CyclesOf(params IEnumerable<int> numbers) => numbers.Select(PowerCycles);

    public int PowerCycles(int number) => Cloud.View[Id(number)].PowerCycles;

    /// <summary>Waits until something is true of the account; fails the test when it never becomes so.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, $"waited in vain for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
