using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>Tells the truth at the end: one outcome for each instance, from the last read and not from what was wanted.</summary>
internal sealed class ReportBuilder(ApplyRun run, InstanceReader reader)
{
    /// <summary>A refused plan changed nothing.</summary>
    public static ApplyReport OfRefused(Plan plan, FleetSnapshot fleet)
    {
        var refusal = plan.Problems.First(problem => problem.Severity == Severity.Error);
        var notReached = Problem.Error(ProblemCodes.NotReached, $"Not begun because the plan is refused ({refusal.Code}).");
        return new ApplyReport
        {
            Plan = plan,
            Outcomes = Sorted(
                plan.Changes.Select(change => new InstanceOutcome(change.Id, OutcomeKind.NotReached, change.Bound)
                    {
                        Problem = notReached,
                        Resources = change.Resources,
                    })
                    .Concat(plan.Pending.Select(OfPending))
            ),
            LastObserved = fleet,
            Problems = [],
        };
    }

    public async Task<ApplyReport> BuildAsync(Plan plan, FleetSnapshot fleet, PlanExecutor executor, Problem? fault)
    {
        await ReadLastAsync(executor.Members);
        var reached = executor.Members.ToDictionary(member => member.Id);
        var outcomes = Sorted(
            plan.Changes.Select(change =>
                    reached.TryGetValue(change.Id, out var member) ? OfMember(member, executor, fault) : OfUnreached(change, fault)
                )
                .Concat(plan.Pending.Select(OfPending))
        );
        foreach (var outcome in outcomes)
        {
            run.Report(new ApplyEvent.InstanceEnded(outcome));
        }

        return new ApplyReport
        {
            Plan = plan,
            Outcomes = outcomes,
            LastObserved = fleet.With(
                executor.Members.Where(member => member.Last is not null).Select(member => (member.Id, member.Instance))
            ),
            Problems =
            [
                .. new[] { fault, run.Aborted }.OfType<Problem>(),
                .. executor.Members.Select(member => member.StillDown).OfType<Problem>(),
                .. Keyless(executor.Members),
            ],
            Cancelled = run.NoNewStops,
        };
    }

    /// <summary>State is what was last observed: whatever was written to and not read since is read once more.</summary>
    private async Task ReadLastAsync(IReadOnlyList<Member> members)
    {
        Member[] unread = [.. members.Where(member => member.WrittenSinceRead)];
        if (unread.Length == 0)
        {
            return;
        }

        try
        {
            var readings = await reader.ReadAsync(unread.Select(member => member.Id), CallPriority.Read);
            foreach (var member in unread)
            {
                member.Observe(readings[member.Id]);
            }
        }
        catch (CvmException exception)
        {
            run.Notice(exception.ToProblem() with { Severity = Severity.Warning });
        }
    }

    private InstanceOutcome OfMember(Member member, PlanExecutor executor, Problem? fault)
    {
        var outcome = new InstanceOutcome(member.Id, OutcomeKind.Failed, member.Last is null ? null : member.Keys)
        {
            PowerCycled = member.PowerCycled,
            Resources = member.Change.Resources,
            Pending = IsUnverified(member) ? PendingCode.Unverified : null,
        };
        if ((member.StillDown ?? member.Failure) is { } failure)
        {
            return outcome with { Problem = failure };
        }

        if (member.Pending is { } pending)
        {
            return outcome with { Kind = OutcomeKind.Pending, Pending = pending };
        }

        var isGoneAsWished = member.TimesMissing > 0 && member.Change.Add.IsEmpty;
        if (member.Last is not null && (isGoneAsWished || (member.Instance is not null && member.Change.IsSatisfiedBy(member.Keys))))
        {
            return outcome with { Kind = member.KeysWritten ? OutcomeKind.Changed : OutcomeKind.AlreadySo };
        }

        if (executor.NotReached.TryGetValue(member, out var reason) || fault is not null)
        {
            return outcome with { Kind = OutcomeKind.NotReached, Problem = (reason ?? fault)! with { Instances = [member.Id] } };
        }

        return outcome with
        {
            Problem = Problem.Error(
                ProblemCodes.NotConverged,
                $"{member.Id}: read back {(member.Keys.IsEmpty ? "no key" : member.Keys)} (request {member.RequestId})."
            ) with
            {
                Instances = [member.Id],
            },
        };
    }

    /// <summary>Written to and not read since, or a change was left to itself and may land any time.</summary>
    private bool IsUnverified(Member member) =>
        member.WrittenSinceRead
        || (member.BrokenOffAt is { } brokenOff && !(member.Last?.BegunAt - brokenOff >= run.Options.StalenessBound));

    private static InstanceOutcome OfUnreached(InstanceChange change, Problem? fault) =>
        new(change.Id, OutcomeKind.NotReached, change.Bound) { Problem = fault, Resources = change.Resources };

    private static InstanceOutcome OfPending(PendingInstance pending) =>
        new(pending.Change.Id, OutcomeKind.Pending, pending.Code == PendingCode.Missing ? null : pending.Change.Bound)
        {
            Pending = pending.Code,
            Resources = pending.Change.Resources,
        };

    /// <summary>An instance that had a key and has none now, where the policy did not allow it, is said loudly whatever the reason.</summary>
    private IEnumerable<Problem> Keyless(IReadOnlyList<Member> members) =>
        members
            .Where(member => member.KeysWritten && member.Instance is not null && member.Keys.IsEmpty && !member.Change.Want.IsEmpty)
            .Select(member =>
                Problem.Error(
                    ProblemCodes.LeftKeyless,
                    $"{member.Id} has no key: {run.Policy.StopPolicy} change, request {member.RequestId}."
                ) with
                {
                    Instances = [member.Id],
                }
            );

    private static ImmutableArray<InstanceOutcome> Sorted(IEnumerable<InstanceOutcome> outcomes) =>
        [.. outcomes.OrderBy(outcome => outcome.Instance)];
}
