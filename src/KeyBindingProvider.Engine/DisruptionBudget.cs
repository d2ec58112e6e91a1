using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Engine;

/// <summary>
/// What the provider's policy allows the whole process, over all regions and operations (rule <c>process-wide-limit</c>): how many instances may be down at once,
/// and how many may be stopped at all. Each region's loop counts the limits of its asks by itself; these they share.
/// </summary>
public sealed class DisruptionBudget
{
    private readonly Lock _gate = new();
    private readonly MaxUnavailable? _most;
    private readonly int _maxStops;
    private readonly HashSet<(string Region, InstanceId Id)> _covered = [];
    private int _down;
    private int _stuck;
    private int _stopped;

    /// <summary>Creates a budget; engines that share one share its limits.</summary>
    /// <param name="maxUnavailable">How many instances may be down at once over all operations; a percentage is of all that they cover. Null for no limit but theirs.</param>
    /// <param name="maxStops">How many may be stopped in all; null for no limit but those of single resources.</param>
    public DisruptionBudget(MaxUnavailable? maxUnavailable, int? maxStops = null) =>
        (_most, _maxStops) = (maxUnavailable, maxStops ?? int.MaxValue);

    /// <summary>Somebody has given a slot back: regions that wait for one have to choose again.</summary>
    internal event Action? Freed;

    /// <summary>How many more may go down now.</summary>
    internal int Free
    {
        get
        {
            lock (_gate)
            {
                return Math.Min(Most - _down, _maxStops - _stopped);
            }
        }
    }

    /// <summary>Whether nothing that holds a slot is going to give it back.</summary>
    internal bool IsStuck
    {
        get
        {
            lock (_gate)
            {
                return _stuck >= Most;
            }
        }
    }

    /// <summary>How many may be stopped in all, where that number is used up; null while it is not.</summary>
    internal int? UsedUpStops
    {
        get
        {
            lock (_gate)
            {
                return _stopped >= _maxStops ? _maxStops : null;
            }
        }
    }

    /// <summary>How many may be down at once, of what is known to be covered so far; it grows as operations arrive.</summary>
    private int Most => _most?.Resolve(_covered.Count) ?? int.MaxValue;

    /// <summary>An operation covers these: a percentage counts them from now on.</summary>
    internal void Cover(string region, IEnumerable<InstanceId> instances)
    {
        if (_most is not { IsPercent: true })
        {
            return;
        }

        lock (_gate)
        {
            _covered.UnionWith(instances.Select(id => (region, id)));
        }
    }

    /// <summary>Takes a slot; false where none is left, because another region was faster.</summary>
    internal bool TryTake()
    {
        lock (_gate)
        {
            if (_down >= Most || _stopped >= _maxStops)
            {
                return false;
            }

            _down++;
            _stopped++;
            return true;
        }
    }

    /// <summary>A machine is down already, whatever the limits say.</summary>
    internal void Take()
    {
        lock (_gate)
        {
            _down++;
            _stopped++;
        }
    }

    /// <summary>Somebody works again on a machine that missed its window.</summary>
    internal void Recover()
    {
        lock (_gate)
        {
            _stuck--;
        }
    }

    /// <summary>Its machine is up, or never went down.</summary>
    internal void Return(bool wasStuck, bool wasStopped)
    {
        lock (_gate)
        {
            _down--;
            _stopped -= wasStopped ? 0 : 1;
            _stuck -= wasStuck ? 1 : 0;
        }

        Freed?.Invoke();
    }

    /// <summary>Its machine has missed its window: nobody waits for its slot.</summary>
    internal void Miss()
    {
        lock (_gate)
        {
            _stuck++;
        }

        Freed?.Invoke();
    }
}
