using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>State and stop mode, which readers see together.</summary>
internal readonly record struct Power(string State, bool StopCharging);

/// <summary>Who asked for an operation, and how it is to end.</summary>
internal sealed record OperationOrder(string Action, string RequestId, string Actor)
{
    /// <summary>Whether LatestOperation shows it.</summary>
    public bool Shows { get; init; } = true;

    /// <summary>Set when it is to end FAILED.</summary>
    public string? FailureMessage { get; init; }
}

/// <summary>An operation that holds an instance. Events of one that was superseded do nothing.</summary>
internal sealed class RunningOperation(OperationOrder order)
{
    public OperationOrder Order { get; } = order;
}

/// <summary>An instance of the living world: what is true, and what readers see of it so far.</summary>
internal sealed class SimulatedInstance(WorldInstance origin)
{
    private readonly Lagged<Power> _power = new(new Power(origin.State, origin.StopCharging));
    private readonly Lagged<IReadOnlyList<string>> _keys = new(origin.KeyIds);
    private readonly Lagged<IReadOnlyList<string>> _listedKeys = new(origin.KeyIds);
    private readonly Lagged<LatestOperation?> _operation = new(origin.LatestOperation);
    private readonly Lagged<IReadOnlyDictionary<string, string>> _tags = new(origin.Tags);
    private readonly Lagged<bool> _exists = new(true);
    private long _turn;
    private long _tagTurn;

    public WorldInstance Origin { get; } = origin;

    public string Id => Origin.Id;

    public string State { get; private set; } = origin.State;

    public bool StopCharging { get; private set; } = origin.StopCharging;

    public IReadOnlyList<string> Keys { get; private set; } = origin.KeyIds;

    /// <summary>As the tag service has them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private set; } = origin.Tags;

    public LatestOperation? Latest { get; private set; } = origin.LatestOperation;

    public RunningOperation? Running { get; set; }

    public bool Gone { get; private set; }

    public int PowerCycles { get; set; }

    /// <summary>Set by a fault: the code that refuses every start from now on.</summary>
    public string? StartRefused { get; set; } = origin.StartRefused;

    /// <summary>Counts the draws for this instance, so that its luck depends on its own history only.</summary>
    public long NextTurn() => ++_turn;

    /// <summary>Counts apart: a tag does not change what happens to the machine.</summary>
    public long NextTagTurn() => ++_tagTurn;

    public void SetPower(string state, bool stopCharging, DateTimeOffset visibleAt)
    {
        State = state;
        StopCharging = stopCharging;
        _power.Set(new Power(state, stopCharging), visibleAt);
    }

    public void SetKeys(IReadOnlyList<string> keys, DateTimeOffset visibleAt, DateTimeOffset listedAt)
    {
        Keys = keys;
        _keys.Set(keys, visibleAt);
        _listedKeys.Set(keys, listedAt);
    }

    public void SetTags(IReadOnlyDictionary<string, string> tags, DateTimeOffset visibleAt)
    {
        Tags = tags;
        _tags.Set(tags, visibleAt);
    }

    public void SetLatest(LatestOperation latest, DateTimeOffset visibleAt)
    {
        Latest = latest;
        _operation.Set(latest, visibleAt);
    }

    public void SetGone(DateTimeOffset visibleAt, DateTimeOffset unlistedAt)
    {
        Gone = true;
        _exists.Set(false, visibleAt);
        _listedKeys.Set([], unlistedAt);
    }

    public Power VisiblePower(DateTimeOffset now) => _power.At(now);

    public IReadOnlyList<string> VisibleKeys(DateTimeOffset now) => _keys.At(now);

    public IReadOnlyList<string> ListedKeys(DateTimeOffset now) => _listedKeys.At(now);

    public IReadOnlyDictionary<string, string> VisibleTags(DateTimeOffset now) => _tags.At(now);

    public LatestOperation? VisibleOperation(DateTimeOffset now) => _operation.At(now);

    public bool VisiblyExists(DateTimeOffset now) => _exists.At(now);
}
