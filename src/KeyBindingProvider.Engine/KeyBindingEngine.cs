using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Engine.Sources;

namespace KeyBindingProvider.Engine;

/// <summary>
/// What the faces call: observe, plan, apply, for one account and region in one process. Keeps what must be shared between
/// concurrent operations: reads in flight, and the conductor, which is the only writer.
/// </summary>
public sealed partial class KeyBindingEngine
{
    private readonly ICvmApi _api;
    private readonly TimeProvider _time;
    private readonly EngineOptions _options;
    private readonly InstanceReader _reader;
    private readonly InstancePoller _poller;
    private readonly FleetObserver _observer;
    private readonly KeySourceReader _sources;
    private readonly SourceRewriter _rewriter;
    private readonly Conductor _conductor;
    private readonly PlannedStops _plannedStops = new(maxStops: null);
    private Task<DateTimeOffset>? _firstTime;

    /// <summary>Creates the engine of one region.</summary>
    /// <param name="api">The account in that region.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="budget">Shared with the engines of other regions; null for one of its own by <see cref="EngineOptions.MaxUnavailable"/>.</param>
    public KeyBindingEngine(ICvmApi api, TimeProvider time, EngineOptions options, DisruptionBudget? budget = null)
        : this(api, time, options, RunRules.All, budget) { }

    internal KeyBindingEngine(ICvmApi api, TimeProvider time, EngineOptions options, DisruptionBudget budget, PlannedStops plannedStops)
        : this(api, time, options, RunRules.All, budget) => _plannedStops = plannedStops;

    internal KeyBindingEngine(
        ICvmApi api,
        TimeProvider time,
        EngineOptions options,
        RunRules rules,
        DisruptionBudget? budget = null,
        LoopRecorder? recorder = null
    )
    {
        _api = api;
        _time = time;
        _options = options;
        budget ??= new DisruptionBudget(options.MaxUnavailable);
        _conductor = new Conductor(api, time, options, rules, budget, () => Claims, recorder);
        _reader = new InstanceReader(api, time, options.GatherDelay, () => _conductor.WroteAt);
        _poller = new InstancePoller(_reader, time, options.PollInterval);
        _sources = new KeySourceReader(api.Sources, time);
        _rewriter = new SourceRewriter(api.Sources, time);
        var keys = new KeyPairReader(api, time, options.GatherDelay, options.StalenessBound);
        _observer = new FleetObserver(api.Region, _reader, keys, _sources);
    }

    /// <summary>Its region.</summary>
    public string Region => _api.Region;

    /// <summary>Its clock.</summary>
    internal TimeProvider Time => _time;

    /// <summary>Its bounds.</summary>
    internal EngineOptions Options => _options;

    /// <summary>What the objects of this run have claimed: a removal leaves those pairs alone, also where the claim came after its plan.</summary>
    internal IClaims Claims { get; set; } = new NobodysClaims();

    /// <summary>
    /// Observes what the intents need and plans; never writes. Instances that are busy are looked at again until they settle or
    /// <see cref="EngineOptions.BusyBound"/> has passed. Throws <see cref="ProblemException"/> when it cannot read.
    /// </summary>
    public async Task<Plan> PlanAsync(IReadOnlyCollection<ResourceIntent> intents, CancellationToken cancellationToken) =>
        InRun(await PlanAsync(() => intents, cancellationToken), owner: "");

    /// <summary>The same plan with the fleet that it was made on, in which the pinned keys are that exist.</summary>
    public async Task<(Plan Plan, FleetSnapshot Fleet)> PlanWithFleetAsync(
        IReadOnlyCollection<ResourceIntent> intents,
        CancellationToken cancellationToken
    )
    {
        var (plan, fleet, _, _) = await ObserveAndPlanAsync(
            () => intents,
            others: null,
            mayBeRecent: false,
            cancellationToken,
            _options.PinnedKeys
        );
        return (InRun(plan, owner: ""), fleet);
    }

    /// <inheritdoc cref="PlannedStops.InRun"/>
    internal Plan InRun(Plan plan, string owner, string? name = null) => _plannedStops.InRun(plan, owner, name);

    /// <summary>The same for intents that depend on what others do meanwhile: they are asked for again once the reads have come back.</summary>
    /// <param name="intents">The resources of this region.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="others">The other objects of the run, in which many previews follow each other (rule <c>recent-scan</c>); null where there are none.</param>
    internal async Task<Plan> PlanAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        CancellationToken cancellationToken,
        OtherObjects? others = null
    )
    {
        var (plan, _, _, _) = await ObserveAndPlanAsync(intents, others, mayBeRecent: others is not null, cancellationToken);
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
    ) => ApplyAsync(() => intents, progress, review, cancellation, owner: "");

    /// <summary>The same for a resource that an engine drives by itself, among others that may meet it on a machine.</summary>
    /// <param name="intents">The resource; asked for again once the reads have come back, since what others claim decides what it may remove.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="review">Asked before the first write.</param>
    /// <param name="cancellation">Two steps.</param>
    /// <param name="owner">The object whose own claims do not bind it.</param>
    /// <param name="gather">How long others may come on board of its windows.</param>
    /// <param name="others">The other objects of the run; null where there are none.</param>
    internal async Task<ApplyReport> ApplyAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        IApplyProgress progress,
        Func<Plan, Task<IReadOnlyList<Problem>>>? review,
        ApplyCancellation cancellation,
        string owner = "",
        Gather gather = default,
        OtherObjects? others = null
    )
    {
        var (plan, fleet, read, readAt) = await ObserveAndPlanAsync(intents, others, mayBeRecent: false, cancellation.NoNewStops);
        plan = InRun(plan, owner);
        if (review is not null && !plan.IsRefused && plan.IsActionable)
        {
            plan = plan with { Problems = [.. plan.Problems, .. await review(plan)] };
        }

        if (plan.IsRefused)
        {
            return ReportBuilder.OfRefused(plan, fleet);
        }

        var report = await CarryOutAsync(plan, intents(), read, readAt, progress, cancellation, owner, gather);
        await TidyAsync(read);
        return report;
    }
}
