using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>The main job: one key taken away from a fleet.</summary>
public class RemoveKeyFrom250Instances
{
    [Fact]
    public void AllStopped_TakesThreeUnbindWritesAndNoOther() =>
        Play(
            Fleet(Instances(1, 246, "STOPPED", Old, Team)),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(ChangePolicy.Default));

                Assert.Equal(246, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                Assert.Equal(3, scenario.Calls("DisassociateInstancesKeyPairs").Length);
                Assert.Equal(3, scenario.Writes);
                Assert.All(scenario.Cloud.View.Instances, instance => Assert.Equal("STOPPED", instance.State));
            }
        );

    [Fact]
    public void Graceful_WritesAreWithinTenPercentOfTheLowerBound_AndNothingIsForced() =>
        Play(
            Fleet([
                .. Instances(1, 229, "RUNNING", Old, Team),
                .. Instances(300, 15, "STOPPED", Old, Team),
                .. Instances(400, 2, "STOPPED", Old, Team).Select(instance => instance with { StopCharging = true }),
                Instance(500, "RUNNING", Team),
                .. Instances(600, 3, "RUNNING").Select(instance => instance with { OsName = "Windows Server 2022" }),
            ]),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful() with { OnBlocked = OnBlocked.Skip }));

                Assert.Equal(244, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                Assert.Equal(2, report.Outcomes.Count(outcome => outcome.Pending == PendingCode.StopCharging));
                Assert.InRange(scenario.Writes, 0, (int)(report.Plan.LowerBound.Total * 1.1));
                Assert.Equal(0, scenario.Us.ForceStopCalls + scenario.Us.HardStopCalls);
                Assert.InRange(scenario.Us.PeakDown, 1, 40);
                Assert.Empty(scenario.Us.LeftDown);
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
            },
            new SimulatorOptions { Seed = 7 }
        );

    [Fact]
    public void CanaryGoesFirstAndAlone() =>
        Play(
            Fleet(Instances(1, 30, "RUNNING", Old, Team)),
            async scenario =>
            {
                await scenario.ApplyAsync(OffBoarding(Graceful(10)));

                Assert.Equal([1, 10, 10, 9], scenario.Calls("StopInstances").Select(call => call.InstanceIds.Count));
            }
        );

    [Fact]
    public void CanaryThatFails_NobodyElseIsStopped() =>
        Play(
            Fleet(Instances(1, 30, "RUNNING", Old, Team).Select(instance => instance with { SoftStop = SoftStopManner.Hangs })),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(10)));

                Assert.Single(scenario.Calls("StopInstances"));
                Assert.Equal(1, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Failed));
                Assert.Equal(29, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.NotReached));
            }
        );

    [Fact]
    public void Refuse_ChangesNothingAndNamesTheRunningOnes() =>
        Play(
            Fleet([.. Instances(1, 7, "RUNNING", Old, Team), .. Instances(20, 3, "STOPPED", Old, Team)]),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(ChangePolicy.Default));

                Assert.True(report.IsRefused);
                Assert.Equal(0, scenario.Writes);
                var refusal = Assert.Single(report.Plan.Problems, problem => problem.Severity == Severity.Error);
                Assert.Equal(ProblemCodes.RunningRefused, refusal.Code);
                Assert.Equal(7, refusal.Instances.Count);
            }
        );

    [Fact]
    public void StoppedOnly_ChangesTheStoppedOnesAndTheRestWaits() =>
        Play(
            Fleet([.. Instances(1, 7, "RUNNING", Old, Team), .. Instances(20, 3, "STOPPED", Old, Team)]),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(OffBoarding(ChangePolicy.Default with { StopPolicy = StopPolicy.StoppedOnly }));

                Assert.Equal(3, report.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Changed));
                Assert.Equal(7, report.Outcomes.Count(outcome => outcome.Pending == PendingCode.Running));
                Assert.Equal(1, scenario.Writes);
            }
        );
}
