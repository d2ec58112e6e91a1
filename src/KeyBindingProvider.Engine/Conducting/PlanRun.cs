using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>Follows a plan: its rollouts in order, each an ask of the conductor, until a dependency, the budget or a cancellation ends it.</summary>
internal sealed class PlanRun(Conductor conductor, PlanRunRequest request)
{
    private readonly HashSet<string> _unfinished = new(StringComparer.Ordinal);
    private bool _isOverBudget;

    /// <summary>How each instance that was asked for ended.</summary>
    public Dictionary<InstanceId, AskedInstance> Ended { get; } = [];

    /// <summary>As what the end of an instance was told already.</summary>
    public Dictionary<InstanceId, OutcomeKind> Told { get; } = [];

    /// <summary>Why each rollout that was not begun was not.</summary>
    public Dictionary<Rollout, Problem> NotReached { get; } = [];

    /// <summary>Problems beyond those of single instances.</summary>
    public List<Problem> Problems { get; } = [];

    public async Task RunAsync()
    {
        foreach (var rollout in request.Plan.Rollouts)
        {
            if (WhyNot(rollout) is { } reason)
            {
                NotReached[rollout] = reason;
                _unfinished.UnionWith(rollout.Resources);
                continue;
            }

            var ask = await conductor.AskAsync(Ask(rollout));
            foreach (var (id, ended) in ask.Ended)
            {
                Ended[id] = ended;
            }

            foreach (var (id, kind) in ask.Told)
            {
                Told[id] = kind;
            }

            Problems.AddRange(ask.Problems);
            _isOverBudget |= ask.IsOverBudget;
            var isDone = ask.Ended.Values.All(ended => ended.Demand.Verdict!.Kind is VerdictKind.Changed or VerdictKind.AlreadySo);
            if (!isDone || !rollout.Pending.IsEmpty)
            {
                _unfinished.UnionWith(rollout.Resources);
            }
        }
    }

    private Problem? WhyNot(Rollout rollout)
    {
        if (request.Cancellation.NoNewStops.IsCancellationRequested || request.Cancellation.StartOnly.IsCancellationRequested)
        {
            return request.Cancellation.TimedOut.IsCancellationRequested
                ? Problem.Error(ProblemCodes.OperationTimedOut, "The operation's time-out passed before its turn.")
                : Problem.Error(ProblemCodes.Cancelled, "The run was cancelled before its turn.");
        }

        if (rollout.DependsOn.FirstOrDefault(_unfinished.Contains) is { } dependency)
        {
            return Problem.Error(ProblemCodes.DependencyFailed, $"Not begun because '{dependency}' is not finished.");
        }

        return _isOverBudget ? Conductor.OverBudget : null;
    }

    private AskRequest Ask(Rollout rollout)
    {
        var changes = rollout.Waves.SelectMany(wave => wave.Changes);
        // Who may only ride along does so where an engine drives resources one by one: another of them may open a window.
        var passengers = request.Gather == default ? [] : rollout.Pending.Where(IsPassenger).Select(pending => pending.Change);
        return new AskRequest
        {
            Rollout = rollout,
            Demands = [.. changes.Concat(passengers).Select(change => DemandOf(rollout, change))],
            Covered = Covered(rollout),
            Gather = request.Gather,
            Read = request
                .Fleet.Instances.Where(entry => !entry.Value.IsUnreadable)
                .ToDictionary(entry => entry.Key, entry => (entry.Value, request.ReadAt)),
            Feed = request.Feed,
            Cancellation = request.Cancellation,
        };
    }

    private static bool IsPassenger(PendingInstance pending) => pending is { Code: PendingCode.Running, Disposition: Disposition.Deferred };

    private Demand DemandOf(Rollout rollout, InstanceChange change)
    {
        var policy = PolicyOf(rollout, change);
        return new Demand
        {
            Ask = 0,
            Owner = request.Owner,
            Change = change,
            StopPolicy = policy.StopPolicy,
            StopTimeout = TimeSpan.FromSeconds(policy.StopTimeoutSeconds),
            SkipsBlocked = policy.OnBlocked == OnBlocked.Skip,
            IsAuthoritative = request.Intents.Any(intent =>
                change.Resources.Contains(intent.Name) && (intent.Kind.IsAuthoritative || !intent.RevokedKeys.IsEmpty)
            ),
            MustStart = change.MustStart,
            Marker = policy.RestartMarker,
            AskedAt = request.ReadAt,
        };
    }

    /// <summary>The strictest of those that touch the instance; the others of the rollout have no say in what happens to it.</summary>
    private static ChangePolicy PolicyOf(Rollout rollout, InstanceChange change)
    {
        ChangePolicy? strictest = null;
        for (var i = 0; i < rollout.Resources.Length; i++)
        {
            if (change.Resources.Contains(rollout.Resources[i]))
            {
                strictest = strictest?.Strictest(rollout.Policies[i]) ?? rollout.Policies[i];
            }
        }

        return strictest ?? rollout.Policy;
    }

    /// <summary>The instances that a rollout's limit is about: all that its resources speak of, also those which only others change.</summary>
    private HashSet<InstanceId> Covered(Rollout rollout)
    {
        var covered = rollout.Waves.SelectMany(wave => wave.Changes).Select(change => change.Id).ToHashSet();
        foreach (var intent in request.Intents.Where(intent => rollout.Resources.Contains(intent.Name)))
        {
            covered.UnionWith(intent.InstanceIds);
        }

        return covered;
    }
}

/// <summary>What a plan is followed with.</summary>
internal sealed record PlanRunRequest
{
    public required Plan Plan { get; init; }

    public required IReadOnlyCollection<ResourceIntent> Intents { get; init; }

    public required FleetSnapshot Fleet { get; init; }

    /// <summary>When the read behind the plan began, on the loop's clock.</summary>
    public required TimeSpan ReadAt { get; init; }

    public required string Owner { get; init; }

    public required Gather Gather { get; init; }

    public required ProgressFeed Feed { get; init; }

    public required ApplyCancellation Cancellation { get; init; }
}
