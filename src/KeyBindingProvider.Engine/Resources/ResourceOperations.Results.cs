using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Engine.Resources;

/// <content>What is kept of an apply, and what is said of it.</content>
public sealed partial class ResourceOperations
{
    private static ResourceResult Result(ResourceState state, ApplyReport report, ImmutableArray<Problem> errors)
    {
        var unverified = report
            .Outcomes.Where(outcome => outcome.Pending == PendingCode.Unverified)
            .Select(outcome => KeyValuePair.Create(outcome.Instance, PendingCode.Unverified));
        var leftDown = report
            .Outcomes.Where(outcome => outcome.Problem?.Code == ProblemCodes.StartFailed)
            .Select(outcome => KeyValuePair.Create(outcome.Instance, PendingCode.StartFailed));
        var outputs = state.Outputs;
        // A refusal and a run with nothing to do leave the list of the last change alone.
        var isLast = !report.IsRefused && report.Plan.IsActionable;
        return new ResourceResult
        {
            State = state with
            {
                Outputs = outputs with
                {
                    PendingInstances = outputs.PendingInstances.SetItems(unverified).SetItems(leftDown),
                    PowerCycledInstanceIds = isLast ? PowerCycledBy(report) : outputs.PowerCycledInstanceIds,
                    PowerCycledWith = isLast ? PowerCycledWith(report) : outputs.PowerCycledWith,
                },
            },
            Errors = errors,
            Warnings =
            [
                .. WaitingProblems.Gather(report.Plan.Problems.Where(IsWarning), report.Plan),
                .. report.Problems.Where(IsWarning),
                .. FoundWaiting(report),
            ],
            Report = report,
        };
    }

    /// <summary>
    /// An object whose place another one has taken: no edit of the program reaches its policy any more. Where that policy refuses its end, what is written on the
    /// provider counts instead, field by field, and what is not written there stays as it is stored (<c>ADR 0038</c>).
    /// </summary>
    public async Task<ResourceState> UnderPresentPolicyAsync(ResourceState replaced, string owner, CancellationToken cancellationToken)
    {
        if (_providerPolicy == ChangePolicyInput.None)
        {
            return replaced;
        }

        var stored = await PlanDeleteAsync(replaced, owner, cancellationToken);
        var present = _providerPolicy.Else(replaced.Declared.ChangePolicy);
        return stored.IsRefused ? replaced with { Declared = replaced.Declared with { ChangePolicy = present } } : replaced;
    }

    private static ImmutableSortedSet<InstanceId> PowerCycledBy(ApplyReport report) =>
        [.. report.Outcomes.Where(outcome => outcome.PowerCycled).Select(outcome => outcome.Instance)];

    private static ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>> PowerCycledWith(ApplyReport report) =>
        report
            .Outcomes.Where(outcome => outcome.PowerCycled && !outcome.SharedWith.IsEmpty)
            .ToImmutableSortedDictionary(
                outcome => outcome.Instance,
                outcome => outcome.SharedWith.ToImmutableSortedSet(StringComparer.Ordinal)
            );

    /// <summary>
    /// Failed and not reached is an error, within the failure budget too (rule <c>failed-is-an-error</c>). What was not begun comes after the failures that
    /// it was not begun for.
    /// </summary>
    private static ImmutableArray<Problem> ErrorsOf(ApplyReport report) =>
        report.IsRefused
            ? [.. report.Plan.Problems.Where(problem => !IsWarning(problem))]
            :
            [
                .. report.Problems.Where(problem => !IsWarning(problem)),
                .. report
                    .Outcomes.Where(outcome => outcome.Kind is OutcomeKind.Failed or OutcomeKind.NotReached)
                    .OrderBy(outcome => outcome.Kind)
                    .Select(ReasonOf)
                    .Where(problem => !report.Problems.Contains(problem)),
            ];

    /// <summary>Why one instance is not as wanted; its id is always in it, also where the reason is one for all.</summary>
    private static Problem ReasonOf(InstanceOutcome outcome)
    {
        var id = outcome.Instance;
        var problem = outcome.Problem ?? Problem.Error(ProblemCodes.NotReached, $"{id}: was not begun.");
        var isNamed = problem.Message.Contains(id.Value, StringComparison.Ordinal);
        return problem with { Message = isNamed ? problem.Message : $"{id}: {problem.Message}", Instances = [id] };
    }

    /// <summary>Instances that were planned to change and turned out to have to wait: the plan's own warnings do not name them.</summary>
    private static IEnumerable<Problem> FoundWaiting(ApplyReport report)
    {
        var foreseen = report.Plan.Pending.Select(pending => pending.Change.Id).ToHashSet();
        return report
            .Outcomes.Where(outcome => outcome.Kind == OutcomeKind.Pending && !foreseen.Contains(outcome.Instance))
            .GroupBy(outcome => outcome.Pending!.Value)
            .OrderBy(group => group.Key)
            .Select(group =>
            {
                InstanceId[] ids = [.. group.Select(outcome => outcome.Instance)];
                var disposition = group.Key == PendingCode.Running ? Disposition.Deferred : Disposition.Skipped;
                return Problem.Warning(
                    PendingCodes.ToProblemCode(group.Key),
                    $"{InstanceList.Of(ids)} had to be left for a later run: {EnumNames.Of(group.Key, Spelling.Snake)}."
                ) with
                {
                    Instances = ids,
                    Remedy = PendingProblems.Waiting(disposition, ids.Length),
                };
            });
    }

    private static IEnumerable<Problem> Unfinished(ResourceState imported)
    {
        var pending = imported.Outputs.PendingInstances;
        if (!pending.IsEmpty)
        {
            yield return Problem.Warning(
                ProblemCodes.ImportedUnfinished,
                $"{Grammar.Instances(pending.Count)} {Grammar.Verb(pending.Count, "need")} a change for it to be as it declares: {InstanceList.Of(pending.Keys)}. "
                    + "The first preview after this import is an update, not empty."
            ) with
            {
                Instances = [.. pending.Keys],
            };
        }
    }

    private static bool IsWarning(Problem problem) => problem.Severity != Severity.Error;
}
