using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>Associations with an end, as engines drive them (rule <c>access-ends</c>).</summary>
public class AccessThatEnds
{
    private static readonly SimulatorOptions s_noLags = new() { KeysLag = DurationRange.None, StateLag = DurationRange.None };

    [Theory]
    [InlineData(OnDestroy.Unbind)]
    [InlineData(OnDestroy.Keep)]
    public void End_TakesThePairsAway_WhateverBecomesOfThemOnDestroy(OnDestroy onDestroy) =>
        Play(
            Fleet(Instance(1, "STOPPED", Old), Instance(2, "STOPPED", Old)),
            async scenario =>
            {
                var desired = Guest(scenario, hours: 5) with { OnDestroy = onDestroy };
                var state = (await ApplyAsync(scenario, desired)).State;
                Assert.False(state.Declared.HasEnded);
                Assert.Equal(Pairs((1, [New]), (2, [New])), state.Outputs.Bindings);

                await PassAsync(scenario, 6);
                state = await scenario.ReadAsync(state);
                Assert.False(state.Declared.HasEnded);
                Assert.True(state.Observation.Ended);
                Assert.True(Observation.TryDecode(state.Observation.Encode())!.Ended);
                // By what was read no call is needed to see it.
                var stored = scenario.Operations.PlanStored(desired with { HasEnded = true }, state, "web");
                Assert.True(stored.IsWhollyObserved);
                Assert.Equal([Id(1), Id(2)], stored.Plan.Changes.Select(change => change.Id));

                var ended = await ApplyAsync(scenario, desired, state);
                Assert.Empty(ended.Errors);
                Assert.True(ended.State.Declared.HasEnded);
                Assert.Empty(ended.State.Outputs.Bindings);
                Assert.Equal([Old.Value], scenario.Fleet.Cloud.View[Id(1).Value].KeyIds);
                var again = await scenario.Operations.ResolveAsync(desired, TestContext.Current.CancellationToken);
                Assert.False(scenario.Operations.PlanStored(again, ended.State, "web").NeedsApply);

                // A later end gives them back.
                var longer = await ApplyAsync(scenario, Guest(scenario, hours: 9), ended.State);
                Assert.Equal(Pairs((1, [New]), (2, [New])), longer.State.Outputs.Bindings);
            },
            s_noLags
        );

    [Fact]
    public void EndInThePast_RefusesToCreate_InPreviewAndApply() =>
        Play(
            Fleet(Instance(1, "STOPPED", Old), Instance(2, "STOPPED", Old)),
            async scenario =>
            {
                var desired = Guest(scenario, hours: -2);
                var refused = await Assert.ThrowsAsync<ProblemException>(() => ApplyAsync(scenario, desired));
                var problem = Assert.Single(refused.Problems);
                Assert.Equal(("KB3028", "notAfter"), (problem.Code.Id, problem.Path));
                Assert.Contains("is 2 hours in the past: nothing is bound by what has ended.", problem.Message, StringComparison.Ordinal);
                await Assert.ThrowsAsync<ProblemException>(() =>
                    scenario.Operations.PreviewAsync(desired, prior: null, "web", TestContext.Current.CancellationToken)
                );
                Assert.Equal([Old.Value], scenario.Fleet.Cloud.View[Id(1).Value].KeyIds);
            },
            s_noLags
        );

    /// <summary>A plan that was made before the end binds nothing after it.</summary>
    [Fact]
    public void EndBetweenPlanAndApply_IsRefusedBeforeAnyWrite() =>
        Play(
            Fleet(Instance(1, "STOPPED", Old), Instance(2, "STOPPED", Old)),
            async scenario =>
            {
                var state = (await ApplyAsync(scenario, Guest(scenario, hours: 5, instances: [1]))).State;
                var planned = await scenario.Operations.ResolveAsync(Guest(scenario, hours: 5), TestContext.Current.CancellationToken);
                await PassAsync(scenario, 6);
                var refused = await Assert.ThrowsAsync<ProblemException>(() => scenario.ApplyAsync(planned, state));
                Assert.Contains("after this plan was made", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
                Assert.Equal([Old.Value], scenario.Fleet.Cloud.View[Id(2).Value].KeyIds);
            },
            s_noLags
        );

    /// <summary>The last key of a machine is not taken away by the clock.</summary>
    [Fact]
    public void EndOfTheOnlyKey_IsHeldUpAsAnyLockOut() =>
        Play(
            Fleet(Instance(1, "STOPPED")),
            async scenario =>
            {
                var desired = Guest(scenario, hours: 5, instances: [1]);
                var state = (await ApplyAsync(scenario, desired)).State;
                await PassAsync(scenario, 6);
                var held = await ApplyAsync(scenario, desired, state);
                Assert.NotEmpty(held.Errors);
                Assert.Equal([New.Value], scenario.Fleet.Cloud.View[Id(1).Value].KeyIds);
            },
            s_noLags
        );

    private static async Task<Engine.Resources.ResourceResult> ApplyAsync(
        ResourceScenario scenario,
        ResourceInput desired,
        ResourceState? prior = null
    ) => await scenario.ApplyAsync(await scenario.Operations.ResolveAsync(desired, TestContext.Current.CancellationToken), prior);

    private static Task PassAsync(ResourceScenario scenario, int hours) => Task.Delay(TimeSpan.FromHours(hours), scenario.Fleet.Time);

    private static ResourceInput Guest(ResourceScenario scenario, int hours, int[]? instances = null)
    {
        var end = scenario.Fleet.Cloud.Clock.AddHours(hours);
        return Association(StopPolicy.Refuse, instances ?? [1, 2], New) with { Ends = new AccessEnd(end, $"{end:O}") };
    }
}
