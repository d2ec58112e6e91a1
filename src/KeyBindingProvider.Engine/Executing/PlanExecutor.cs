using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>Follows a plan: rollouts in order, waves in order, until the budget or a cancellation ends it. Always sweeps before it returns.</summary>
internal sealed class PlanExecutor(ApplyRun run, WaveRunner waves, StopLedger ledger)
{
    private readonly List<Member> _members = [];
    private readonly HashSet<string> _unfinished = new(StringComparer.Ordinal);
    private bool _overBudget;

    /// <summary>Every instance of the plan that the policy let us try, in whatever state it ended.</summary>
    public IReadOnlyList<Member> Members => _members;

    /// <summary>Why each member that was not reached was not.</summary>
    public Dictionary<Member, Problem> NotReached { get; } = [];

    public async Task RunAsync(Plan plan, IReadOnlyCollection<ResourceIntent> intents)
    {
        // Held until the sweep is over: what stops late is down because of its rollout.
        var limits = new List<IDisposable>();
        try
        {
            foreach (var rollout in plan.Rollouts)
            {
                limits.Add(run.Budget.Enter(Covered(rollout, intents), rollout.MaxUnavailable));
                await RunAsync(rollout);
            }
        }
        finally
        {
            await ledger.SweepAsync();
            _members.ForEach(member => member.EndOperation());
            waves.ReleaseKept(all: true);
            limits.ForEach(limit => limit.Dispose());
        }
    }

    /// <summary>The instances that a rollout's limit is about: all that its resources speak of, also those which only others change.</summary>
    private static HashSet<InstanceId> Covered(Rollout rollout, IReadOnlyCollection<ResourceIntent> intents)
    {
        var covered = rollout.Waves.SelectMany(wave => wave.Changes).Select(change => change.Id).ToHashSet();
        foreach (var intent in intents.Where(intent => rollout.Resources.Contains(intent.Name)))
        {
            covered.UnionWith(intent.InstanceIds);
        }

        return covered;
    }

    private async Task RunAsync(Rollout rollout)
    {
        run.Policy = rollout.Policy;
        var mine = new List<Member>();
        foreach (var wave in rollout.Waves)
        {
            List<Member> members = [.. wave.Changes.Select(change => new Member(change, run.Budget))];
            mine.AddRange(members);
            _members.AddRange(members);
            if (WhyNot(rollout, mine) is { } reason)
            {
                members.ForEach(member => NotReached[member] = reason);
                continue;
            }

            ledger.Add(members);
            run.Report(new ApplyEvent.WaveStarted(rollout, wave, rollout.Waves.Length));
            await waves.RunAsync(wave, members, () => IsOverBudget(rollout, mine));
            await ledger.GlanceAsync();
            waves.ReleaseKept(all: false);
            run.Report(new ApplyEvent.WaveEnded(rollout, wave));
            foreach (var member in members.Where(IsNotReached))
            {
                NotReached[member] =
                    WhyNot(rollout, mine)
                    ?? run.WhyNoNewStop()
                    ?? Problem.Error(ProblemCodes.NotReached, "No more instances may be down at once.");
            }
        }

        if (mine.Exists(member => !member.IsOpen || NotReached.ContainsKey(member)) || !rollout.Pending.IsEmpty)
        {
            _unfinished.UnionWith(rollout.Resources);
        }
    }

    private static bool IsNotReached(Member member) =>
        member is { IsOpen: true, Reached: false } && (member.Last is null || !member.Change.IsSatisfiedBy(member.Keys));

    private Problem? WhyNot(Rollout rollout, List<Member> mine)
    {
        if (run.NoNewStops)
        {
            return Problem.Error(ProblemCodes.Cancelled, "The run was cancelled before its turn.");
        }

        if (run.Aborted is { } aborted)
        {
            return Problem.Error(ProblemCodes.NotReached, $"Not begun because of: {aborted.Message}");
        }

        if (rollout.DependsOn.FirstOrDefault(_unfinished.Contains) is { } dependency)
        {
            return Problem.Error(ProblemCodes.DependencyFailed, $"Not begun because '{dependency}' is not finished.");
        }

        return IsOverBudget(rollout, mine) || _overBudget
            ? Problem.Error(ProblemCodes.NotReached, "Not begun because more instances failed than failureBudget tolerates.")
            : null;
    }

    private bool IsOverBudget(Rollout rollout, List<Member> mine) =>
        _overBudget |= mine.Count(member => member.Failure is not null || member.StillDown is not null) > rollout.Policy.FailureBudget;
}
