using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Running;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>The promises about the runs after the one in which everything went wrong (rule <c>promises</c>, 7 to 9).</summary>
internal static class Convergence
{
    public static IEnumerable<string> Broken(CaseRun run, CaseTruth truth) => [.. Converges(run, truth), .. OrderDoesNotMatter(run)];

    /// <summary>7 and 8: after one run without faults the keys are as wished, a further plan has nothing to do, and what waits stays the same.</summary>
    private static IEnumerable<string> Converges(CaseRun run, CaseTruth truth)
    {
        if (run.Case.MayNeverConverge)
        {
            yield break;
        }

        if (run.LastReports.FirstOrDefault(report => report.IsRefused) is { } refused)
        {
            // Apply twice under a refusal: the second is refused alike, and nothing has moved.
            if (run.Case.Face != CaseFace.Resources && (!run.Third.IsRefused || run.Third.Digest != refused.Plan.Digest))
            {
                yield return "7: a refused plan is not refused alike the second time";
            }

            yield break;
        }

        var outcomes = run.LastReports.SelectMany(report => report.Outcomes).ToArray();
        if (outcomes.Any(outcome => NeedsAnotherRun(run, outcome)) || IsLeftKeylessByAnother(run, truth))
        {
            yield break;
        }

        var isOnlyForDependencies = IsOnlyForDependencies(outcomes);
        if (run.LastReports.Any(report => report.IsPartial) && !isOnlyForDependencies)
        {
            yield return "8: the run without faults did not finish: "
                + string.Join(
                    "; ",
                    outcomes.Where(outcome => outcome.Problem is not null).Select(outcome => outcome.Problem!.Message).Take(3)
                );
        }

        var undone = run.Third.Changes.Where(change => !IsOfNobody(run, truth, change)).Select(change => change.Id).ToArray();
        if ((undone.Length > 0 || run.Third.Rewrites.Any()) && !isOnlyForDependencies)
        {
            yield return $"7: a further plan still changes {string.Join(", ", undone)}";
        }

        var waiting = outcomes.Where(outcome => outcome.Kind == OutcomeKind.Pending).Select(outcome => (outcome.Instance, outcome.Pending));
        var waitingThen = run
            .Third.Pending.Select(pending => (Instance: pending.Change.Id, Pending: (PendingCode?)pending.Code))
            .OrderBy(entry => entry.Instance);
        if (
            run.Case.Face != CaseFace.Resources
            && !waiting.SequenceEqual(waitingThen)
            && !run.Case.World.Instances.Any(instance => instance.State is "TERMINATING" or "REBOOTING")
        )
        {
            yield return $"7: waiting changed from [{string.Join("; ", waiting)}] to [{string.Join("; ", waitingThen)}]";
        }

        foreach (var operation in run.Last.Operations.Where(operation => operation.Outcome is not null))
        {
            foreach (
                var outcome in operation.Outcome!.Outcomes.Where(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo)
            )
            {
                if (
                    run.AfterSecond.Find(outcome.Instance.Value) is { } now
                    && !(run.Case.Face == CaseFace.Resources ? CaseTruth.IsAsWished(operation, now) : truth.IsAsWished(now))
                )
                {
                    yield return $"8: {outcome.Instance} has {string.Join(",", now.KeyIds)} at the end";
                }
            }
        }
    }

    /// <summary>What one run cannot bring about, and says so (docs/harness.md, what is excused).</summary>
    private static bool NeedsAnotherRun(CaseRun run, InstanceOutcome outcome) =>
        // The last key goes once another resource has bound one, which that one may not, or does only after this one.
        (run.Case.Face == CaseFace.Resources && outcome.Problem?.Code == ProblemCodes.WouldBeKeyless)
        // Another operation has started what a dead process left down, or what a person stopped under a mark that stayed, before this one came to change its keys.
        || (
            outcome.Pending == PendingCode.Running
            && (run.ActorAfterFirst.LeftDown.Contains(outcome.Instance.Value) || IsStartedByPlan(run, outcome))
        )
        // Looks like another run's.
        || (
            (outcome.Pending == PendingCode.Busy || outcome.Problem?.Code == ProblemCodes.Busy)
            && Markers.IsMarkedByARefusal(run, outcome.Instance.Value)
        );

    /// <summary>
    /// This plan takes all resources as the case began, no state does: a mark that stayed on a machine which has left its resource and which a person has stopped since; a
    /// key that its resource has taken away and a person has bound again.
    /// </summary>
    private static bool IsOfNobody(CaseRun run, CaseTruth truth, InstanceChange change) =>
        run.Case.Face == CaseFace.Resources
        && (
            (change.IsOnlyToStart && run.Last.Operations.All(operation => Markers.HasLeft(operation, change.Id.Value)))
            || (!change.Adds && truth.IsTouched(change.Id.Value))
        );

    /// <summary>A resource whose machine is left without a key by another one that allows it has an error, so that what depends on it is not begun; the next run has none.</summary>
    private static bool IsLeftKeylessByAnother(CaseRun run, CaseTruth truth) =>
        run.Case.Face == CaseFace.Resources
        && run.LastReports.SelectMany(report => report.Problems)
            .Any(problem => problem.Code == ProblemCodes.LeftKeyless && problem.Instances.All(id => truth.MayBeKeyless(id.Value)));

    private static bool IsStartedByPlan(CaseRun run, InstanceOutcome outcome) =>
        run
            .LastReports.SelectMany(report => report.Plan.Problems)
            .Any(problem => problem.Code == ProblemCodes.LeftDown && problem.Instances.Contains(outcome.Instance));

    /// <summary>A resource whose dependency has instances that wait is not begun, which is as it should be.</summary>
    public static bool IsOnlyForDependencies(IReadOnlyCollection<InstanceOutcome> outcomes) =>
        outcomes.Any(outcome => outcome.Problem is not null)
        && outcomes.All(outcome => outcome.Problem is null || outcome.Problem.Code == ProblemCodes.DependencyFailed);

    /// <summary>9: the same input in any order gives the same plan.</summary>
    private static IEnumerable<string> OrderDoesNotMatter(CaseRun run)
    {
        if (run.ThirdReversed is { } reversed && run.Third.Digest != reversed.Digest)
        {
            yield return "9: the order of the resources changes the digest";
        }
    }
}
