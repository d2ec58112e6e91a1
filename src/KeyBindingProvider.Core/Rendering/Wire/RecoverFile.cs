using System.ComponentModel;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Recovery;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>What dead runs have left, and what was done about it.</summary>
internal sealed record RecoverFile() : JsonFile("recover")
{
    public required RecoverStatus Status { get; init; }
    public required IReadOnlyList<RecoveredRegionFields> Regions { get; init; }

    public static RecoverFile Of(RecoverDocument document) =>
        new() { Status = document.Status, Regions = [.. document.Regions.Select(RecoveredRegionFields.Of)] };
}

/// <summary>One region.</summary>
internal sealed record RecoveredRegionFields
{
    [Description("The region, with the account where there are several.")]
    public required string Title { get; init; }
    public required string Region { get; init; }

    [Description("Machines that are to be started and are not up, after the recovery where there was one.")]
    public required int StillDown { get; init; }

    [Description("Sorted by id.")]
    public required IReadOnlyList<CandidateFields> Machines { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }

    public static RecoveredRegionFields Of(RecoveredRegion region) =>
        new()
        {
            Title = region.Title,
            Region = region.Findings.Region,
            StillDown = region.StillDown,
            Machines = [.. region.Findings.Candidates.Select(candidate => CandidateFields.Of(candidate, region.OutcomeOf(candidate.Id)))],
            Problems = ProblemFields.Of(region.Problems),
        };
}

/// <summary>One machine.</summary>
internal sealed record CandidateFields
{
    public required InstanceId InstanceId { get; init; }
    public required string Name { get; init; }

    [Description("What it is; only leftDown is started.")]
    public required RecoverState State { get; init; }

    [Description("InstanceState as the service names it; empty where it is not known here.")]
    public required string PowerState { get; init; }

    [Description("By what it was found.")]
    public required IReadOnlyList<RecoverSource> Sources { get; init; }

    [Description("When a run on this computer noted its stop, in UTC, such as 2026-01-02T03:04:05Z; null where none has.")]
    public required string? OpenedAt { get; init; }

    [Description(
        "When the StopInstances that is its last operation was accepted, by the audit log, in UTC; null where the log was not asked, or does not have it."
    )]
    public required string? StoppedAt { get; init; }

    [Description("The user who sent it, by the audit log; may be empty. Null where the log was not asked, or does not have it.")]
    public required string? StoppedBy { get; init; }

    [Description("Whether this recovery has started it and read it RUNNING.")]
    public required bool Started { get; init; }

    [Description("Why it could not be started; null where it could, or none was tried.")]
    public required ProblemFields? Problem { get; init; }

    public static CandidateFields Of(RecoverCandidate candidate, InstanceOutcome? outcome) =>
        new()
        {
            InstanceId = candidate.Id,
            Name = candidate.Instance?.Name.Raw ?? "",
            State = candidate.State,
            PowerState = candidate.Instance?.State.Name ?? "",
            Sources = candidate.Sources,
            OpenedAt = candidate.OpenedAt,
            StoppedAt = candidate.Stop is { } stop ? WhoText.Time(stop.At) : null,
            StoppedBy = candidate.Stop?.User.Raw,
            Started = outcome is { Kind: OutcomeKind.Changed or OutcomeKind.AlreadySo },
            Problem = outcome?.Problem is { } problem ? ProblemFields.Of(problem) : null,
        };
}
