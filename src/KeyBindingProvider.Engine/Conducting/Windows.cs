using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>Which instances are in a window of ours, for whoever observes meanwhile: they show as RUNNING, which is what they will be again.</summary>
internal sealed class Windows
{
    private readonly Lock _gate = new();
    private readonly HashSet<InstanceId> _open = [];
    private readonly Dictionary<InstanceId, long> _closed = [];

    /// <summary>Marked by this process, now or before: their marks are no sign of another.</summary>
    private readonly HashSet<InstanceId> _marked = [];
    private long _turn;

    /// <summary>These get a mark of ours.</summary>
    public void Marking(IEnumerable<InstanceId> ids)
    {
        lock (_gate)
        {
            _marked.UnionWith(ids);
        }
    }

    public void Open(InstanceId id)
    {
        lock (_gate)
        {
            _open.Add(id);
        }
    }

    public void Close(InstanceId id)
    {
        lock (_gate)
        {
            if (_open.Remove(id))
            {
                _closed[id] = ++_turn;
            }
        }
    }

    /// <summary>A moment to ask about later.</summary>
    public long Mark()
    {
        lock (_gate)
        {
            return _turn;
        }
    }

    /// <summary>
    /// The fleet with instances that were in a window at any time since <paramref name="mark"/> shown as RUNNING: a read that began inside a window may arrive after its end.
    /// </summary>
    public FleetSnapshot Overlay(FleetSnapshot fleet, long mark)
    {
        lock (_gate)
        {
            var ours = _open
                .Concat(_closed.Where(entry => entry.Value > mark).Select(entry => entry.Key))
                .Select(fleet.Find)
                .OfType<InstanceSnapshot>()
                .Select(Running);
            return With(fleet, [.. ours]);
        }
    }

    /// <summary>
    /// The fleet as a plan of ours takes it: besides, what another run has marked and has down shows as RUNNING, and what we have marked ourselves shows no mark.
    /// </summary>
    /// <param name="fleet">As it was read.</param>
    /// <param name="mark">When the reading began.</param>
    /// <param name="leftDown">Machines of which an earlier run of ours has told that it left them down: whatever their marks say, nobody has them.</param>
    public FleetSnapshot OverlayForPlan(FleetSnapshot fleet, long mark, IReadOnlySet<InstanceId> leftDown)
    {
        var marked = fleet.Instances.Values.Where(instance => instance.Marker == RestartMark.Fresh).ToArray();
        lock (_gate)
        {
            return Overlay(
                With(
                    fleet,
                    [
                        .. marked.Select(instance =>
                            _marked.Contains(instance.Id) || leftDown.Contains(instance.Id)
                                ? instance with
                                {
                                    Marker = RestartMark.None,
                                }
                                : Up(instance)
                        ),
                    ]
                ),
                mark
            );
        }
    }

    private static FleetSnapshot With(FleetSnapshot fleet, InstanceSnapshot[] shown) =>
        shown.Length == 0 ? fleet : fleet.With(shown.Select(instance => (instance.Id, (InstanceSnapshot?)instance)));

    /// <summary>What another run has down shows as what it will be again; whatever else keeps it from being changed is told as it is.</summary>
    private static InstanceSnapshot Up(InstanceSnapshot instance) =>
        instance.State == PowerState.Stopped || instance.State.IsPassing || instance.LatestOperation.IsOperating
            ? Running(instance)
            : instance;

    private static InstanceSnapshot Running(InstanceSnapshot instance) =>
        instance with
        {
            State = PowerState.Running,
            LatestOperation = LatestOperation.None,
        };
}
