using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>A process that dies leaves machines stopped; the marker on them is what the next one goes by (rule <c>restart-marker</c>).</summary>
public class RestartMarkers(ITestOutputHelper output)
{
    private static readonly string[] s_tagActions =
    [
        "CreateTag",
        "AttachResourcesTag",
        "DetachResourcesTag",
        "DescribeResourceTagsByResourceIds",
        "DescribeResourcesByTags",
    ];

    private static readonly TimeSpan s_longAfter = TimeSpan.FromHours(3);

    [Fact]
    public void SwapOnAHundredMachines_CostsFourCallsMore_OnceTheTagIsThere()
    {
        var times = new List<TimeSpan>();
        foreach (var use in new[] { RestartMarkerUse.Off, RestartMarkerUse.Required })
        {
            Play(
                Fleet(Instances(1, 100, "RUNNING", Old)),
                async scenario =>
                {
                    await scenario.Api.MarkAsync([Id(1)], default);
                    await scenario.Api.UnmarkAsync([Id(1)], default);
                    await Task.Delay(TimeSpan.FromMinutes(1), scenario.Time);
                    var before = TagCalls(scenario);
                    var began = scenario.Time.GetTimestamp();

                    var report = await scenario.ApplyAsync(Exactly(Marked(use, 25), Enumerable.Range(1, 100).Select(Id), New));

                    times.Add(scenario.Time.GetElapsedTime(began));
                    Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                    Assert.Equal(use == RestartMarkerUse.Off ? 0 : 4, TagCalls(scenario) - before);
                    Assert.Empty(MarkedNow(scenario));
                    Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                }
            );
        }

        output.WriteLine($"without {times[0]}, with {times[1]}");
    }

    /// <summary>At every call of a rollout: whatever is down then is started by one further run, long after, and keeps no mark.</summary>
    [Theory]
    [InlineData(RestartMarkerUse.Auto)]
    [InlineData(RestartMarkerUse.Required)]
    public void Death_AtAnyCall_IsMadeGoodByTheNextRun(RestartMarkerUse use)
    {
        var down = 0;
        for (var at = 1; ; at++)
        {
            var died = false;
            Play(
                Fleet(Instances(1, 6, "RUNNING", Old)),
                async scenario =>
                {
                    var mortal = new DyingApi(scenario.Api, at);
                    var wish = Exactly(Marked(use, 2), Enumerable.Range(1, 6).Select(Id), New);
                    var first = scenario.NextProcess(mortal).ApplyAsync(wish);
                    await Task.WhenAny(first, mortal.Died);
                    died = mortal.Died.IsCompleted;
                    await Task.Delay(s_longAfter, scenario.Time);
                    down += Down(scenario);

                    var report = await scenario.NextProcess().ApplyAsync(wish);

                    Assert.Empty(report.Problems.Where(problem => problem.Severity == Severity.Error));
                    Assert.True(Down(scenario) == 0, $"dead at call {at}: {Down(scenario)} are down after the next run");
                    Assert.All(Enumerable.Range(1, 6), number => Assert.Equal([New.Value], scenario.KeysOf(number)));
                    Assert.Empty(MarkedNow(scenario));
                    Assert.All(scenario.Us.PowerCycles, cycles => Assert.InRange(cycles.Value, 1, 2));
                }
            );
            if (!died)
            {
                break;
            }
        }

        output.WriteLine($"{down} machines were down before the next run");
        Assert.True(down > 10);
    }

    /// <summary>Without the marker the next run takes what it finds stopped for somebody's wish.</summary>
    [Fact]
    public void Death_WithoutTheMarker_LeavesThemDown() =>
        Play(
            Fleet(Instances(1, 6, "RUNNING", Old)),
            async scenario =>
            {
                var mortal = new DyingApi(scenario.Api, dies: call => call == "AssociateInstancesKeyPairs");
                var wish = Exactly(Marked(RestartMarkerUse.Off, 6) with { Canary = 0 }, Enumerable.Range(1, 6).Select(Id), New);
                await Task.WhenAny(scenario.NextProcess(mortal).ApplyAsync(wish), mortal.Died);
                await Task.Delay(s_longAfter, scenario.Time);

                await scenario.NextProcess().ApplyAsync(wish);

                Assert.Equal(6, Down(scenario));
            }
        );

