using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Outcomes;

/// <summary>How the change of one instance ended. Exactly one for each instance of a plan.</summary>
public enum OutcomeKind
{
    /// <summary>The keys read back are the ones planned.</summary>
    Changed,

    /// <summary>It turned out to need nothing when its turn came.</summary>
    AlreadySo,

    /// <summary>It was tried and is not as planned; the problem says why.</summary>
    Failed,

    /// <summary>It waits with a code, as the policy allows.</summary>
    Pending,

    /// <summary>Its turn did not come.</summary>
    NotReached,
}

/// <summary>How the change of one instance ended.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Kind">How.</param>
/// <param name="Keys">Keys as last read, or null when it was never seen.</param>
public sealed record InstanceOutcome(InstanceId Instance, OutcomeKind Kind, KeySet? Keys)
{
    /// <summary>Why it waits, for <see cref="OutcomeKind.Pending"/>; <see cref="PendingCode.Unverified"/> also where the last read failed.</summary>
    public PendingCode? Pending { get; init; }

    /// <summary>What went wrong, for <see cref="OutcomeKind.Failed"/> and <see cref="OutcomeKind.NotReached"/>.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Whether we stopped and started it.</summary>
    public bool PowerCycled { get; init; }

    /// <summary>Names of the resources of other operations that shared the stop and start with it.</summary>
    public ImmutableArray<string> SharedWith { get; init; } = [];

    /// <summary>Names of the resources whose change it was.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];
}

/// <summary>What an apply did: the plan it followed, how each instance ended, and what was seen last.</summary>
public sealed record ApplyReport
{
    /// <summary>The plan, made from a fresh observation directly before the first write.</summary>
    public required Plan Plan { get; init; }

    /// <summary>One outcome for each instance of the plan, sorted by id.</summary>
    public required ImmutableArray<InstanceOutcome> Outcomes { get; init; }

    /// <summary>One for each source that was to get other keys, in the order of the plan.</summary>
    public ImmutableArray<SourceOutcome> Sources { get; init; } = [];

    /// <summary>
    /// The region as last read; instances that could not be read again after a write carry the last read and an outcome marked
    /// <see cref="PendingCode.Unverified"/>.
    /// </summary>
    public required FleetSnapshot LastObserved { get; init; }

    /// <summary>Problems of the run beyond those of single instances, worst first.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    /// <summary>Whether a cancellation ended it early.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Whether some instance failed or was not reached.</summary>
    public bool IsPartial => Outcomes.Any(outcome => outcome.Kind is OutcomeKind.Failed or OutcomeKind.NotReached);

    /// <summary>Whether the plan was refused, so that nothing was changed.</summary>
    public bool IsRefused => Plan.IsRefused;
}
