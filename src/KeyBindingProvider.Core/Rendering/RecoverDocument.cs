using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What dead runs have left in one region, and what was done about it.</summary>
/// <param name="Title">The region, with the account where there are several.</param>
/// <param name="Found">What was found, and shown to whoever was asked.</param>
/// <param name="Report">What was done; null where nothing was to be.</param>
public sealed record RecoveredRegion(string Title, RecoverFindings Found, RecoverReport? Report)
{
    /// <summary>What was found last.</summary>
    public RecoverFindings Findings => Report?.Findings ?? Found;

    /// <summary>What a person should know beside the machines, the journals of this computer aside.</summary>
    public IEnumerable<Problem> Problems => Report?.Problems ?? Found.Problems;

    /// <summary>How the start of a machine ended; null where none was tried.</summary>
    public InstanceOutcome? OutcomeOf(InstanceId id) => Report?.OutcomeOf(id);

    /// <summary>Machines that are down still.</summary>
    public int StillDown => Findings.LeftDown.Count(candidate => !(Report?.Recovered.Contains(candidate.Id) ?? false));
}

/// <summary>What a recovery has found and done.</summary>
/// <param name="Regions">One entry each.</param>
public sealed record RecoverDocument(ImmutableArray<RecoveredRegion> Regions)
{
    /// <summary>How it ended, in one word.</summary>
    public RecoverStatus Status =>
        Regions.Any(region => region.Report?.Started is { Cancelled: true }) ? RecoverStatus.Cancelled
        : Regions.Any(region => region.Report is not null && region.StillDown > 0) ? RecoverStatus.Partial
        : Regions.Any(region => region.StillDown > 0) ? RecoverStatus.LeftDown
        : Regions.Any(region => region.Findings.In(RecoverState.Unsettled).Any()) ? RecoverStatus.Unsettled
        : Regions.Any(region => region.Report is { Recovered.IsEmpty: false }) ? RecoverStatus.Recovered
        : RecoverStatus.NothingLeft;
}

/// <summary>How a recovery ended.</summary>
public enum RecoverStatus
{
    /// <summary>No machine was down because of a run that has ended.</summary>
    NothingLeft,

    /// <summary>Machines are, and nothing was done about it.</summary>
    LeftDown,

    /// <summary>Nothing is known to be down, and some machines are not at rest yet.</summary>
    Unsettled,

    /// <summary>All of them are up again.</summary>
    Recovered,

    /// <summary>Some of them are down still.</summary>
    Partial,

    /// <summary>Ended early by the user.</summary>
    Cancelled,
}
