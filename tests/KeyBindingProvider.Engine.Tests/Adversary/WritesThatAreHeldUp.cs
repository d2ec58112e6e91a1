using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>Between the first try of a write and the one that succeeds the world goes on: every try is decided on a fresh read, and one that is held up holds up no other.</summary>
public class WritesThatAreHeldUp
{
    [Theory]
    [InlineData("RequestLimitExceeded")]
    [InlineData("MutexOperation.TaskRunning")]
    public void KeyTakenAway_WhileABindIsHeldUp_IsNotGivenBack(string code) =>
        Play(
            Fleet(Instance(1, "STOPPED", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Unbind, Id(1).Value, Old.Value))
                );
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith(code)) with
                    {
                        Times = 9,
                    }
                );
                var report = await scenario.ApplyAsync(Association(Graceful(), [Id(1)], New));
                await scenario.SettleAsync();
                Assert.True(!scenario.KeysOf(1).Contains(Old.Value), "the revoked key is back\n" + report.Story());
            }
        );

    [Theory]
    [InlineData("RequestLimitExceeded")]
    [InlineData("MutexOperation.TaskRunning")]
    public void OtherKeyTakenAway_WhileAnUnbindIsHeldUp_LeavesNobodyLockedOut(string code) =>
        Play(
            Fleet(Instance(1, "STOPPED", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Unbind, Id(1).Value, Team.Value))
                );
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith(code)) with
                    {
                        Times = 9,
                    }
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful()));
                await scenario.SettleAsync();
                Assert.True(scenario.KeysOf(1).Any(), "no key is left\n" + report.Story());
            }
        );

    [Fact]
    public void OtherKeyTakenAway_WhileAnotherMemberIsStarting_LeavesNobodyLockedOut() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Start, Id(2).Value))
                );
                var meddling = WhenSeenAsync(
                    scenario,
                    "DisassociateInstancesKeyPairs",
                    TimeSpan.FromSeconds(4),
                    () => scenario.Cloud.UnbindByHand(Id(1).Value, Team.Value)
                );
                await scenario.ApplyAsync(OffBoarding(Graceful(2) with { Canary = 0, FailureBudget = 5 }));
                await meddling;
                await scenario.SettleAsync();
                Assert.NotEmpty(scenario.KeysOf(1));
            }
        );

    [Fact]
    public void KeyTakenAway_WhileAnotherMemberIsStarting_IsNotGivenBack() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Start, Id(2).Value))
                );
                var meddling = WhenSeenAsync(
                    scenario,
                    "AssociateInstancesKeyPairs",
                    TimeSpan.FromSeconds(4),
                    () => scenario.Cloud.UnbindByHand(Id(1).Value, Old.Value)
                );
                await scenario.ApplyAsync(Association(Graceful(2) with { Canary = 0, FailureBudget = 5 }, [Id(1), Id(2)], New));
                await meddling;
                await scenario.SettleAsync();
                Assert.DoesNotContain(Old.Value, scenario.KeysOf(1));
            }
        );

    /// <summary>A refused batch is in doubt for a minute; then each of its members is sent alone, which is when these acts have happened.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(50)]
    public void OtherKeyTakenAway_WhileAnotherMemberIsBusyForGood_LeavesNobodyLockedOut(int seconds) =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    new FaultRule
                    {
                        Action = "DisassociateInstancesKeyPairs",
                        InstanceId = Id(1).Value,
                        Times = null,
                        Effect = new FaultEffect.RefuseWith("MutexOperation.TaskRunning"),
                    }
                );
                var meddling = WhenSeenAsync(
                    scenario,
                    "DisassociateInstancesKeyPairs",
                    TimeSpan.FromSeconds(seconds),
                    () => scenario.Cloud.UnbindByHand(Id(2).Value, Team.Value)
                );
                await scenario.ApplyAsync(OffBoarding(Graceful(2) with { Canary = 0, FailureBudget = 5 }));
                await meddling;
                await scenario.SettleAsync();
                Assert.NotEmpty(scenario.KeysOf(2));
            }
        );

    /// <summary>120 operations at once, each with a bind of its own, at ten a second.</summary>
    [Fact]
    public void Binds_ThatWaitForOurOwnLimit_AreSentOnFreshReads()
    {
        var world = Fleet();
        for (var n = 1; n <= 120; n++)
        {
            world.AddInstance(Instance(n, "STOPPED", [Team]));
        }

        Play(
            world,
            async scenario =>
            {
                await Task.WhenAll(Enumerable.Range(1, 120).Select(n => scenario.ApplyAsync(Association(Graceful(), [Id(n)], New))));
                var oldest = scenario
                    .Cloud.Oracle.Pairs.Where(pair => pair.IsBind && pair.LastReadAt is not null)
                    .Max(pair => (pair.At - pair.LastReadAt!.Value).TotalSeconds);
                Assert.True(oldest <= 6.5, $"{oldest:0.0} s");
            }
        );
    }

    [Fact]
    public void OneBusyMember_OfAStart_KeepsNoOtherDown() =>
        Play(
            Fleet(Instances(1, 8, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    new FaultRule
                    {
                        Action = "StartInstances",
                        InstanceId = Id(3).Value,
                        Times = null,
                        Effect = new FaultEffect.RefuseWith("MutexOperation.TaskRunning"),
                    }
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(8) with { Canary = 0 }));
                await scenario.SettleAsync();
                var downs = scenario.Cloud.Oracle.Downs.Select(down =>
                    (down.InstanceId, For: ((down.To ?? down.From) - down.From).TotalSeconds)
                );
                Assert.All(downs.Where(down => down.InstanceId != Id(3).Value), down => Assert.InRange(down.For, 0, 180));
            }
        );

    [Theory]
    [InlineData("throttled")]
    [InlineData("reset")]
    [InlineData("503")]
    [InlineData("busy")]
    public void Unbind_OutOfOrderForGood_MachinesComeUpSoon(string trouble) =>
        Play(
            Fleet(Instances(1, 16, "RUNNING", Old, Team)),
            async scenario =>
            {
                FaultEffect effect = trouble switch
                {
                    "throttled" => new FaultEffect.RefuseWith("RequestLimitExceeded"),
                    "reset" => new FaultEffect.ResetBeforeEffect(),
                    "busy" => new FaultEffect.RefuseWith("MutexOperation.TaskRunning"),
                    _ => new FaultEffect.AnswerHttp(503),
                };
                scenario.Cloud.Faults.Add(FaultRule.From("DisassociateInstancesKeyPairs", 1, effect));
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(16) with { Canary = 0 }));
                await scenario.SettleAsync();
                Assert.True(
                    scenario.Us.LongestDown < TimeSpan.FromSeconds(330),
                    $"{scenario.Us.LongestDown}, {scenario.Calls("DisassociateInstancesKeyPairs").Length} unbind calls"
                );
            }
        );

    /// <summary>The healthy part of the refused call went on, but shows it late: sent again at once it would be a refusal of all.</summary>
    [Fact]
    public void OneStartedMember_OfAnUnbindThatWentOnForTheOthers_SpoilsNoOther() =>
        Play(
            Fleet(Instances(1, 12, "RUNNING", Old, Team)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.On("DisassociateInstancesKeyPairs", 1, new FaultEffect.ActByHand(HandAct.Start, Id(3).Value))
                );
                var report = await scenario.ApplyAsync(OffBoarding(Graceful(6) with { Canary = 0, FailureBudget = 5 }));
                await scenario.SettleAsync();
                var text = string.Join('\n', report.Outcomes.Select(o => $"{o.Instance} {o.Kind} {o.Problem?.Message}"));
                Assert.True(report.Outcomes.Count(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo) == 11, text);
            },
            new SimulatorOptions
            {
                RefusedBatch = RefusedBatch.HealthyPartProceeds,
                UnboundKey = RepeatedPair.Error,
                KeysLag = DurationRange.Seconds(12, 14),
                OperationLag = DurationRange.Seconds(12, 14),
                StateLag = DurationRange.Seconds(1, 2),
            }
        );

    private static async Task WhenSeenAsync(FleetScenario scenario, string action, TimeSpan later, Action act)
    {
        while (scenario.Calls(action).Length == 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), scenario.Time);
        }

        await Task.Delay(later, scenario.Time);
        act();
    }
}
