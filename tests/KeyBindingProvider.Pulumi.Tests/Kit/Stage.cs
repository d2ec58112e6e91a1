using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Service;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>A fleet in the simulator, the provider, and an engine that drives it, on a clock that jumps.</summary>
internal sealed class Stage
{
    public const string Old = "skey-old00000";
    public const string New = "skey-new00000";
    public const string Team = "skey-team0000";

    private static readonly string[] WriteActions =
    [
        "StopInstances",
        "StartInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
    ];

    private Stage(SimulatedCloud cloud, TimeProvider time)
    {
        (Cloud, Time) = (cloud, time);
        Settings = new ProviderSettings(time, ProviderSettings.SharingReads, new SimulatorHandler(cloud), _ => Link.Object)
        {
            Machine = SimulatedAccount.Nowhere,
        };
        Deployment = new Deployment(() => Start()) { Configuration = Configure() };
    }

    public SimulatedCloud Cloud { get; }
    public TimeProvider Time { get; }
    public Mock<IEngineLink> Link { get; } = EngineLinks.Alive();
    public ProviderSettings Settings { get; private set; }
    public Deployment Deployment { get; }
    public ActorReport Us => Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);

    /// <summary>Messages that stay, oldest first.</summary>
    public IEnumerable<LogRequest> Diagnostics => Link.Messages().Where(message => !message.Ephemeral);

    public static string Id(int number) => $"ins-{number:00000000}";

    public static IEnumerable<string> Ids(int from, int count) => Enumerable.Range(from, count).Select(Id);

    public static WorldInstance Instance(int number, string state, params string[] keys) =>
        new()
        {
            Id = Id(number),
            Name = $"web-{number}",
            State = state,
            KeyIds = keys,
        };

    public static IEnumerable<WorldInstance> Instances(int from, int count, string state, params string[] keys) =>
        Enumerable.Range(from, count).Select(number => Instance(number, state, keys));

    public static World Fleet(IEnumerable<WorldInstance> some, IEnumerable<WorldInstance> others) => Fleet(some.Concat(others));

    public static World Fleet(params IEnumerable<WorldInstance> instances)
    {
        var world = new World();
        foreach (var (id, name) in new[] { (Old, "ada_laptop"), (New, "ops_2026"), (Team, "team_web") })
        {
            world.AddKey(new WorldKeyPair { Id = id, Name = name });
        }

        foreach (var instance in instances)
        {
            world.AddInstance(instance);
        }

        return world;
    }

    public static void Play(
        World world,
        Func<Stage, Task> story,
        SimulatorOptions? options = null,
        params ReadOnlySpan<(string Id, string Name)> moreKeys
    )
    {
        foreach (var (id, name) in moreKeys)
        {
            world.AddKey(new WorldKeyPair { Id = id, Name = name });
        }

        VirtualTime.Run(async time => await story(new Stage(new SimulatedCloud(world, options ?? new SimulatorOptions(), time), time)));
    }

    /// <summary>Lets time pass.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, Time);

    /// <summary>Lets readers catch up with what somebody has done by hand.</summary>
    public Task SettleAsync() => WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>From now on the credentials are in the environment of the process, as most users have them.</summary>
    public void UseEnvironmentCredentials() =>
        Settings = Settings with
        {
            Machine = SimulatedAccount.Nowhere with
            {
                Variable = name =>
                    name switch
                    {
                        "TENCENTCLOUD_SECRET_ID" => SimulatorOptions.DefaultSecretId,
                        "TENCENTCLOUD_SECRET_KEY" => SimulatorOptions.DefaultSecretKey,
                        _ => null,
                    },
            },
        };

    /// <summary>From now on this stands between the provider and the account.</summary>
    public void Wire(Func<HttpMessageHandler, HttpMessageHandler> wire) =>
        Settings = Settings with { CloudHandler = wire(Settings.CloudHandler!) };

    /// <summary>A process of its own, as the engine starts one for each command.</summary>
    public ProviderCalls Start() => new(new ProviderService(Settings, new ProviderRuns(Settings)));

    /// <summary>A process that has been configured.</summary>
    public async Task<ProviderCalls> StartConfiguredAsync()
    {
        var provider = Start();
        await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1" });
        await provider.ConfigureAsync(new ConfigureRequest { Args = Deployment.Configuration });
        return provider;
    }

    /// <summary>Provider configuration with the simulator's credentials.</summary>
    public static Struct Configure(params ReadOnlySpan<(string Name, Value Value)> more)
    {
        var configuration = Values.Of(
            ("secretId", Values.Text(SimulatorOptions.DefaultSecretId)),
            ("secretKey", Values.Secret(Values.Text(SimulatorOptions.DefaultSecretKey))),
            ("region", Values.Text(World.DefaultRegion))
        );
        foreach (var (name, value) in more)
        {
            configuration.Fields[name] = value;
        }

        return configuration;
    }

    public static Value Policy(string stopPolicy, params ReadOnlySpan<(string Name, Value Value)> more) =>
        Values.Map([
            ("stopPolicy", Values.Text(stopPolicy)),
            ("maxUnavailable", Values.Text("100%")),
            ("canary", Value.ForNumber(0)),
            .. more,
        ]);

    public static Declaration Association(string name, IEnumerable<string> instances, IEnumerable<string> keys, Value? policy = null) =>
        Declare(KeyPairAssociationKind.Instance, name, instances, keys, policy);

    public static Declaration Exclusive(string name, IEnumerable<string> instances, IEnumerable<string> keys, Value? policy = null) =>
        Declare(InstanceKeysExclusiveKind.Instance, name, instances, keys, policy);

    public static Declaration Revocation(string name, IEnumerable<string> keys, Value? policy = null)
    {
        var inputs = Values.Of(("keyIds", Values.Texts(keys)));
        return new Declaration(KeyRevocationKind.Instance, name, policy is null ? inputs : inputs.With("changePolicy", policy));
    }

    public IReadOnlyList<CallRecord> Calls(string action) => Cloud.Journal.Find(action, actor: SimulatorOptions.DefaultSecretId);

    public int Writes => WriteActions.Sum(action => Calls(action).Count);

    public string StateOf(int number) => Cloud.View[Id(number)].State;

    /// <summary>Keys on an instance as they truly are, in one line.</summary>
    public string KeysOf(int number) => string.Join(' ', Cloud.View[Id(number)].KeyIds);

    private static Declaration Declare(
        ResourceKind kind,
        string name,
        IEnumerable<string> instances,
        IEnumerable<string> keys,
        Value? policy
    )
    {
        var inputs = Values.Of(("instanceIds", Values.Texts(instances)), ("keyIds", Values.Texts(keys)));
        return new Declaration(kind, name, policy is null ? inputs : inputs.With("changePolicy", policy));
    }
}
