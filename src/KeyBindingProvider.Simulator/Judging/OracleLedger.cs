using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Judging;

/// <summary>Where the living world writes down what happened, as it happens. <see cref="Oracle"/> reads it.</summary>
internal sealed class OracleLedger(Timeline timeline)
{
    /// <summary>As many as a client makes before a call of its own that is held up lands at last.</summary>
    private const int ReadsKept = 64;

    private readonly Dictionary<string, DownSpan> _openDowns = [];
    private readonly Dictionary<string, KeylessSpan> _openKeyless = [];
    private readonly Dictionary<(string InstanceId, string KeyId), KeyRemoval> _lastRemoval = [];
    private readonly Dictionary<(string Actor, string InstanceId), List<(DateTimeOffset At, IReadOnlyList<string> Keys)>> _reads = [];

    public List<DownSpan> Downs { get; } = [];

    public List<KeylessSpan> Keyless { get; } = [];

    public List<PairFact> Pairs { get; } = [];

    public List<KeyRemoval> Removals { get; } = [];

    public List<KeyArrival> Arrivals { get; } = [];

    public List<PairGivenBack> GivenBack { get; } = [];

    public List<StartFact> Starts { get; } = [];

    /// <summary>Peak and present number of instances that each actor holds down.</summary>
    public Dictionary<string, (int Now, int Peak)> DownCounts { get; } = [];

    public Dictionary<string, (int ForceStop, int Hard)> RoughCalls { get; } = [];

    public void Read(string actor, SimulatedInstance instance, IReadOnlyList<string> shownKeys)
    {
        if (!_reads.TryGetValue((actor, instance.Id), out var reads))
        {
            _reads[(actor, instance.Id)] = reads = [];
        }

        reads.Add((timeline.Now, shownKeys));
        if (reads.Count > ReadsKept)
        {
            reads.RemoveAt(0);
        }
    }

    public void RoughCall(string actor, bool forceStop)
    {
        var (force, hard) = RoughCalls.GetValueOrDefault(actor);
        RoughCalls[actor] = forceStop ? (force + 1, hard) : (force, hard + 1);
    }

    /// <summary>Notes the pairs of a call for one instance before anything moves.</summary>
    public IReadOnlyList<PairFact> Sent(
        ActionCall call,
        bool isBind,
        string instanceId,
        SimulatedInstance? instance,
        IReadOnlyList<string> keyIds
    )
    {
        var read = LastRead(call, instanceId);
        var facts = new PairFact[keyIds.Count];
        for (var i = 0; i < facts.Length; i++)
        {
            facts[i] = new PairFact
            {
                At = timeline.Now,
                Call = call.Number,
                Actor = call.Actor,
                IsBind = isBind,
                InstanceId = instanceId,
                KeyId = keyIds[i],
                WasBound = instance?.Keys.Contains(keyIds[i]) ?? false,
                LastReadAt = read.Keys is null ? null : read.At,
                KeysShown = read.Keys ?? [],
            };
        }

        Pairs.AddRange(facts);
        return facts;
    }

    /// <summary>What the caller knew when it sent the call: a call that lands late was not sent on what was read meanwhile.</summary>
    private (DateTimeOffset At, IReadOnlyList<string>? Keys) LastRead(ActionCall call, string instanceId)
    {
        var reads = _reads.GetValueOrDefault((call.Actor, instanceId)) ?? [];
        var last = reads.FindLastIndex(read => read.At <= call.Sent);
        return last < 0 ? default : reads[last];
    }

    public void Accepted(IReadOnlyList<PairFact> facts)
    {
        foreach (var fact in facts)
        {
            fact.Accepted = true;
            if (
                fact is { IsBind: true, WasBound: false }
                && _lastRemoval.TryGetValue((fact.InstanceId, fact.KeyId), out var removal)
                && removal.Actor != fact.Actor
            )
            {
                GivenBack.Add(new PairGivenBack(fact, removal, fact.LastReadAt >= removal.At));
            }
        }
    }

    public void Down(SimulatedInstance instance, string actor, DownCause cause)
    {
        if (_openDowns.TryGetValue(instance.Id, out var open))
        {
            // A HARD stop that takes over from a soft one is still the same time down.
            open.Cause = cause;
            return;
        }

        var span = new DownSpan(instance.Id, actor, cause, timeline.Now);
        _openDowns.Add(instance.Id, span);
        Downs.Add(span);
        var (now, peak) = DownCounts.GetValueOrDefault(actor);
        DownCounts[actor] = (now + 1, Math.Max(peak, now + 1));
    }

    public void Start(SimulatedInstance instance, string actor) =>
        Starts.Add(new StartFact(instance.Id, actor, timeline.Now, _openDowns.GetValueOrDefault(instance.Id)?.Actor));

    public void StateChanged(SimulatedInstance instance)
    {
        if (_openDowns.TryGetValue(instance.Id, out var down))
        {
            if (instance.State == InstanceStates.Stopped && !down.PoweredOff)
            {
                down.PoweredOff = true;
                instance.PowerCycles++;
            }
            else if (instance.State == InstanceStates.Running)
            {
                Up(down);
            }
        }

        var running = instance.State == InstanceStates.Running;
        if (_openKeyless.TryGetValue(instance.Id, out var keyless) && keyless.Running != running)
        {
            keyless.To = timeline.Now;
            OpenKeyless(instance, keyless.Actor);
        }
    }

    public void KeysChanged(SimulatedInstance instance, string actor, IReadOnlyList<string> before, KeyChange change)
    {
        foreach (var key in before)
        {
            if (!instance.Keys.Contains(key))
            {
                var cause = change.IsBind ? RemovalCause.Replaced : RemovalCause.Unbound;
                var removal = new KeyRemoval(instance.Id, key, actor, cause, timeline.Now);
                Removals.Add(removal);
                _lastRemoval[(instance.Id, key)] = removal;
            }
        }

        Arrivals.AddRange(instance.Keys.Except(before).Select(key => new KeyArrival(instance.Id, key, actor, timeline.Now)));
        foreach (var fact in change.Facts)
        {
            fact.Removed = !fact.IsBind && before.Contains(fact.KeyId);
        }

        if (instance.Keys.Count > 0)
        {
            if (_openKeyless.Remove(instance.Id, out var keyless))
            {
                keyless.To = timeline.Now;
            }
        }
        else if (before.Count > 0)
        {
            OpenKeyless(instance, actor);
        }
    }

    public void Gone(SimulatedInstance instance)
    {
        if (_openKeyless.Remove(instance.Id, out var keyless))
        {
            keyless.To = timeline.Now;
        }

        if (_openDowns.TryGetValue(instance.Id, out var down))
        {
            down.Destroyed = true;
            Up(down);
        }
    }

    private void Up(DownSpan down)
    {
        down.To = timeline.Now;
        _openDowns.Remove(down.InstanceId);
        var (now, peak) = DownCounts[down.Actor];
        DownCounts[down.Actor] = (now - 1, peak);
    }

    private void OpenKeyless(SimulatedInstance instance, string actor)
    {
        var span = new KeylessSpan(instance.Id, actor, instance.State == InstanceStates.Running, timeline.Now);
        _openKeyless[instance.Id] = span;
        Keyless.Add(span);
    }
}
