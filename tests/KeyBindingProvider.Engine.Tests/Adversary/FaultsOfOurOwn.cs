using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Harness.Running;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>A bug of our own in the loop: whoever waits is told, and no machine is down without a name.</summary>
public class FaultsOfOurOwn
{
    [Fact]
    public void EveryTurnFails_NothingIsStopped_AndTheRunEnds() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await ApplyAsync(scenario, new FaultyTurns(scenario.Api, faulty: _ => true));
                Assert.Empty(scenario.Calls("StopInstances"));
                Assert.Contains(report.Problems, problem => problem.Code == ProblemCodes.InternalFault);
                Assert.All(report.Outcomes, outcome => Assert.True(outcome.Kind is OutcomeKind.Failed or OutcomeKind.NotReached));
            }
        );

    [Fact]
    public void TurnsFailOnceTheMachinesAreDown_EachIsNamed() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await ApplyAsync(scenario, new FaultyTurns(scenario.Api, faulty: action => action != CallAction.Stop));
                var down = scenario.Cloud.View.Instances.Where(instance => instance.State != "RUNNING").Select(instance => instance.Id);
                Assert.Equal(3, down.Count());
                Assert.Equal(
                    down.Order(),
                    report
                        .Problems.Where(problem => problem.Code == ProblemCodes.StartFailed)
                        .SelectMany(problem => problem.Instances)
                        .Select(id => id.Value)
                        .Order()
                );
            }
        );

    [Fact]
    public void FewTurnsFail_WhatIsDownIsStarted()
    {
        var left = 3;
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await ApplyAsync(
                    scenario,
                    new FaultyTurns(scenario.Api, faulty: action => action != CallAction.Stop && left-- > 0)
                );
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
                Assert.Contains(report.Problems, problem => problem.Code == ProblemCodes.InternalFault);
                Assert.DoesNotContain(report.Problems, problem => problem.Code == ProblemCodes.StartFailed);
            }
        );
    }

    private static Task<ApplyReport> ApplyAsync(FleetScenario scenario, ICvmApi api) =>
        new KeyBindingEngine(api, scenario.Time, new EngineOptions()).ApplyAsync(
            [OffBoarding(Graceful(3) with { Canary = 0 })],
            Mock.Of<IApplyProgress>(),
            review: null,
            ApplyCancellation.None
        );

    private sealed class FaultyTurns(ICvmApi inner, Func<CallAction, bool> faulty) : PassingApi(inner)
    {
        public override bool TryTakeTurn(CallAction action) =>
            faulty(action) ? throw new InvalidOperationException("a bug") : base.TryTakeTurn(action);
    }
}
