using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>What a create, update or delete came to.</summary>
public sealed record ResourceResult
{
    /// <summary>
    /// What is to be kept: outputs as last observed. After a failed update its declaration is still the one before. After a delete that
    /// failed: what remains.
    /// </summary>
    public required ResourceState State { get; init; }

    /// <summary>Empty for success; else the refusals, or a reason for each instance that failed or was not reached.</summary>
    public required ImmutableArray<Problem> Errors { get; init; }

    /// <summary>What the user should know all the same: deferred, skipped, already gone.</summary>
    public required ImmutableArray<Problem> Warnings { get; init; }

    /// <summary>What was planned and how each instance ended.</summary>
    public required ApplyReport Report { get; init; }

    /// <summary>Whether it was refused before any write.</summary>
    public bool IsRefused => Report.IsRefused;

    /// <summary>Whether every instance reads as it did before: no write had an effect that is left.</summary>
    public bool ChangedNothing =>
        Report.Sources.All(source => source.Kind != OutcomeKind.Changed)
        && Report.Outcomes.All(outcome =>
            outcome.Kind != OutcomeKind.Changed
            && outcome.Pending != PendingCode.Unverified
            && (outcome.Keys is null || outcome.Keys.Equals(Bound(outcome.Instance)))
        );

    private KeySet? Bound(InstanceId id) =>
        Report.Plan.Changes.Concat(Report.Plan.Pending.Select(pending => pending.Change)).FirstOrDefault(change => change.Id == id)?.Bound;
}

/// <summary>What a read of an existing object, or of one to be imported, came to.</summary>
/// <param name="State">What is there; null when it is gone, or cannot be imported.</param>
/// <param name="Problems">Warnings; for an import also the errors that keep it from being one.</param>
public sealed record ResourceReading(ResourceState? State, ImmutableArray<Problem> Problems);
