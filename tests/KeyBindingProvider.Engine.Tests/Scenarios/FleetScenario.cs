using System.Collections.Immutable;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Journal;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>A fleet in the simulator and an engine on a virtual clock, for stories told call by call.</summary>
internal sealed class FleetScenario
{
    public const string Region = World.DefaultRegion;
    public static readonly KeyId Old = KeyId.FromService("skey-old00000");
    public static readonly KeyId New = KeyId.FromService("skey-new00000");
    public static readonly KeyId Team = KeyId.FromService("skey-team0000");

    private static readonly string[] WriteActions =
    [
        "StopInstances",
        "StartInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
    ];

    private FleetScenario(SimulatedCloud cloud, VirtualTime time, ICvmApi api, int? processLimit, IWindowJournal? journal = null)
    {
        Cloud = cloud;
        Time = time;
        Api = api;
        MaxUnavailable? limit = processLimit is { } most ? MaxUnavailable.Count(most) : null;
        var options = new EngineOptions { MaxUnavailable = limit, Journal = journal ?? IWindowJournal.None };
        Engine = new KeyBindingEngine(api, time, options, RunRules.All, recorder: Loop);
    }

    public SimulatedCloud Cloud { get; }
    public VirtualTime Time { get; }
    public ICvmApi Api { get; }
    public KeyBindingEngine Engine { get; }

    /// <summary>What the loop did, for a story that ends badly.</summary>
    public LoopRecorder Loop { get; } = new();
    public List<ApplyEvent> Events { get; } = [];
    public ActorReport Us => Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);

    public static InstanceId Id(int number) => InstanceId.FromService($"ins-{number:00000000}");

    /// <summary>A world of the three well-known keys and the given instances.</summary>
    public static World Fleet(params IEnumerable<WorldInstance> instances)
    {
        var world = new World();
        foreach (var (id, name) in new[] { (Old, "ada_laptop"), (New, "ops_2026"), (Team, "team_web") })
        {
            world.AddKey(new WorldKeyPair { Id = id.Value, Name = name });
        }

        foreach (var instance in instances)
        {
            world.AddInstance(instance);
        }

        return world;
    }

    public static WorldInstance Instance(int number, string state, params KeyId[] keys) =>
        new()
        {
            Id = Id(number).Value,
            Name = $"web-{number}",
            State = state,
            KeyIds = [.. keys.Select(key => key.Value)],
        };

    public static IEnumerable<WorldInstance> Instances(int from, int count, string state, params KeyId[] keys) =>
        Enumerable.Range(from, count).Select(number => Instance(number, state, keys));

    public static void Play(World world, Func<FleetScenario, Task> story, SimulatorOptions? options = null, int? processLimit = null)
    {
        FleetScenario? scenario = null;
        try
        {
            Play(world, story, options, processLimit, playing => scenario = playing);
        }
        catch (InvalidOperationException exception)
        {
            throw new Xunit.Sdk.XunitException($"{exception.Message}\n{scenario?.Loop.Ends}");
        }
    }

    private static void Play(
        World world,
        Func<FleetScenario, Task> story,
        SimulatorOptions? options,
        int? processLimit,
        Action<FleetScenario> begun
    ) =>
        VirtualTime.Run(async time =>
        {
            var cloud = new SimulatedCloud(world, options ?? new SimulatorOptions(), time);
            var scenario = new FleetScenario(cloud, time, SimulatedAccount.Connect(cloud, time, Region), processLimit);
            begun(scenario);
            try
            {
                await story(scenario);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException)
            {
                throw new Xunit.Sdk.XunitException($"{exception.Message}\n{scenario.Loop}");
            }
        });

    /// <summary>The old key must open nothing.</summary>
    public static KeyRevocationIntent OffBoarding(ChangePolicy policy) =>
        new()
        {
            Name = "offboard-ada",
            Region = Region,
            Policy = policy,
            KeyIds = KeySet.Of(Old),
        };

    /// <summary>Exactly the new key on the given instances.</summary>
    public static InstanceKeysExclusiveIntent Exactly(ChangePolicy policy, IEnumerable<InstanceId> instances, params KeyId[] keys) =>
        new()
        {
            Name = "web",
            Region = Region,
            Policy = policy,
            InstanceIds = [.. instances],
            KeyIds = KeySet.Of(keys),
        };

    public static KeyPairAssociationIntent Association(ChangePolicy policy, IEnumerable<InstanceId> instances, params KeyId[] keys) =>
        new()
        {
            Name = "web",
            Region = Region,
            Policy = policy,
            InstanceIds = [.. instances],
            KeyIds = KeySet.Of(keys),
        };

    /// <summary>Without marks, whose calls are counted where they are set: <c>Adversary/RestartMarkers</c>.</summary>
    public static ChangePolicy Graceful(int maxUnavailable = 40) =>
        new()
        {
            StopPolicy = StopPolicy.Graceful,
            MaxUnavailable = [MaxUnavailable.Count(maxUnavailable)],
            RestartMarker = RestartMarkerUse.Off,
        };

    public Task<ApplyReport> ApplyAsync(params ResourceIntent[] intents) => ApplyAsync(ApplyCancellation.None, intents);

    /// <summary>Another process on the same account, that knows nothing of this one.</summary>
    public FleetScenario NextProcess(ICvmApi? api = null, IWindowJournal? journal = null) =>
        new(Cloud, Time, api ?? SimulatedAccount.Connect(Cloud, Time, Region), null, journal);

    /// <summary>Starts what the marker and these windows say was left down.</summary>
    public Task<RecoverReport> RecoverAsync(RecoverRequest request) =>
        Engine.RecoverAsync(request, approved: null, Mock.Of<IApplyProgress>(), ApplyCancellation.None);

    public Task<ApplyReport> ApplyAsync(ApplyCancellation cancellation, params ResourceIntent[] intents)
    {
        var progress = new Mock<IApplyProgress>();
        progress.Setup(watching => watching.Report(Capture.In(Events)));
        return Engine.ApplyAsync(intents, progress.Object, review: null, cancellation);
    }

    /// <summary>Calls of ours, by action.</summary>
    public ImmutableArray<CallRecord> Calls(string action) => [.. Cloud.Journal.Find(action, actor: SimulatorOptions.DefaultSecretId)];

    public int Writes => WriteActions.Sum(action => Calls(action).Length);

    public string StateOf(int number) => Cloud.View[Id(number).Value].State;

    public IEnumerable<string> KeysOf(int number) => Cloud.View[Id(number).Value].KeyIds.Order(StringComparer.Ordinal);
}
