using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Instances that this process has down for a change. For everybody else they count as RUNNING: that is what they will be again
/// (<c>execution-rules.md</c> 6).
/// </summary>
internal sealed class OpenWindows
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InstanceId, int> _open = [];

    /// <summary>From now until disposal the instances that the plan stops are in a window.</summary>
    public IDisposable Enter(Plan plan)
    {
        InstanceId[] ids = [.. plan.Changes.Where(change => change.StopMode != StopMode.None).Select(change => change.Id)];
        lock (_gate)
        {
            foreach (var id in ids)
            {
                _open[id] = _open.GetValueOrDefault(id) + 1;
            }
        }

        return new Exit(this, ids);
    }

    /// <summary>The fleet with instances in a window shown as RUNNING.</summary>
    public FleetSnapshot Overlay(FleetSnapshot fleet)
    {
        lock (_gate)
        {
            return _open.Count == 0
                ? fleet
                : fleet.With(
                    _open
                        .Keys.Select(id => (Id: id, Instance: fleet.Find(id)))
                        .Where(entry => entry.Instance is not null)
                        .Select(entry =>
                            (
                                entry.Id,
                                (InstanceSnapshot?)(
                                    entry.Instance! with
                                    {
                                        State = PowerState.Running,
                                        LatestOperation = LatestOperation.None,
                                    }
                                )
                            )
                        )
                );
        }
    }

    private sealed class Exit(OpenWindows windows, InstanceId[] ids) : IDisposable
    {
        public void Dispose()
        {
            lock (windows._gate)
            {
                foreach (var id in ids)
                {
                    if (--windows._open[id] == 0)
                    {
                        windows._open.Remove(id);
                    }
                }
            }
        }
    }
}
