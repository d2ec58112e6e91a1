using System.Collections.Immutable;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>Tells the truth at the end: one outcome for each instance, from the last read and not from what was wanted.</summary>
internal sealed class ReportBuilder(InstanceReader reader)
{
    /// <summary>A refused plan changed nothing.</summary>
    public static ApplyReport OfRefused(Plan plan, FleetSnapshot fleet)
    {
        var refusal = plan.Problems.First(problem => problem.Severity == Severity.Error);
        var notReached = Problem.Error(ProblemCodes.NotReached, $"Not begun because the plan is refused ({refusal.Code}).") with
        {
            Remedy = "Solve what refuses the plan, then apply again.",
        };
        return new ApplyReport
        {
            Plan = plan,
            Outcomes = Sorted(plan.Changes.Select(change => OfUnreached(change, notReached)).Concat(plan.Pending.Select(OfPending))),
            LastObserved = fleet,
            Problems = [],
        };
    }

    public async Task<ApplyReport> BuildAsync(PlanRunRequest request, PlanRun run, Problem? fault)
    {
        var plan = request.Plan;
        var last = await ReadLastAsync(run, request.Feed);
        var reasons = run
            .NotReached.SelectMany(entry => entry.Key.Waves.SelectMany(wave => wave.Changes), (entry, change) => (change.Id, entry.Value))
            .ToDictionary(entry => entry.Id, entry => entry.Value);
        var outcomes = Sorted(
            plan.Changes.Select(change =>
                    run.Ended.TryGetValue(change.Id, out var ended)
                        ? OfEnded(ended, last)
                        : OfUnreached(change, reasons.GetValueOrDefault(change.Id) ?? fault)
                )
                .Concat(
                    plan.Pending.Select(pending =>
                        run.Ended.TryGetValue(pending.Change.Id, out var ended) ? OfEnded(ended, last) : OfPending(pending)
                    )
                )
        );
        foreach (var outcome in outcomes.Where(outcome => !run.Told.TryGetValue(outcome.Instance, out var told) || told != outcome.Kind))
        {
            request.Feed.Report(new ApplyEvent.InstanceEnded(outcome));
        }

        var cancellation = request.Cancellation;
        var isCancelled =
            (cancellation.NoNewStops.IsCancellationRequested && !cancellation.TimedOut.IsCancellationRequested)
            || cancellation.StartOnly.IsCancellationRequested;
        return new ApplyReport
        {
            Plan = plan,
            Outcomes = outcomes,
            LastObserved = request.Fleet.With(
                run.Ended.Where(entry => entry.Value.Sight is not null || entry.Value.IsGone || last.ContainsKey(entry.Key))
                    .Select(entry => (entry.Key, SightOf(entry.Value, last)))
            ),
            Problems =
            [
                .. new[] { fault }.OfType<Problem>().Concat(run.Problems).Distinct(),
                .. outcomes.Select(outcome => outcome.Problem).OfType<Problem>().Where(problem => problem.Code == ProblemCodes.StartFailed),
                .. outcomes.Where(outcome => IsLeftKeyless(outcome, run)).Select(Keyless),
            ],
            Cancelled = isCancelled,
        };
    }

    /// <summary>State is what was last observed: whatever was written to and not read since is read once more.</summary>
    private async Task<IReadOnlyDictionary<InstanceId, InstanceSnapshot?>> ReadLastAsync(PlanRun run, ProgressFeed feed)
    {
        InstanceId[] unread =
        [
            .. run.Ended.Where(entry => entry.Value.Demand.Verdict!.Kind == VerdictKind.Unverified).Select(entry => entry.Key),
        ];
        if (unread.Length == 0)
        {
            return ImmutableDictionary<InstanceId, InstanceSnapshot?>.Empty;
        }

        try
        {
            var readings = await reader.ReadAsync(unread, CallPriority.Read);
            return unread
                .Where(id => readings[id].Instance is not { IsUnreadable: true })
                .ToDictionary(id => id, id => readings[id].Instance);
        }
        catch (CvmException exception)
        {
            feed.Report(new ApplyEvent.Notice(exception.ToProblem() with { Severity = Severity.Warning }));
            return ImmutableDictionary<InstanceId, InstanceSnapshot?>.Empty;
        }
    }

