using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests;

/// <summary>
/// The simplest service that could be: obeys planned calls at once, under one reading of a bind, and remembers what it saw. It refuses what
/// the real one refuses, so that a plan which relies on more fails here.
/// </summary>
internal sealed class ModelFleet(FleetSnapshot fleet, BindReading reading)
{
    private readonly Dictionary<InstanceId, KeySet> _keys = fleet.Instances.ToDictionary(pair => pair.Key, pair => pair.Value.Keys);
    private readonly Dictionary<InstanceId, PowerState> _states = fleet.Instances.ToDictionary(pair => pair.Key, pair => pair.Value.State);
    private readonly Dictionary<InstanceId, int> _cycles = [];
    private readonly HashSet<InstanceId> _down = [];

    /// <summary>Most instances that were down at once because of a call.</summary>
    public int PeakDown { get; private set; }

    /// <summary>Instances that lost their last key at some moment.</summary>
    public HashSet<InstanceId> Keyless { get; } = [];

    /// <summary>How many calls had an effect: what the executor would send.</summary>
    public int Sent { get; private set; }

    public IReadOnlyDictionary<InstanceId, int> PowerCycles => _cycles;

    public KeySet KeysOf(InstanceId id) => _keys[id];

    public PowerState StateOf(InstanceId id) => _states[id];

    /// <summary>One wave: forced calls of a wave are in flight together, as its windows are.</summary>
    public void Run(Wave wave)
    {
        _down.UnionWith(wave.Calls.Where(call => call.ForceStop && call.Action != CallAction.Stop).SelectMany(call => call.Instances));
        PeakDown = Math.Max(PeakDown, _down.Count);
        foreach (var call in wave.Calls)
        {
            Send(call);
        }

        _down.RemoveWhere(id => _states[id] == PowerState.Running);
        Assert.Empty(_down);
    }

    public FleetSnapshot Observe() =>
        FleetSnapshotOf(
            fleet.Instances.Values.Select(instance => instance with { Keys = _keys[instance.Id], State = _states[instance.Id] })
        );

    private FleetSnapshot FleetSnapshotOf(IEnumerable<InstanceSnapshot> instances) =>
        fleet with
        {
            Instances = instances.ToDictionary(instance => instance.Id),
        };

    private void Send(PlannedCall call)
    {
        Assert.InRange(call.Instances.Length, 1, 100);
        Assert.Equal(call.Instances.Length, call.Instances.Distinct().Count());
        switch (call.Action)
        {
            case CallAction.Stop:
                Assert.Empty(call.Keys);
                Assert.All(call.Instances, id => Power(id, PowerState.Running, PowerState.Stopped));
                _down.UnionWith(call.Instances);
                PeakDown = Math.Max(PeakDown, _down.Count);
                Sent++;
                break;
            case CallAction.Start:
                Assert.Empty(call.Keys);
                Assert.All(call.Instances, id => Power(id, PowerState.Stopped, PowerState.Running));
                Sent++;
                break;
            default:
                Assert.InRange(call.Keys.Count, 1, 100);
                var before = call.Instances.Select(id => _keys[id]).ToArray();
                Assert.All(call.Instances, id => Change(id, call));
                Sent += call.Instances.Select(id => _keys[id]).SequenceEqual(before) ? 0 : 1;
                break;
        }
    }

    private void Change(InstanceId id, PlannedCall call)
    {
        Assert.Equal(call.ForceStop ? PowerState.Running : PowerState.Stopped, _states[id]);
        if (call.ForceStop)
        {
            _cycles[id] = _cycles.GetValueOrDefault(id) + 1;
        }

        if (call.Action == CallAction.Associate)
        {
            _keys[id] = reading == BindReading.Adds ? _keys[id].Union(call.Keys) : call.Keys;
            return;
        }

        foreach (var key in call.Keys)
        {
            var left = _keys[id].Except(KeySet.Of(key));
            if (left.IsEmpty && !_keys[id].IsEmpty)
            {
                Keyless.Add(id);
            }

            _keys[id] = left;
        }
    }

    private void Power(InstanceId id, PowerState from, PowerState to)
    {
        Assert.Equal(from, _states[id]);
        _states[id] = to;
        if (to == PowerState.Running)
        {
            _cycles[id] = _cycles.GetValueOrDefault(id) + 1;
        }
    }
}
