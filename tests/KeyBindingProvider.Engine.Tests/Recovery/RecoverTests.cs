using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Engine.Tests.Adversary;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Faults;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Recovery;

/// <summary>What dead runs have left is found and started; nothing else is (rule <c>recover</c>).</summary>
public sealed class RecoverTests(ITestOutputHelper output) : IDisposable
{
    private readonly JournalStage _journals = new();

    public void Dispose() => _journals.Dispose();

    /// <summary>At every call of a rollout without the marker: the journal knows what is down, and only a person's machine stays so.</summary>
    [Fact]
    public void Death_AtAnyCall_IsMadeGood_ByTheJournalAlone()
    {
        var (down, cases) = (0, 0);
        for (var at = 1; ; at++)
        {
            var died = false;
            Play(
                Fleet([.. Instances(1, 6, "RUNNING", Old), Instance(7, "STOPPED", Old), Instance(8, "RUNNING", Old)]),
                async scenario =>
                {
                    Assert.True(scenario.Cloud.StopByHand(Id(8).Value));
                    var mortal = new DyingApi(scenario.Api, at);
                    var wish = Exactly(Graceful(2), Enumerable.Range(1, 6).Select(Id), New);
                    using (var journal = _journals.Begin(scenario.Time))
                    {
                        var first = scenario.NextProcess(mortal, journal).ApplyAsync(wish);
                        await Task.WhenAny(first, mortal.Died);
                        died = mortal.Died.IsCompleted;
                        await Task.Delay(TimeSpan.FromMinutes(10), scenario.Time);
                    }

                    var left = DownOf(scenario).Except([Id(7), Id(8)]).ToArray();
                    down += left.Length;
                    cases += died ? 1 : 0;

                    var report = await _journals.RecoverAsync(scenario);

                    Assert.Equal(left, report.Recovered);
                    Assert.Equal([Id(7), Id(8)], DownOf(scenario));
                    Assert.Empty(_journals.Read(scenario.Time).Windows);
                    Assert.Empty(_journals.Files);
                    Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                }
            );
            if (!died)
            {
                break;
            }
        }

        output.WriteLine($"{cases} deaths, {down} machines were down");
        Assert.True(down > 10);
        Assert.Empty(_journals.Warnings);
    }

    /// <summary>A person has started and stopped it since: by the record, what is down is theirs.</summary>
    [Fact]
    public void MachineThatAPersonHasStoppedSince_IsLeftAlone_AndForgotten() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                await DieInAWindowAsync(scenario, RestartMarkerUse.Off);
                Assert.Equal([Id(1), Id(2)], DownOf(scenario));
                Assert.True(scenario.Cloud.StartByHand(Id(1).Value));
                await Task.Delay(TimeSpan.FromMinutes(5), scenario.Time);
                Assert.True(scenario.Cloud.StopByHand(Id(1).Value));
                await Task.Delay(TimeSpan.FromMinutes(5), scenario.Time);

                var report = await _journals.RecoverAsync(scenario);