    private static InstanceSnapshot? SightOf(AskedInstance ended, IReadOnlyDictionary<InstanceId, InstanceSnapshot?> last) =>
        last.TryGetValue(ended.Demand.Change.Id, out var read) ? read
        : ended.IsGone ? null
        : ended.Sight;

    /// <summary>How an instance ended, by what was seen last.</summary>
    public static InstanceOutcome OutcomeOf(AskedInstance ended) =>
        OfEnded(ended, ImmutableDictionary<InstanceId, InstanceSnapshot?>.Empty);

    private static InstanceOutcome OfEnded(AskedInstance ended, IReadOnlyDictionary<InstanceId, InstanceSnapshot?> last)
    {
        var demand = ended.Demand;
        var verdict = demand.Verdict!;
        var keys =
            SightOf(ended, last)?.Keys
            ?? (
                ended.IsGone ? KeySet.Empty
                : verdict.Kind == VerdictKind.NotReached ? demand.Change.Bound
                : null
            );
        return new InstanceOutcome(demand.Change.Id, KindOf(verdict.Kind), keys)
        {
            Pending = verdict.Code,
            Problem =
                verdict.Problem is { } problem && verdict.Kind == VerdictKind.NotReached
                    ? problem with
                    {
                        Instances = [demand.Change.Id],
                    }
                    : verdict.Problem,
            PowerCycled = demand.IsCycled && verdict.Problem?.Code != ProblemCodes.StartFailed,
            SharedWith = [.. ended.SharedWith.Order(StringComparer.Ordinal)],
            Resources = demand.Change.Resources,
        };
    }

    private static OutcomeKind KindOf(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Changed => OutcomeKind.Changed,
            VerdictKind.AlreadySo => OutcomeKind.AlreadySo,
            VerdictKind.Pending => OutcomeKind.Pending,
            VerdictKind.NotReached => OutcomeKind.NotReached,
            _ => OutcomeKind.Failed,
        };

    private static InstanceOutcome OfUnreached(InstanceChange change, Problem? reason) =>
        new(change.Id, OutcomeKind.NotReached, change.Bound)
        {
            Problem = reason is null ? null : reason with { Instances = [change.Id] },
            Resources = change.Resources,
        };

    private static InstanceOutcome OfPending(PendingInstance pending) =>
        new(pending.Change.Id, OutcomeKind.Pending, pending.Code == PendingCode.Missing ? null : pending.Change.Bound)
        {
            Pending = pending.Code,
            Resources = pending.Change.Resources,
        };

    /// <summary>
    /// An instance that had a key and has none now, where the policy did not allow it, is said loudly whatever the reason. Two resources that each leave it the other's keys
    /// may take all of them together where both allow it.
    /// </summary>
    private static bool IsLeftKeyless(InstanceOutcome outcome, PlanRun run) =>
        outcome.Keys is { IsEmpty: true }
        && run.Ended.TryGetValue(outcome.Instance, out var ended)
        && ended.Demand.IsTouched
        && ended is { IsGone: false, Sight: not null }
        && !ended.Demand.Change.Want.IsEmpty
        && !(ended.Demand.Change.AllowKeyless && outcome.Kind == OutcomeKind.Changed);

    private static Problem Keyless(InstanceOutcome outcome) =>
        Problem.Error(ProblemCodes.LeftKeyless, $"{outcome.Instance} has no key after its change.") with
        {
            Instances = [outcome.Instance],
        };

    private static ImmutableArray<InstanceOutcome> Sorted(IEnumerable<InstanceOutcome> outcomes) =>
        [.. outcomes.OrderBy(outcome => outcome.Instance)];
}
