using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>A stop whose answer was lost may land when nobody waits for it any more: what it takes down is started, or named.</summary>
public class LostStops
{
    [Theory]
    [InlineData(StopPolicy.Graceful, 45)]
    [InlineData(StopPolicy.Force, 45)]
    [InlineData(StopPolicy.Graceful, 20)]
    [InlineData(StopPolicy.Force, 20)]
    public void LostStop_CancelledAndLandingLate_IsStartedAgainOrNamed(StopPolicy policy, int landsAfter) =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                var action = policy == StopPolicy.Force ? "DisassociateInstancesKeyPairs" : "StopInstances";
                scenario.Cloud.Faults.Add(FaultRule.On(action, 1, new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(landsAfter))));
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(20), scenario.Time);
                var report = await scenario.ApplyAsync(
                    new ApplyCancellation(cancel.Token, default),
                    OffBoarding(Graceful() with { StopPolicy = policy })
                );
                await scenario.SettleAsync();
                var named = report.Problems.Any(problem => problem.Code == ProblemCodes.StartFailed);
                Assert.True(scenario.Us.LeftDown.Count == 0 || named, report.Story());
            },
            new SimulatorOptions
            {
                ForceStop = ForceStopReading.ShutDownAndLeave,
                StateLag = landsAfter < 30 ? DurationRange.Seconds(14, 14) : DurationRange.Seconds(0.2, 3),
                OperationLag = landsAfter < 30 ? DurationRange.Seconds(14, 14) : DurationRange.Seconds(0.5, 6),
            }
        );

    /// <summary>The third attempt of the same stop: that the two before it were lost as well is not forgotten.</summary>
    [Fact]
    public void LostStopOfABatch_CancelledAndLandingLate_IsStartedAgainOrNamed() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 1, new FaultEffect.ResetBeforeEffect()));
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 2, new FaultEffect.ResetBeforeEffect()));
                scenario.Cloud.Faults.Add(FaultRule.On("StopInstances", 3, new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(45))));
                using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(80), scenario.Time);
                var report = await scenario.ApplyAsync(
                    new ApplyCancellation(cancel.Token, default),
                    OffBoarding(Graceful() with { Canary = 0 })
                );
                await scenario.SettleAsync();
                var named = report.Problems.Any(problem => problem.Code == ProblemCodes.StartFailed);
                Assert.True(scenario.Us.LeftDown.Count == 0 || named, report.Story());
            }
        );

    /// <summary>The last look shows RUNNING beside the success of our stop: that success is no success of a start.</summary>
    [Fact]
    public void ReadsDenied_WithAnOldRunningBesideOurStop_IsStartedOrNamed() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team)),
            async scenario =>
            {
                // Plan, look again: then polls at about 2, 4, 6 s after the stop.
                scenario.Cloud.Faults.Add(
                    FaultRule.From("DescribeInstances", 9, new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));
                await scenario.SettleAsync();
                var named = report.Problems.Any(problem => problem.Code == ProblemCodes.StartFailed);
                Assert.True(scenario.Us.LeftDown.Count == 0 || named, report.Story());
            },
            new SimulatorOptions
            {
                StopSoft = DurationRange.Seconds(4, 4),
                StateLag = DurationRange.Seconds(14, 14),
                OperationLag = DurationRange.Seconds(1, 1),
            }
        );

    [Fact]
    public void AbortedRun_WhereTwoStopLate_StartsBoth() =>
        Play(
            Fleet(
                Instances(1, 3, "RUNNING", Old, Team)
                    .Select(instance => instance.Id == Id(1).Value ? instance : instance with { SoftStop = SoftStopManner.Late })
            ),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From("DisassociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("UnauthorizedOperation.PermissionDenied"))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(3) with { Canary = 0, StopTimeoutSeconds = 60 }));
                await scenario.SettleAsync();
                Assert.True(scenario.Us.LeftDown.Count == 0, string.Join(',', scenario.Us.LeftDown) + "\n" + report.Story());
            },
            new SimulatorOptions { StopLate = DurationRange.Seconds(70, 115) }
        );
}
