using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Recovery;

/// <summary>What was done about what dead runs had left in a region.</summary>
/// <param name="Findings">What was found directly before the first start.</param>
/// <param name="Started">How each start ended; null where there was none.</param>
public sealed record RecoverReport(RecoverFindings Findings, ApplyReport? Started)
{
    /// <summary>Machines that were read RUNNING after their start.</summary>
    public ImmutableArray<InstanceId> Recovered =>
        [.. Outcomes.Where(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo).Select(outcome => outcome.Instance)];

    /// <summary>Machines whose entries in the journal have had their time.</summary>
    public ImmutableArray<InstanceId> Settled =>
        [.. Findings.Candidates.Where(candidate => candidate.IsSettled).Select(candidate => candidate.Id).Concat(Recovered)];

    /// <summary>How the start of a machine ended; null where none was tried.</summary>
    public InstanceOutcome? OutcomeOf(InstanceId id) => Outcomes.FirstOrDefault(outcome => outcome.Instance == id);

    /// <summary>Whether something is down still that was to be started.</summary>
    public bool IsPartial => Outcomes.Any(outcome => outcome.Kind is not (OutcomeKind.Changed or OutcomeKind.AlreadySo));

    /// <summary>What a person should know beside the outcomes.</summary>
    public IEnumerable<Problem> Problems => Findings.Problems.Concat(Started?.Problems ?? []);

    private IEnumerable<InstanceOutcome> Outcomes => Started?.Outcomes ?? [];
}
