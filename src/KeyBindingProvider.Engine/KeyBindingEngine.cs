using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Executing;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine;

/// <summary>
/// What the faces call: observe, plan, apply, for one account and region in one process. Keeps what must be shared between
/// concurrent operations: reads in flight, leases of instances, what the service was found to do, whether the canary has succeeded.
/// </summary>
public sealed class KeyBindingEngine
{
    private readonly ICvmApi _api;
    private readonly TimeProvider _time;
    private readonly EngineOptions _options;
    private readonly ExecutionRules _rules;
    private readonly InstanceReader _reader;
    private readonly InstancePoller _poller;
    private readonly FleetObserver _observer;
    private readonly InstanceLeases _leases = new();
    private readonly ServiceTraits _traits = new();
    private readonly DisruptionBudget _budget;

    /// <summary>Creates the engine of one region.</summary>
    /// <param name="api">The account in that region.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="budget">Shared with the engines of other regions; null for one of its own by <see cref="EngineOptions.MaxUnavailable"/>.</param>
    public KeyBindingEngine(ICvmApi api, TimeProvider time, EngineOptions options, DisruptionBudget? budget = null)
        : this(api, time, options, new ExecutionRules(), budget) { }

    internal KeyBindingEngine(ICvmApi api, TimeProvider time, EngineOptions options, ExecutionRules rules, DisruptionBudget? budget = null)
    {
        _api = api;
        _time = time;
        _options = options;
        _rules = rules;
        _budget = budget ?? new DisruptionBudget(options.MaxUnavailable);
        _reader = new InstanceReader(api, time, options.GatherDelay);
        _poller = new InstancePoller(_reader, time, options.PollInterval);
        _observer = new FleetObserver(api.Region, _reader, new KeyPairReader(api, time, options.GatherDelay));
    }

    /// <summary>
    /// Observes what the intents need and plans; never writes. Instances that are busy are looked at again until they settle or
    /// <see cref="EngineOptions.BusyBound"/> has passed. Throws <see cref="ProblemException"/> when it cannot read.
    /// </summary>
    public Task<Plan> PlanAsync(IReadOnlyCollection<ResourceIntent> intents, CancellationToken cancellationToken) =>
        PlanAsync(() => intents, cancellationToken);

    /// <summary>The same for intents that depend on what others do meanwhile: they are asked for again once the reads have come back.</summary>
    /// <param name="intents">The resources of this region.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="expected">What other objects of the run will bind on these instances (<see cref="PlanRequest.Expected"/>); null for nothing.</param>
    internal async Task<Plan> PlanAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        CancellationToken cancellationToken,
        Func<IEnumerable<InstanceId>, IReadOnlyDictionary<InstanceId, KeySet>>? expected = null
    )
    {
        var (plan, _) = await ObserveAndPlanAsync(intents, cancellationToken, expected);
        return plan;
    }

    /// <summary>
    /// Observes, plans again, shows the plan to <paramref name="review"/> and executes it unless it is refused there or by itself.
    /// Never throws for a failed change: the report has it. Throws <see cref="ProblemException"/> when it cannot read at all, before any write.
    /// </summary>
    /// <param name="intents">The resources of this region.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="review">Asked before the first write; any error that it answers refuses the plan. Null asks nobody.</param>
    /// <param name="cancellation">First: no new stop, finish and start what is down. Second: only start what is down.</param>
    public Task<ApplyReport> ApplyAsync(
        IReadOnlyCollection<ResourceIntent> intents,
        IApplyProgress progress,
        Func<Plan, Task<IReadOnlyList<Problem>>>? review,
        ApplyCancellation cancellation
    ) => ApplyAsync(() => intents, progress, review, cancellation);

    /// <summary>The same for intents that depend on what others do meanwhile.</summary>
    internal async Task<ApplyReport> ApplyAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        IApplyProgress progress,
        Func<Plan, Task<IReadOnlyList<Problem>>>? review,
        ApplyCancellation cancellation
    )
    {
        var (plan, fleet) = await ObserveAndPlanAsync(intents, cancellation.NoNewStops);
        if (review is not null && !plan.IsRefused && plan.IsActionable)
        {
            plan = plan with { Problems = [.. plan.Problems, .. await review(plan)] };
        }

        if (plan.IsRefused)
        {
            return ReportBuilder.OfRefused(plan, fleet);
        }

        progress.Report(new ApplyEvent.Planned(plan));
        using var run = new ApplyRun(_api, _poller, _time, _options, _rules, _traits, _budget, progress, cancellation);
        var executor = Compose(run);
        Problem? fault = null;
        try
        {
            await executor.RunAsync(plan, intents());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The sweep has run already: the executor does it on every way out. What is left is to tell the truth.
            fault = Problem.Error(ProblemCodes.InternalFault, $"{exception.GetType().Name}: {exception.Message}");
        }

        return await new ReportBuilder(run, _reader).BuildAsync(plan, fleet, executor, fault);
    }

    /// <summary>
    /// Reads the key pairs and instances that a query asks for; those in a stop window of ours show as RUNNING, which is what they will be again.
    /// Throws <see cref="ProblemException"/> when it cannot read.
    /// </summary>
    public async Task<FleetSnapshot> ObserveAsync(FleetQuery query, CancellationToken cancellationToken)
    {
        var mark = _budget.Mark();
        try
        {
            return _budget.Overlay(await _observer.ObserveAsync(query, cancellationToken), mark);
        }
        catch (CvmException exception)
        {
            throw new ProblemException(exception.ToProblem());
        }
    }

    private async Task<(Plan Plan, FleetSnapshot Fleet)> ObserveAndPlanAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        CancellationToken cancellationToken,
        Func<IEnumerable<InstanceId>, IReadOnlyDictionary<InstanceId, KeySet>>? expected = null
    )
    {
        var begun = _time.GetUtcNow();
        var fleet = await ObserveAsync(FleetQuery.For(intents()), cancellationToken);
        while (true)
        {
            var plan = Planner.Plan(
                new PlanRequest(_api.Region, intents(), fleet, _traits.CanaryProven, expected?.Invoke(fleet.Instances.Keys))
            );
            InstanceId[] busy = [.. plan.Pending.Where(pending => pending.Code == PendingCode.Busy).Select(pending => pending.Change.Id)];
            if (busy.Length == 0 || _time.GetUtcNow() - begun >= _options.BusyBound)
            {
                return (plan, fleet);
            }

            var mark = _budget.Mark();
            try
            {
                var readings = await _poller.NextRoundAsync(busy).WaitAsync(cancellationToken);
                fleet = _budget.Overlay(fleet.With(busy.Select(id => (id, readings[id].Instance))), mark);
            }
            catch (CvmException exception)
            {
                throw new ProblemException(exception.ToProblem());
            }
        }
    }

    private PlanExecutor Compose(ApplyRun run)
    {
        var waiter = new OperationWaiter(run);
        var sender = new BatchSender(run, waiter, new WriteAftermath(run, waiter));
        var start = new StartRunner(run, sender, waiter);
        var change = new ChangeRunner(run, waiter, new BindRunner(run, sender, waiter), new UnbindRunner(run, sender, waiter));
        var window = new WindowRunner(run, new StopRunner(run, sender, waiter), change, start);
        var force = new ForceRunner(run, sender, waiter, window, start);
        var waves = new WaveRunner(run, waiter, window, force, change, _leases);
        return new PlanExecutor(run, waves, new StopLedger(run, waiter, start));
    }
}