    [Fact]
    public void RunThatIsAlive_IsWaitedFor_AndItsMachineIsNotStoppedAgain() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", Old)),
            async scenario =>
            {
                await scenario.Api.MarkAsync([Id(1)], default);

                var report = await scenario.ApplyAsync(Exactly(Marked(RestartMarkerUse.Auto, 1), [Id(1)], New));

                var outcome = Assert.Single(report.Outcomes);
                Assert.Equal(ProblemCodes.Busy, outcome.Problem!.Code);
                Assert.Contains("another run, which has marked it", outcome.Problem.Message, StringComparison.Ordinal);
                Assert.Empty(scenario.Us.PowerCycles);
                Assert.Equal([Id(1).Value], MarkedNow(scenario));
            }
        );

    [Fact]
    public void RunThatIsAlive_AndEndsInTime_IsFollowed() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", Old)),
            async scenario =>
            {
                await scenario.Api.MarkAsync([Id(1)], default);
                var applying = scenario.ApplyAsync(Exactly(Marked(RestartMarkerUse.Auto, 1), [Id(1)], New));
                await Task.Delay(TimeSpan.FromMinutes(1), scenario.Time);
                await scenario.Api.UnmarkAsync([Id(1)], default);

                var report = await applying;

                Assert.Equal(OutcomeKind.Changed, Assert.Single(report.Outcomes).Kind);
                Assert.Empty(MarkedNow(scenario));
            }
        );

    /// <summary>
    /// One at a time, slow machines: the later ones were marked with the first, and wait for hours. Whoever looks while one of them is in its window finds a fresh mark.
    /// </summary>
    [Fact]
    public void MarkSetAhead_IsSetAnew_WhenTheTurnOfItsMachineComes() =>
        Play(
            Fleet(Instances(1, 30, "RUNNING", Old)),
            async scenario =>
            {
                var applying = scenario.ApplyAsync(Exactly(Marked(RestartMarkerUse.Auto, 1), Enumerable.Range(1, 30).Select(Id), New));
                var seen = new List<RestartMark>();
                while (!applying.IsCompleted)
                {
                    await Task.WhenAny(applying, Task.Delay(TimeSpan.FromMinutes(1), scenario.Time));
                    seen.AddRange(
                        scenario
                            .Cloud.View.Instances.Where(instance => instance.State != "RUNNING")
                            .Select(instance =>
                                RestartMarker.Read(instance.Tags.GetValueOrDefault(RestartMarker.Key), scenario.Time.GetUtcNow().Hour)
                            )
                    );
                }

                Assert.All((await applying).Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.All(scenario.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.True(seen.Count > 100);
                Assert.All(seen, mark => Assert.Equal(RestartMark.Fresh, mark));
                Assert.Empty(MarkedNow(scenario));
            },
            new SimulatorOptions { StopSoft = DurationRange.Seconds(240, 290), Start = DurationRange.Seconds(240, 290) }
        );

    [Theory]
    [InlineData(RestartMarkerUse.Auto)]
    [InlineData(RestartMarkerUse.Required)]
    public void TagsThatMayNotBeSet_AreSaidOnce_AndStopNothingWhereTheyAreRequired(RestartMarkerUse use) =>
        Play(
            Fleet(Instances(1, 120, "RUNNING", Old)),
            async scenario =>
            {
                for (var call = 1; call <= 10; call++)
                {
                    scenario.Cloud.Faults.Add(
                        FaultRule.On("AttachResourcesTag", call, new FaultEffect.RefuseWith("AuthFailure.UnauthorizedOperation"))
                    );
                }

                var report = await scenario.ApplyAsync(Exactly(Marked(use, 60), Enumerable.Range(1, 120).Select(Id), New));

                var said = scenario.Events.OfType<ApplyEvent.Notice>().Select(notice => notice.Problem).ToList();
                Assert.Equal(ProblemCodes.NotMarked, Assert.Single(said).Code);
                if (use == RestartMarkerUse.Auto)
                {
                    Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                    return;
                }

                Assert.Empty(scenario.Us.PowerCycles);
                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.NotReached, outcome.Kind));
                Assert.All(report.Outcomes, outcome => Assert.Equal(ProblemCodes.NotMarked, outcome.Problem!.Code));
            }
        );

    [Fact]
    public void LeftDown_UnderRefuse_IsNamed_AndLeftToAPerson() =>
        Play(
            Fleet(Instance(1, "STOPPED", New) with { Tags = new Dictionary<string, string> { [RestartMarker.Key] = RestartMarker.Left } }),
            async scenario =>
            {
                var wish = Exactly(new ChangePolicy(), [Id(1)], New);
                var plan = await scenario.Engine.PlanAsync([wish], default);
                await scenario.ApplyAsync(wish);

                Assert.Equal([Id(1)], Assert.Single(plan.Problems, problem => problem.Code == ProblemCodes.LeftDownByTheDead).Instances);
                Assert.Equal("STOPPED", scenario.StateOf(1));
            }
        );

    [Fact]
    public void LeftDown_OutsideOfWhatTheProgramSpeaksOf_IsLeftAlone() =>
        Play(
            Fleet(Left(1, "STOPPED"), Left(2, "STOPPED")),
            async scenario =>
            {
                await scenario.ApplyAsync(Exactly(Marked(RestartMarkerUse.Auto, 1), [Id(1)], New));

                Assert.Equal(("RUNNING", "STOPPED"), (scenario.StateOf(1), scenario.StateOf(2)));
            }
        );

    [Fact]
    public void HandedOver_IsStartedByTheNextRun_AtOnce() =>
        Play(
            Fleet(Left(1, "STOPPED")),
            async scenario =>
            {
                var wish = Exactly(Marked(RestartMarkerUse.Auto, 1), [Id(1)], New);
                var plan = await scenario.Engine.PlanAsync([wish], default);
                await scenario.ApplyAsync(wish);

                Assert.Equal([Id(1)], Assert.Single(plan.Problems, problem => problem.Code == ProblemCodes.LeftDown).Instances);
                Assert.Equal("RUNNING", scenario.StateOf(1));
                Assert.Empty(MarkedNow(scenario));
            }
        );

    /// <summary>Started since, and shut down after that: that was a person.</summary>
    [Fact]
    public void MarkedMachine_ThatAPersonHasShutDown_IsNotStarted() =>
        Play(
            Fleet(Left(1, "STOPPED") with { LatestOperation = new("StartInstances", "SUCCESS", "request-1", null) }),
            async scenario =>
            {
                var plan = await scenario.Engine.PlanAsync([Exactly(Marked(RestartMarkerUse.Auto, 1), [Id(1)], New)], default);

                Assert.Equal(0, plan.Calls.Starts);
            }
        );

    [Fact]
    public void MachineThatCouldNotBeStarted_IsHandedOver() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(
                    FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
                );
                var wish = Exactly(Marked(RestartMarkerUse.Auto, 1), [Id(1)], New);
                var failed = await scenario.ApplyAsync(wish);
                Assert.Contains(failed.Problems, problem => problem.Code == ProblemCodes.StartFailed);
                Assert.Equal(RestartMarker.Left, scenario.Cloud.View[Id(1).Value].Tags[RestartMarker.Key]);
            }
        );

    private static ChangePolicy Marked(RestartMarkerUse use, int maxUnavailable) => Graceful(maxUnavailable) with { RestartMarker = use };

    private static Simulator.Worlds.WorldInstance Left(int number, string state) =>
        Instance(number, state, New) with
        {
            Tags = new Dictionary<string, string> { [RestartMarker.Key] = RestartMarker.Left },
        };

    private static int TagCalls(FleetScenario scenario) => s_tagActions.Sum(action => scenario.Calls(action).Length);

    private static int Down(FleetScenario scenario) => scenario.Cloud.View.Instances.Count(instance => instance.State != "RUNNING");

    private static IEnumerable<string> MarkedNow(FleetScenario scenario) =>
        scenario.Cloud.View.Instances.Where(instance => instance.Tags.ContainsKey(RestartMarker.Key)).Select(instance => instance.Id);
}

