using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>Which instances are in a window of ours, for whoever observes meanwhile: they show as RUNNING, which is what they will be again.</summary>
internal sealed class Windows
{
    private readonly Lock _gate = new();
    private readonly HashSet<InstanceId> _open = [];
    private readonly Dictionary<InstanceId, long> _closed = [];
    private long _turn;

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
            var windows = _open
                .Concat(_closed.Where(entry => entry.Value > mark).Select(entry => entry.Key))
                .Select(fleet.Find)
                .OfType<InstanceSnapshot>()
                .ToArray();
            return windows.Length == 0
                ? fleet
                : fleet.With(
                    windows.Select(instance =>
                        (
                            instance.Id,
                            (InstanceSnapshot?)(instance with { State = PowerState.Running, LatestOperation = LatestOperation.None })
                        )
                    )
                );
        }
    }
}
