using System.Collections.Immutable;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>One run of a rehearsal: copies the accounts, does what <c>apply</c> does, plans what another apply would do, and asks the copies what happened.</summary>
internal sealed class RehearsalRun : IDisposable
{
    /// <summary>By then everything shows, late as it may be.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly ImmutableArray<(Scope Scope, PlannedRegion Region)> _regions;
    private readonly Dictionary<ProviderInput, RehearsedAccount> _accounts = [];
    private readonly Fault? _fault;
    private readonly HashSet<string> _struck;

    /// <param name="regions">What is rehearsed.</param>
    /// <param name="fault">What goes wrong; null for nothing.</param>
    /// <param name="options">How the service is taken to be.</param>
    /// <param name="bounds">Bounds of the engine.</param>
    /// <param name="time">The clock of the copies.</param>
    public RehearsalRun(
        ImmutableArray<(Scope Scope, PlannedRegion Region)> regions,
        Fault? fault,
        SimulatorOptions options,
        EngineOptions bounds,
        TimeProvider time
    )
    {
        (_time, _regions, _fault) = (time, regions, fault);
        _struck = fault?.Choose(regions.SelectMany(region => region.Region.Plan.Changes), (int)options.Seed) ?? [];
        options = fault?.Service?.Invoke(options) ?? options;
        foreach (var account in regions.GroupBy(region => region.Scope.Provider))
        {
            var world = FleetCopy.Of(
                account.Select(region => region.Region.Fleet).OfType<FleetSnapshot>(),
                instance => _struck.Contains(instance.Id) ? fault!.Instance!(instance) : instance,
                account
                    .SelectMany(region => region.Region.Plan.Rewrites)
                    .Select(finding => finding.Source.Id)
                    .ToHashSet(StringComparer.Ordinal)
            );
            var copy = new RehearsedAccount(account.Key, world, options, bounds, time);
            foreach (var rule in fault?.Rules ?? [])
            {
                copy.Cloud.Faults.Add(rule);
            }

            _accounts.Add(account.Key, copy);
        }
    }

    /// <summary>Runs it.</summary>
    public async Task<RehearsedRun> RunAsync()
    {
        var begun = _time.GetUtcNow();
        var (regions, problems) = await ApplyAsync();
        var ended = _time.GetUtcNow();
        var measures = new RunMeasures([.. _accounts.Values.Select(account => account.Cloud)], begun, ended);
        var calls = measures.Calls();
        await Task.Delay(s_settled, _time);
        ImmutableArray<InstanceChange> changes = [.. _regions.SelectMany(region => region.Region.Plan.Changes)];
        return new RehearsedRun
        {
            Fault = _fault?.Name ?? RehearsedRun.NoFault,
            Description = _fault?.Description ?? "nothing goes wrong",
            Struck = Struck(calls),
            Took = ended - begun,
            MostDown = measures.MostDown(changes),
            Rollouts =
            [
                .. _regions
                    .SelectMany(region => region.Region.Plan.Rollouts)
                    .Where(rollout => !rollout.Waves.IsEmpty)
                    .Select(rollout => new RehearsedRollout(
                        rollout.Resources,
                        measures.MostDown(rollout.Waves.SelectMany(wave => wave.Changes)),
                        rollout.MaxUnavailable
                    )),
            ],
            Waves = [.. _regions.SelectMany(region => measures.Waves(region.Region))],
            LongestDown = measures.LongestDown(),
            LongestKeyless = measures.LongestKeyless(changes),
            LongestUndeclared = measures.LongestUndeclared(changes),
            PowerCycles = measures.PowerCycles(forced: false),
            ForcedCycles = measures.PowerCycles(forced: true),
            Calls = calls,
            Regions = regions,
            LeftDown = measures.LeftDown(),
            Next = await NextAsync(),
            Problems = problems,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var account in _accounts.Values)
        {
            account.Dispose();
        }
    }

    /// <summary>Region after region, as apply does it: one that ends badly ends the rest.</summary>
    private async Task<(ImmutableArray<AppliedRegion> Regions, ImmutableArray<Problem> Problems)> ApplyAsync()
    {
        var regions = new List<AppliedRegion>();
        var problems = new List<Problem>();
        var engines = _accounts.ToDictionary(account => account.Key, account => account.Value.Connect());
        foreach (var (scope, region) in _regions)
        {
            ApplyReport? report = null;
            var goOn = problems.Count == 0 && regions.TrueForAll(before => before.Report is null or { IsPartial: false });
            if (goOn && region.Plan.IsActionable)
            {
                try
                {
                    report = await engines[scope.Provider]
                        .ForRegion(region.Plan.Region)
                        .ApplyAsync(
                            scope.Intents,
                            new Unheard(),
                            plan => Task.FromResult(Reviewed(region.Plan, plan)),
                            ApplyCancellation.None
                        );
                }
                catch (ProblemException exception)
                {
                    problems.AddRange(exception.Problems);
                }
            }

            // A problem of the copy is told once, and not as one of the plan that was shown.
            problems.AddRange(
                report is { IsRefused: true } ? report.Plan.Problems.Where(problem => problem.Severity == Severity.Error) : []
            );
            regions.Add(new AppliedRegion(region.Title, region.Plan, report is { IsRefused: true } ? null : Quiet(report, region.Plan)));
        }

        return ([.. regions], [.. problems]);
    }

    /// <summary>What the plan above has said already is not said again.</summary>
    private static ApplyReport? Quiet(ApplyReport? report, Plan shown) =>
        report is null
            ? null
            : report with
            {
                Plan = report.Plan with
                {
                    Problems = [.. report.Plan.Problems.Where(problem => !shown.Problems.Any(said => said.Message == problem.Message))],
                },
            };

    private static IReadOnlyList<Problem> Reviewed(Plan shown, Plan copied) =>
        copied.Digest == shown.Digest
            ? []
            :
            [
                Problem.Error(
                    ProblemCodes.RehearsalUntrue,
                    $"The copy of {shown.Region} would change {Grammar.Instances(copied.Changes.Count())}, the fleet {shown.Changes.Count()}, or in another way."
                ),
            ];

    /// <summary>What another process would plan.</summary>
    private async Task<NextApply?> NextAsync()
    {
        var plans = new List<Plan>();
        var engines = _accounts.ToDictionary(account => account.Key, account => account.Value.Connect());
        try
        {
            foreach (var (scope, region) in _regions)
            {
                plans.Add(await engines[scope.Provider].ForRegion(region.Plan.Region).PlanAsync(scope.Intents, CancellationToken.None));
            }
        }
        catch (ProblemException)
        {
            return null;
        }

        return new NextApply(
            plans.Sum(plan => plan.Changes.Count()),
            plans.Sum(plan => plan.StopCount),
            plans.Sum(plan => plan.Pending.Count()),
            plans.Exists(plan => plan.IsRefused)
        );
    }

    private int Struck(ImmutableArray<RehearsedCalls> calls) =>
        _fault is null ? 0
        : _fault.Service is not null ? calls.Sum(action => action.Count)
        : _struck.Count + _accounts.Values.SelectMany(account => account.Cloud.Faults.Rules).Sum(rule => rule.Struck);

    /// <summary>Nobody watches.</summary>
    private sealed class Unheard : IApplyProgress
    {
        public void Report(ApplyEvent applyEvent) { }
    }
}
