using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>What the region knows in this turn of the loop; what a run may ask beside its own evidence.</summary>
public sealed record RunFacts
{
    /// <summary>The moment, on the monotonic clock.</summary>
    public required TimeSpan Now { get; init; }

    /// <summary>The turn of the loop.</summary>
    public required long Turn { get; init; }

    /// <summary>Bounds.</summary>
    public required RunBounds Bounds { get; init; }

    /// <summary>Rules.</summary>
    public RunRules Rules { get; init; } = RunRules.All;

    /// <summary>When to look again at what is going on.</summary>
    public ILookSchedule Looks { get; init; } = EveryPoll.Instance;

    /// <summary>Pairs that other objects have claimed.</summary>
    public IClaims Claims { get; init; } = NoClaims.Instance;

    /// <summary>Whether a full set with kept keys was accepted once.</summary>
    public bool FullSetsServe { get; init; }

    /// <summary>Whether binds carry only what is missing.</summary>
    public bool DeltasServe { get; init; }

    /// <summary>Whether no bind is safe.</summary>
    public bool NothingServes { get; init; }

    /// <summary>The instance that the one probe of the region runs on.</summary>
    public InstanceId? Probe { get; init; }

    private sealed class EveryPoll : ILookSchedule
    {
        public static readonly EveryPoll Instance = new();

        public TimeSpan NextLook(InstanceRun run, RunFacts facts) => facts.Now + facts.Bounds.Poll;
    }

    private sealed class NoClaims : IClaims
    {
        public static readonly NoClaims Instance = new();

        public KeySet ClaimedOn(InstanceId instance, string owner) => KeySet.Empty;

        public KeySet ComingOn(InstanceId instance, string owner) => KeySet.Empty;
    }
}

/// <summary>Says when an instance on which something goes on should be looked at again.</summary>
public interface ILookSchedule
{
    /// <summary>The moment of the next look.</summary>
    TimeSpan NextLook(InstanceRun run, RunFacts facts);
}

/// <summary>What the objects of this run have claimed, as it is now: it may grow while a demand waits.</summary>
public interface IClaims
{
    /// <summary>Keys on this instance that objects other than <paramref name="owner"/> have claimed.</summary>
    KeySet ClaimedOn(InstanceId instance, string owner);

    /// <summary>Keys that objects other than <paramref name="owner"/> have declared on this instance and have not failed to bind.</summary>
    KeySet ComingOn(InstanceId instance, string owner);
}
