namespace KeyBindingProvider.Engine;

/// <summary>
/// Counts what is down because of this process, over all regions: the provider's <c>maxUnavailable</c> where that is a count. Each region's loop counts its own
/// limits by itself; this one they share.
/// </summary>
public sealed class DisruptionBudget
{
    private readonly Lock _gate = new();
    private readonly int _most;
    private int _down;
    private int _stuck;

    /// <summary>Creates a budget; engines that share one share its limit.</summary>
    /// <param name="maxUnavailable">How many instances may be down at once over all operations; null for no limit but theirs.</param>
    public DisruptionBudget(int? maxUnavailable)
    {
        if (maxUnavailable is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(maxUnavailable));
        }

        _most = maxUnavailable ?? int.MaxValue;
    }

    /// <summary>Somebody has given a slot back: regions that wait for one have to choose again.</summary>
    internal event Action? Freed;

    /// <summary>How many more may go down now.</summary>
    internal int Free
    {
        get
        {
            lock (_gate)
            {
                return _most - _down;
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
                return _stuck >= _most;
            }
        }
    }

    /// <summary>Takes a slot; false where none is left, because another region was faster.</summary>
    internal bool TryTake()
    {
        lock (_gate)
        {
            if (_down >= _most)
            {
                return false;
            }

            _down++;
            return true;
        }
    }

    /// <summary>A machine is down already, whatever the limit says.</summary>
    internal void Take()
    {
        lock (_gate)
        {
            _down++;
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
    internal void Return(bool wasStuck)
    {
        lock (_gate)
        {
            _down--;
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
