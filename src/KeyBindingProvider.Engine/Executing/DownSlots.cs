using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Counts what is down because of us. A slot is taken before a stop is sent and freed only at RUNNING, or on proof that the stop never took
/// (<c>execution-rules.md</c> 3).
/// </summary>
internal sealed class DownSlots(int limit)
{
    private readonly HashSet<InstanceId> _taken = [];

    /// <summary>How many more may go down now.</summary>
    public int Free => Math.Max(0, limit - _taken.Count);

    /// <summary>Takes a slot.</summary>
    public void Take(InstanceId id) => _taken.Add(id);

    /// <summary>Frees it; freeing twice is harmless.</summary>
    public void Release(InstanceId id) => _taken.Remove(id);
}