                Assert.Equal([Id(2)], report.Recovered);
                Assert.Equal([Id(1)], DownOf(scenario));
                Assert.Equal(RecoverState.StoppedByAnother, report.Findings.Candidates[0].State);
                Assert.Empty(_journals.Read(scenario.Time).Windows);
            }
        );

    /// <summary>Its journal is held: the machine is in its hands, whatever its state.</summary>
    [Fact]
    public void RunThatIsAlive_KeepsItsMachines_AlsoWhereTheyAreNamed() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                using var journal = _journals.Begin(scenario.Time);
                var hung = new DyingApi(scenario.Api, dies: call => call == "AssociateInstancesKeyPairs");
                var first = scenario.NextProcess(hung, journal).ApplyAsync(Exactly(Both, [Id(1), Id(2)], New));
                await Task.WhenAny(first, hung.Died);
                await Task.Delay(TimeSpan.FromMinutes(10), scenario.Time);

                var report = await scenario.NextProcess().RecoverAsync(_journals.Request(scenario.Time) with { Named = [Id(1)] });

                Assert.All(report.Findings.Candidates, candidate => Assert.Equal(RecoverState.OtherRun, candidate.State));
                Assert.Equal(2, report.Findings.Candidates.Length);
                Assert.Equal([Id(1), Id(2)], DownOf(scenario));
                Assert.Empty(scenario.Calls("StartInstances"));
            }
        );

    /// <summary>The journal proves that its run is dead and that the last operation was its own: the mark need not grow old.</summary>
    [Fact]
    public void FreshMark_OfARunThatTheJournalProvesDead_IsNoHindrance_AndGoes() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                await DieInAWindowAsync(scenario, RestartMarkerUse.Required);

                var report = await _journals.RecoverAsync(scenario);

                Assert.Equal([Id(1), Id(2)], report.Recovered);
                Assert.Empty(MarkedNow(scenario));
            }
        );

    [Fact]
    public void FreshMark_WithoutAJournal_IsAnotherRuns_AndIsLeftAlone() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                await DieInAWindowAsync(scenario, RestartMarkerUse.Required);

                var report = await scenario.NextProcess().RecoverAsync(new RecoverRequest());

                Assert.Empty(report.Recovered);
                Assert.All(report.Findings.Candidates, candidate => Assert.Equal(RecoverState.OtherRun, candidate.State));
                Assert.Equal([Id(1), Id(2)], DownOf(scenario));
                Assert.Equal([Id(1).Value, Id(2).Value], MarkedNow(scenario));
            }
        );

    [Fact]
    public void OldMark_IsEnough_AndOnesOfMachinesThatRunGoWithIt() =>
        Play(
            Fleet(
                Marked(Instance(1, "STOPPED", New)),
                Marked(Instance(2, "RUNNING", New)),
                Marked(Instance(3, "STOPPED", New)) with
                {
                    LatestOperation = new("StartInstances", "SUCCESS", "request-1", null),
                }
            ),
            async scenario =>
            {
                var report = await scenario.RecoverAsync(new RecoverRequest());

                Assert.Equal([Id(1)], report.Recovered);
                Assert.Equal(
                    [RecoverState.LeftDown, RecoverState.Running, RecoverState.StoppedByAnother],
                    report.Findings.Candidates.Select(candidate => candidate.State)
                );
                Assert.Equal([Id(3).Value], MarkedNow(scenario));
                Assert.Equal("STOPPED", scenario.StateOf(3));
            }
        );

    /// <summary>Without leave to ask the tag service the region is read whole, and says so.</summary>
    [Fact]
    public void TagServiceThatMayNotBeAsked_IsSaid_AndTheInstancesTellIt() =>
        Play(
            Fleet(Marked(Instance(1, "STOPPED", New)), Instance(2, "STOPPED", New)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From("DescribeResourcesByTags", 1, new FaultEffect.RefuseWith("AuthFailure.UnauthorizedOperation"))
                );

                var report = await scenario.RecoverAsync(new RecoverRequest());

                Assert.Equal([Id(1)], report.Recovered);
                Assert.Equal([Id(2)], DownOf(scenario));
                Assert.Equal(Severity.Warning, Assert.Single(report.Problems).Severity);
            }
        );

    /// <summary>Nobody knows who stopped it: listed on request, started only where it is named.</summary>
    [Fact]
    public void StoppedByAStopInstances_IsListedOnRequest_AndStartedOnlyByName() =>
        Play(
            Fleet(
                Instance(1, "STOPPED", New) with
                {
                    LatestOperation = new("StopInstances", "SUCCESS", "request-1", null),
                },
                Instance(2, "STOPPED", New) with
                {
                    LatestOperation = new("StopInstances", "SUCCESS", "request-2", null),
                },
                Instance(3, "STOPPED", New) with
                {
                    LatestOperation = new("ResetInstance", "SUCCESS", "request-3", null),
                },
                Instance(4, "STOPPED", New) with
                {
                    LatestOperation = new("StopInstances", "SUCCESS", "request-4", null),
                    StopCharging = true,
                }
            ),
            async scenario =>
            {
                var listed = await scenario.RecoverAsync(new RecoverRequest { ListsStopped = true });
                Assert.Equal([Id(1), Id(2)], listed.Findings.In(RecoverState.Suspect).Select(candidate => candidate.Id));
                Assert.Empty(scenario.Calls("StartInstances"));

                var named = await scenario.RecoverAsync(new RecoverRequest { Named = [Id(1), Id(3), Id(4), Id(9)] });

                Assert.Equal([Id(1)], named.Recovered);
                Assert.Equal([Id(2), Id(3), Id(4)], DownOf(scenario));
                Assert.Equal(
                    [(ProblemCodes.NotLeftDown, Id(3)), (ProblemCodes.NotLeftDown, Id(4)), (ProblemCodes.NotLeftDown, Id(9))],
                    named.Problems.Select(problem => (problem.Code, problem.Instances.Single()))
                );
            }
        );

    /// <summary>What was not shown to who was asked is not started.</summary>
    [Fact]
    public void WhatIsFoundBeyondWhatWasApproved_IsLeftAlone() =>
        Play(
            Fleet(Marked(Instance(1, "STOPPED", New)), Marked(Instance(2, "STOPPED", New))),
            async scenario =>
            {
                var report = await scenario.Engine.RecoverAsync(
                    new RecoverRequest(),
                    new HashSet<InstanceId> { Id(1) },
                    Moq.Mock.Of<Engine.Progress.IApplyProgress>(),
                    ApplyCancellation.None
                );

                Assert.Equal([Id(1)], report.Recovered);
                Assert.Equal([Id(2)], DownOf(scenario));
                Assert.Equal([Id(2).Value], MarkedNow(scenario));
            }
        );

    [Fact]
    public void MachineThatCannotBeStarted_IsNamed_AndStaysInTheJournal() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                await DieInAWindowAsync(scenario, RestartMarkerUse.Off);
                scenario.Cloud.Faults.Add(
                    FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
                );

                var report = await _journals.RecoverAsync(scenario);

                Assert.True(report.IsPartial);
                Assert.Empty(report.Recovered);
                Assert.Contains(report.Problems, problem => problem.Code == ProblemCodes.StartFailed);
                Assert.Equal([Id(1), Id(2)], _journals.Read(scenario.Time).Windows.Select(window => window.Id).Order());
            }
        );

    /// <summary>A stop that was on its way when its run died may still land: until then nothing is taken for settled.</summary>
    [Fact]
    public void MachineThatRuns_RightAfterTheDeath_IsNotForgotten() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", Old)),
            async scenario =>
            {
                var mortal = new DyingApi(scenario.Api, dies: call => call == "StopInstances");
                using (var journal = _journals.Begin(scenario.Time))
                {
                    await Task.WhenAny(scenario.NextProcess(mortal, journal).ApplyAsync(Exactly(Both, [Id(1)], New)), mortal.Died);
                }

                var early = await _journals.RecoverAsync(scenario);
                Assert.Equal(RecoverState.Unsettled, Assert.Single(early.Findings.Candidates).State);
                Assert.Single(_journals.Read(scenario.Time).Windows);

                await Task.Delay(TimeSpan.FromMinutes(5), scenario.Time);
                var late = await _journals.RecoverAsync(scenario);
                Assert.Equal(RecoverState.Running, Assert.Single(late.Findings.Candidates).State);
                Assert.Empty(_journals.Files);
            }
        );

    [Fact]
    public void MachineOnItsWayDown_IsWaitedFor_AndStarted() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", Old)),
            async scenario =>
            {
                using (var journal = _journals.Begin(scenario.Time))
                {
                    journal.Sending(Region, Core.Planning.CallAction.Stop, [Id(1)], takesDown: true);
                    var request = await scenario.Api.StopInstancesAsync([Id(1)], Cvm.StopType.Soft, Cvm.CallPriority.NewStop, default);
                    journal.Answered(Region, [Id(1)], request);
                }

                await Task.Delay(TimeSpan.FromSeconds(5), scenario.Time);
                Assert.Equal("STOPPING", scenario.StateOf(1));

                Assert.Equal([Id(1)], (await _journals.RecoverAsync(scenario)).Recovered);
                Assert.Equal("RUNNING", scenario.StateOf(1));
            }
        );

    private static ChangePolicy Both => Graceful(2) with { Canary = 0 };

    private async Task DieInAWindowAsync(FleetScenario scenario, RestartMarkerUse marker)
    {
        var mortal = new DyingApi(scenario.Api, dies: call => call == "AssociateInstancesKeyPairs");
        using var journal = _journals.Begin(scenario.Time);
        var dying = scenario.NextProcess(mortal, journal).ApplyAsync(Exactly(Both with { RestartMarker = marker }, [Id(1), Id(2)], New));
        await Task.WhenAny(dying, mortal.Died);
        await Task.Delay(TimeSpan.FromMinutes(10), scenario.Time);
    }

    private static Simulator.Worlds.WorldInstance Marked(Simulator.Worlds.WorldInstance instance) =>
        instance with
        {
            Tags = new Dictionary<string, string> { [RestartMarker.Key] = RestartMarker.Left },
        };

    private static IEnumerable<InstanceId> DownOf(FleetScenario scenario) =>
        scenario
            .Cloud.View.Instances.Where(instance => instance.State != "RUNNING")
            .Select(instance => InstanceId.FromService(instance.Id))
            .Order();

    private static IEnumerable<string> MarkedNow(FleetScenario scenario) =>
        scenario.Cloud.View.Instances.Where(instance => instance.Tags.ContainsKey(RestartMarker.Key)).Select(instance => instance.Id);
}
