using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Engine.Resources;
using Moq;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>What the provider's policy bounds, it bounds over all resources of a run together.</summary>
public class ProviderLimits
{
    [Fact]
    public void MaxStops_IsOfTheRun_InPreviewAndApply() =>
        Play(
            Fleet(Instances(1, 4, "RUNNING", Team)),
            async scenario =>
            {
                var operations = Limited(scenario, maxUnavailable: null, maxStops: 2);
                var (first, second) = (Wish("first", 1, 2), Wish("second", 3, 4));
                Assert.False((await operations.PreviewAsync(first, prior: null, "first", default)).IsRefused);
                var refused = await operations.PreviewAsync(second, prior: null, "second", default);
                var problem = Assert.Single(refused.Problems, problem => problem.Code == ProblemCodes.TooManyStops);
                Assert.Equal([Id(3), Id(4)], problem.Instances);
                Assert.Contains("4 instances", problem.Message, StringComparison.Ordinal);

                operations = Limited(scenario, maxUnavailable: null, maxStops: 2);
                var results = await Task.WhenAll(ApplyAsync(operations, first), ApplyAsync(operations, second));
                Assert.Equal(ProblemCodes.TooManyStops, Assert.Single(results.SelectMany(result => result.Errors)).Code);
                Assert.Equal(2, scenario.Fleet.Us.PowerCycles.Count);
            }
        );

    [Fact]
    public void MaxStops_OfAMachineThatTwoResourcesStop_CountsItOnce() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Team)),
            async scenario =>
            {
                var operations = Limited(scenario, maxUnavailable: null, maxStops: 2);
                var results = await Task.WhenAll(
                    ApplyAsync(operations, Wish("first", 1, 2)),
                    ApplyAsync(operations, Wish("second", 1, 2) with { KeyIds = Core.Identity.KeySet.Of(Old) })
                );
                Assert.Empty(results.SelectMany(result => result.Errors));
                Assert.All(scenario.Fleet.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            }
        );

    /// <summary>The plan saw two machines stopped; both are running when their turn comes, and the run may stop one.</summary>
    [Fact]
    public void MaxStops_HoldsInTheLoopToo()
    {
        var budget = new DisruptionBudget(null, maxStops: 1);
        Assert.Null(budget.UsedUpStops);
        Assert.True(budget.TryTake());
        Assert.Equal(1, budget.UsedUpStops);
        Assert.False(budget.TryTake());
        budget.Return(wasStuck: false, wasStopped: false);
        Assert.True(budget.TryTake());
        budget.Return(wasStuck: false, wasStopped: true);
        Assert.Equal(0, budget.Free);
    }

    [Fact]
    public void MaxUnavailable_AsAPercentage_IsOfAllThatTheRunCovers() =>
        Play(
            Fleet(Instances(1, 20, "RUNNING", Team)),
            async scenario =>
            {
                var operations = Limited(scenario, MaxUnavailable.Percent(10), maxStops: null);
                var results = await Task.WhenAll(
                    Enumerable.Range(1, 20).Select(number => ApplyAsync(operations, Wish($"web-{number}", number)))
                );
                Assert.Empty(results.SelectMany(result => result.Errors));
                Assert.InRange(scenario.Fleet.Us.PeakDown, 1, 2);
            }
        );

    private static ResourceOperations Limited(ResourceScenario scenario, MaxUnavailable? maxUnavailable, int? maxStops) =>
        new(
            new KeyBindingEngine(
                scenario.Fleet.Api,
                scenario.Fleet.Time,
                new EngineOptions(),
                new DisruptionBudget(maxUnavailable, maxStops),
                new PlannedStops(maxStops)
            ),
            Region,
            ChangePolicyInput.None
        );

    private static ResourceInput Wish(string name, params int[] instances) =>
        Association(StopPolicy.Graceful, instances, New) with
        {
            Name = name,
        };

    private static Task<ResourceResult> ApplyAsync(ResourceOperations operations, ResourceInput wish) =>
        operations.ApplyAsync(wish, prior: null, wish.Name, Mock.Of<IApplyProgress>(), review: null, ApplyCancellation.None);
}
