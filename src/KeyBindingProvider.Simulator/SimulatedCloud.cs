using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator;

/// <summary>
/// A Tencent Cloud account with CVM instances and key pairs that exist only in memory, behind the real wire protocol.
/// </summary>
/// <remarks>
/// <para>
/// It speaks as strictly as the documents say: signatures, unknown parameters, limits, states, codes. What the documents
/// leave open is a switch in <see cref="SimulatorOptions"/>, so that a client can be tried under every reading. It shares
/// no code with any client: a name that is wrong on one side must not be wrong on both.
/// </para>
/// <para>
/// Nothing runs by itself. The world catches up with the <see cref="TimeProvider"/> whenever it is touched, call by call
/// and under one lock, so equal calls at equal times give equal worlds: with a fake clock a test is deterministic, and
/// with the system clock the same code is a server. <see cref="HandleAsync"/> completes at once unless a latency or a
/// delay is configured.
/// </para>
/// <para>
/// Readers see the truth late: states, keys, last operations and the lists of key pairs each with a lag of their own.
/// <see cref="View"/> and <see cref="Oracle"/> see it as it is.
/// </para>
/// <para>
/// Not simulated: purchase, reinstall, images of one's own, data disks, passwords, projects other than 0, dedicated hosts, quota per caller
/// address, CAM policies, the web identity and SAML ways to credentials, and signature version 1.
/// </para>
/// </remarks>
public sealed class SimulatedCloud
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private LivingCloud _living;
    private HandActs _hands;
    private ApiFront _front;

    /// <summary>Starts a simulation.</summary>
    /// <param name="world">What there is at the start.</param>
    /// <param name="options">Readings, times and limits.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public SimulatedCloud(World world, SimulatorOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        World = world;
        Options = options;
        _time = time;
        Oracle = new Oracle(() => _living!.Ledger, Advance, _gate);
        (_living, _hands, _front) = Make(world);
    }

    /// <summary>The description that the simulation started from. <see cref="View"/> shows how things are now.</summary>
    public World World { get; private set; }

    /// <summary>Readings, times and limits.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>Documented calls a second, by the name of the action.</summary>
    public IReadOnlyDictionary<string, int> CallsPerSecond =>
        _living.Actions.ToDictionary(static action => action.Key, static action => action.Value.CallsPerSecond, StringComparer.Ordinal);

    /// <summary>Every call so far.</summary>
    public CallJournal Journal { get; } = new();

    /// <summary>What really happened, and who did it.</summary>
    public Oracle Oracle { get; }

    /// <summary>Scripted faults.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>The world as it truly is now.</summary>
    public WorldView View
    {
        get
        {
            lock (_gate)
            {
                var now = Advance();
                return new WorldView(
                    now,
                    [.. _living.Fleet.AllInstances.Where(static i => !i.Gone).Select(ViewOf)],
                    [.. _living.Fleet.AllKeys],
                    [.. _living.Fleet.Regions.SelectMany(SourcesOf)]
                );
            }
        }
    }

    /// <summary>Handles one request. Completes synchronously unless a latency or a delay is configured.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait for a delayed answer; the effect stays.</param>
    /// <returns>The answer.</returns>
    public ValueTask<SimulatedReply> HandleAsync(SimulatedRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        HeldReply held;
        lock (_gate)
        {
            Advance();
            held = _front.Handle(request);
        }

        return held.Hold == TimeSpan.Zero ? new(held.Reply) : Hold(held, cancellationToken);
    }

    /// <summary>Somebody binds keys at the console; in any state, at once.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="keyIds">The keys.</param>
    /// <exception cref="ArgumentException">There is no such instance or key.</exception>
    public void BindByHand(string instanceId, params IReadOnlyList<string> keyIds) => ActOrThrow(HandAct.Bind, instanceId, keyIds);

    /// <summary>Somebody unbinds keys at the console; in any state, at once. No keys named means all.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="keyIds">The keys.</param>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public void UnbindByHand(string instanceId, params IReadOnlyList<string> keyIds) => ActOrThrow(HandAct.Unbind, instanceId, keyIds);

    /// <summary>Somebody starts an instance at the console.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Whether it was in a state to be started.</returns>
    public bool StartByHand(string instanceId) => ActByHand(HandAct.Start, instanceId, []) == CallJournal.Ok;

    /// <summary>Somebody stops an instance at the console, by power-off.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Whether it was in a state to be stopped.</returns>
    public bool StopByHand(string instanceId) => ActByHand(HandAct.Stop, instanceId, []) == CallJournal.Ok;

    /// <summary>Somebody destroys an instance at the console.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Whether there was one.</returns>
    public bool TerminateByHand(string instanceId) => ActByHand(HandAct.Terminate, instanceId, []) == CallJournal.Ok;

    /// <summary>Somebody, or a scaling group, puts a tag on an instance or takes it off; DescribeInstances shows it after the lag of tags.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null takes the key off.</param>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public void TagByHand(string instanceId, string key, string? value)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(key);
        lock (_gate)
        {
            Advance();
            if (_living.Fleet.FindAnywhere(instanceId) is not { Instance: { Gone: false } instance })
            {
                throw new ArgumentException($"There is no instance {instanceId}.", nameof(instanceId));
            }

            _living.Tags.Change(instance, key, value);
        }
    }

    /// <summary>A launch template, launch configuration or node pool starts one more machine, with the keys that it names now.</summary>
    /// <param name="sourceId">The source.</param>
    /// <returns>Id of the new machine.</returns>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    public string ScaleOutByHand(string sourceId)
    {
        ArgumentNullException.ThrowIfNull(sourceId);
        lock (_gate)
        {
            Advance();
            return _hands.TryScaleOut(sourceId)
                ?? throw new ArgumentException($"there is no launch template, launch configuration or node pool '{sourceId}'");
        }
    }

    /// <summary>Does by hand what a fault rule or the control endpoint says.</summary>
    /// <param name="act">What.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="keyIds">The keys, for bind and unbind.</param>
    /// <returns><see cref="CallJournal.Ok"/>, or the code that the API would refuse it with.</returns>
    public string ActByHand(HandAct act, string instanceId, IReadOnlyList<string> keyIds)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(keyIds);
        lock (_gate)
        {
            Advance();
            return _hands.TryAct(act, instanceId, keyIds);
        }
    }

    /// <summary>Starts over: journal, oracle, issued credentials and faults are empty again.</summary>
    /// <param name="world">The world to start from; null for the one of the last start.</param>
    public void Reset(World? world = null)
    {
        lock (_gate)
        {
            World = world ?? World;
            Journal.Clear();
            Faults.Clear();
            (_living, _hands, _front) = Make(World);
        }
    }

    /// <summary>Hands out temporary credentials of the CVM role, as the metadata service of an instance does.</summary>
    /// <returns>Id, key, token and end; null when no role is configured.</returns>
    internal IssuedCredential? IssueRoleCredential()
    {
        lock (_gate)
        {
            return Options.CvmRole is { } role
                ? _living.Credentials.Issue("role/" + role, Advance() + Options.CvmRoleLifetime, new RoleSession(role, "cvm"))
                : null;
        }
    }

    private static InstanceView ViewOf(SimulatedInstance instance) =>
        new()
        {
            Id = instance.Id,
            Name = instance.Origin.Name,
            Region = instance.Origin.Region,
            State = instance.State,
            StopCharging = instance.StopCharging,
            KeyIds = [.. instance.Keys.Order(StringComparer.Ordinal)],
            Tags = instance.Tags,
            LatestOperation = instance.Latest,
            Busy = instance.Running is not null,
            PowerCycles = instance.PowerCycles,
            IsWindows = instance.Origin.IsWindows,
        };

    private static IEnumerable<SourceView> SourcesOf(RegionFleet region) =>
        region
            .Templates.Select(static template => new SourceView(
                template.Id,
                template.Default,
                template.Versions.Count,
                template.Find(template.Default)!.KeyIds ?? []
            ))
            .Concat(
                region.Configurations.Select(static configuration => new SourceView(
                    configuration.Id,
                    configuration.Version,
                    1,
                    configuration.KeyIds
                ))
            );

    private (LivingCloud, HandActs, ApiFront) Make(World world)
    {
        var living = new LivingCloud(world, Options, _time.GetUtcNow(), Journal);
        var hands = new HandActs(living, Journal);
        return (living, hands, new ApiFront(living, Journal, Faults, hands, _time));
    }

    /// <summary>What its clock says: the time by which signatures are judged, and which answers carry.</summary>
    public DateTimeOffset Clock => _time.GetUtcNow();

    private DateTimeOffset Advance()
    {
        _living.Timeline.AdvanceTo(_time.GetUtcNow());
        return _living.Timeline.Now;
    }

    private async ValueTask<SimulatedReply> Hold(HeldReply held, CancellationToken cancellationToken)
    {
        await Task.Delay(held.Hold, _time, cancellationToken);
        return held.Reply;
    }

    private void ActOrThrow(HandAct act, string instanceId, IReadOnlyList<string> keyIds)
    {
        var outcome = ActByHand(act, instanceId, keyIds);
        if (outcome != CallJournal.Ok)
        {
            throw new ArgumentException($"{act} by hand on '{instanceId}': {outcome}");
        }
    }
}
