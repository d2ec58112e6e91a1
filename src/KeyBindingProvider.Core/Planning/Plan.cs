using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// What would be done to one region, as data: preview text, JSON, Markdown, digest and executor all read this one object.
/// A refused plan (<see cref="IsRefused"/>) is never executed.
/// </summary>
public sealed record Plan
{
    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>Rollouts in the order in which they run. Each instance is in at most one.</summary>
    public required ImmutableArray<Rollout> Rollouts { get; init; }

    /// <summary>One summary for each resource, in the order of the program.</summary>
    public required ImmutableArray<ResourceSummary> Resources { get; init; }

    /// <summary>Refusals (errors) and warnings, sorted.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }

    /// <summary>Names of the key pairs that the plan speaks of, for people.</summary>
    public required ImmutableSortedDictionary<KeyId, UntrustedText> KeyNames { get; init; }

    /// <summary>What starts machines and names a revoked key; empty where nobody looked.</summary>
    public ImmutableArray<SourceFinding> Sources { get; init; } = [];

    /// <summary>Those that get other keys.</summary>
    public IEnumerable<SourceFinding> Rewrites => Sources.Where(finding => finding.To is not null);

    /// <summary>Stable over the order of the input: the same intents on the same fleet give the same text.</summary>
    public required string Digest { get; init; }

    /// <summary>Whether any refusal stands.</summary>
    public bool IsRefused => Problems.Any(problem => problem.Severity == Severity.Error);

    /// <summary>Whether there is anything that the policy lets us do.</summary>
    public bool IsActionable => Changes.Any() || Rewrites.Any();

    /// <summary>All changes that would be made, in order.</summary>
    public IEnumerable<InstanceChange> Changes => Rollouts.SelectMany(rollout => rollout.Waves).SelectMany(wave => wave.Changes);

    /// <summary>All instances whose change waits.</summary>
    public IEnumerable<PendingInstance> Pending => Rollouts.SelectMany(rollout => rollout.Pending);

    /// <summary>Instances that would be stopped.</summary>
    public int StopCount => Changes.Count(change => change.StopMode != StopMode.None);

    /// <summary>Writes that would be sent, at most.</summary>
    public CallCounts Calls => Rollouts.Aggregate(CallCounts.Zero, (sum, rollout) => sum + rollout.Calls);

    /// <summary>Writes that no plan can go below (rule <c>fewest-calls</c>).</summary>
    public CallCounts LowerBound => Rollouts.Aggregate(CallCounts.Zero, (sum, rollout) => sum + rollout.LowerBound);
}

/// <summary>Resources that change common instances, with one policy (the strictest) and one shared count of what may be down.</summary>
public sealed record Rollout
{
    /// <summary>Names of its resources.</summary>
    public required ImmutableArray<string> Resources { get; init; }

    /// <summary>
    /// Names of resources outside it that must have succeeded first: those that it waits for directly, or through resources that change nothing. What those wait for
    /// stands with them.
    /// </summary>
    public required ImmutableArray<string> DependsOn { get; init; }

    /// <summary>The strictest of <see cref="Policies"/>: it bounds the rollout as a whole, its waves, budget and canary.</summary>
    public required ChangePolicy Policy { get; init; }

    /// <summary>The policy of each resource, in the order of <see cref="Resources"/>. An instance is under the strictest of those that change it.</summary>
    public required ImmutableArray<ChangePolicy> Policies { get; init; }

    /// <summary><see cref="ChangePolicy.MaxUnavailable"/> as a count.</summary>
    public required int MaxUnavailable { get; init; }

    /// <summary>Waves in order: stopped instances first, then the windows.</summary>
    public required ImmutableArray<Wave> Waves { get; init; }

    /// <summary>Instances that need a change and do not get it in this plan, sorted by id.</summary>
    public required ImmutableArray<PendingInstance> Pending { get; init; }

    /// <summary>Writes that the waves need at most: fewest among the groupings of rule <c>fewest-calls</c>.</summary>
    public required CallCounts Calls { get; init; }

    /// <summary>Writes that no plan can go below, computed from the need alone.</summary>
    public required CallCounts LowerBound { get; init; }
}

/// <summary>What a wave is.</summary>
public enum WaveKind
{
    /// <summary>Instances that are stopped already.</summary>
    Stopped,

    /// <summary>The first, small stop window of a process.</summary>
    Canary,

    /// <summary>A stop window.</summary>
    Window,
}

/// <summary>Instances that change together.</summary>
/// <param name="Number">Counts from 1 within the rollout.</param>
/// <param name="Kind">What kind of wave.</param>
/// <param name="Changes">Its instances, in the order in which they are taken.</param>
/// <param name="Calls">The writes foreseen, in order; what is sent is computed anew from the reads inside the window.</param>
public sealed record Wave(int Number, WaveKind Kind, ImmutableArray<InstanceChange> Changes, ImmutableArray<PlannedCall> Calls);

/// <summary>The writes of the API that the product uses.</summary>
public enum CallAction
{
    /// <summary>StopInstances.</summary>
    Stop,

    /// <summary>AssociateInstancesKeyPairs.</summary>
    Associate,

    /// <summary>DisassociateInstancesKeyPairs.</summary>
    Disassociate,

    /// <summary>StartInstances.</summary>
    Start,
}

/// <summary>The set of writes is closed: whoever has an arm for each has none for what is left.</summary>
public static class CallActions
{
    /// <summary>What is thrown for a write that is not one of <see cref="CallAction"/>: it is never taken for another.</summary>
    public static ArgumentOutOfRangeException Unknown(CallAction action) => new(nameof(action), action, "No write is known by this name.");
}

/// <summary>One write: an exact rectangle of instances and keys, at most 100 of either.</summary>
/// <param name="Action">Which write.</param>
/// <param name="Instances">Its instances.</param>
/// <param name="Keys">Its keys; empty for stop and start.</param>
/// <param name="ForceStop">Whether it carries <c>ForceStop=true</c>; for a stop, whether it is HARD at once.</param>
public sealed record PlannedCall(CallAction Action, ImmutableArray<InstanceId> Instances, KeySet Keys, bool ForceStop);

/// <summary>Why an instance is not changed by this plan.</summary>
public enum Disposition
{
    /// <summary>It makes the whole plan refused.</summary>
    Refused,

    /// <summary>It runs, and the policy lets only stopped instances change.</summary>
    Deferred,

    /// <summary>It cannot change, and the policy lets the others go on.</summary>
    Skipped,
}

/// <summary>An instance whose change waits.</summary>
/// <param name="Change">What it would have been.</param>
/// <param name="Code">Why it waits.</param>
/// <param name="Disposition">What that means for the others.</param>
public sealed record PendingInstance(InstanceChange Change, PendingCode Code, Disposition Disposition);

/// <summary>Counts of one resource for the summary.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Instances">Existing instances that it speaks of.</param>
/// <param name="AlreadySo">Those that need nothing.</param>
/// <param name="Adopted">Pairs that are bound already and were not known to be this resource's: destroying it unbinds them.</param>
public sealed record ResourceSummary(string Name, ResourceKind Kind, int Instances, int AlreadySo, int Adopted)
{
    /// <summary>When its access ended, as the program writes it; null while it lasts, and where it has no end.</summary>
    public string? AccessEnded { get; init; }
}
