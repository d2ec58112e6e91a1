using System.Collections.Immutable;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A plan read as drift: what differs from the program now, and what is known to wait.</summary>
/// <param name="Drift">Instances that differ.</param>
/// <param name="Waiting">Instances that wait, as the policy has it.</param>
/// <param name="Granting">Sources that give a revoked key to the machines that they start.</param>
internal sealed record DriftView(ImmutableArray<DriftEntry> Drift, ImmutableArray<PendingInstance> Waiting, int Granting)
{
    private static readonly ImmutableArray<ProblemCode> s_told =
    [
        ProblemCodes.AccessEnds,
        ProblemCodes.KeyComesBack,
        ProblemCodes.SourcesUnread,
        ProblemCodes.SelectorValueUnmatched,
    ];

    /// <summary>
    /// What is said beside it: what keeps drift from being seen, what refuses an apply, what is drift because its time is over, and what a key comes back by. Other warnings
    /// are about an apply.
    /// </summary>
    public static ImmutableArray<Problem> ProblemsOf(Plan plan) =>
        [.. plan.Problems.Where(problem => problem.Severity == Severity.Error || s_told.Contains(problem.Code))];

    /// <summary>
    /// Waiting is what the policy itself puts off (deferred, skipped). An instance whose change the policy refuses has drifted all the same.
    /// </summary>
    public static DriftView Of(Plan plan) =>
        new(
            [
                .. plan
                    .Changes.Select(change => new DriftEntry(change, null))
                    .Concat(
                        plan.Pending.Where(pending => pending.Disposition == Disposition.Refused)
                            .Select(pending => new DriftEntry(pending.Change, pending.Code))
                    )
                    .OrderBy(entry => entry.Change.Id),
            ],
            [.. plan.Pending.Where(pending => pending.Disposition != Disposition.Refused).OrderBy(pending => pending.Change.Id)],
            plan.Sources.Count(finding => !finding.Given.IsEmpty)
        );
}

/// <summary>One instance whose keys are not as declared.</summary>
/// <param name="Change">The difference.</param>
/// <param name="Refused">Why an apply would be refused for it, or null.</param>
internal sealed record DriftEntry(InstanceChange Change, PendingCode? Refused);