/// <summary>A process that dies at a call: nothing goes out any more, and nothing comes back.</summary>
internal sealed class DyingApi(ICvmApi inner, int at = int.MaxValue, Func<string, bool>? dies = null) : PassingApi(inner)
{
    private readonly TaskCompletionSource _died = new();
    private int _calls;

    public Task Died => _died.Task;

    public override Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Living("DescribeInstances", () => base.DescribeInstancesAsync(instances, priority, cancellationToken));

    public override Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) =>
        Living(
            "AssociateInstancesKeyPairs",
            () => base.AssociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken)
        );

    public override Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) =>
        Living(
            "DisassociateInstancesKeyPairs",
            () => base.DisassociateInstancesKeyPairsAsync(instances, keys, forceStop, priority, cancellationToken)
        );

    public override Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Living("StopInstances", () => base.StopInstancesAsync(instances, stopType, priority, cancellationToken));

    public override Task<string> StartInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => Living("StartInstances", () => base.StartInstancesAsync(instances, priority, cancellationToken));

    public override Task<IReadOnlyCollection<InstanceId>> MarkAsync(
        IReadOnlyCollection<InstanceId> instances,
        CancellationToken cancellationToken
    ) => Living("AttachResourcesTag", () => base.MarkAsync(instances, cancellationToken));

    public override Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken) =>
        Living("DetachResourcesTag", () => base.UnmarkAsync(instances, cancellationToken));

    /// <summary>Dead before every second such call, and after every other one: the effect is there, the answer never comes.</summary>
    private async Task<T> Living<T>(string call, Func<Task<T>> send)
    {
        _calls++;
        var isLast = _calls >= at || dies?.Invoke(call) == true;
        if (!isLast)
        {
            return await send();
        }

        if (!_died.Task.IsCompleted && at % 2 == 0)
        {
            await send();
        }

        _died.TrySetResult();
        return await new TaskCompletionSource<T>().Task;
    }
}
