using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>One call of the engine during the run in which everything goes wrong.</summary>
/// <param name="Intents">What it was asked for.</param>
/// <param name="Report">Null when it could not even read, so that nothing was begun.</param>
/// <param name="PlannedAt">When its plan stood and it began; null when it was refused or could not read.</param>
/// <param name="TakenDown">Which instances it took down by a call that was answered, and when it had the answer.</param>
internal sealed record CaseOperation(
    IReadOnlyList<ResourceIntent> Intents,
    ApplyReport? Report,
    DateTimeOffset? PlannedAt,
    IReadOnlyList<(InstanceId Id, DateTimeOffset At)> TakenDown
);

/// <summary>Runs a case: once with everything that goes wrong, once without, and plans a last time. Then the oracle is asked.</summary>
internal sealed class CaseRun
{
    public required FleetCase Case { get; init; }
    public required SimulatedCloud Cloud { get; init; }

    /// <summary>One for all resources, or one for each where they run at once.</summary>
    public required IReadOnlyList<CaseOperation> First { get; init; }

    /// <summary>Which faults met a call, and how often.</summary>
    public required IReadOnlyList<FaultStatus> Faults { get; init; }

    /// <summary>Calls to the cloud that were counted for cancelling.</summary>
    public required int Calls { get; init; }

    /// <summary>The true world when the first run had ended and all its effects had shown.</summary>
    public required WorldView AfterFirst { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset FirstEnded { get; init; }

    /// <summary>What our actor had done by then.</summary>
    public required ActorReport ActorAfterFirst { get; init; }
    public required ApplyReport Second { get; init; }
    public required WorldView AfterSecond { get; init; }
    public required Plan Third { get; init; }

    /// <summary>Plan of the same intents in the opposite order, on the same fleet.</summary>
    public required Plan ThirdReversed { get; init; }

    /// <summary>Reports of the first run.</summary>
    public IEnumerable<ApplyReport> Reports => First.Select(operation => operation.Report).OfType<ApplyReport>();

    public static CaseRun Execute(FleetCase fleetCase, RunRules rules, LoopRecorder? recorder = null) =>
        VirtualTime.Run(async time =>
        {
            var cloud = new SimulatedCloud(fleetCase.World, fleetCase.Options, time);
            foreach (var fault in fleetCase.Faults)
            {
                cloud.Faults.Add(fault);
            }

            using var api = new CancellingApi(SimulatedAccount.Connect(cloud, time, FleetCase.Region), fleetCase);
            var options = new EngineOptions { MaxUnavailable = fleetCase.ProcessLimit is { } most ? MaxUnavailable.Count(most) : null };
            var engine = new KeyBindingEngine(api, time, options, rules, recorder: recorder);
            ResourceIntent[][] operations = fleetCase.Concurrent
                ? [.. fleetCase.Intents.Select(intent => new[] { intent with { DependsOn = [] } })]
                :
                [
                    [.. fleetCase.Intents],
                ];
            var first = await Task.WhenAll(operations.Select(intents => OperateAsync(engine, time, intents, api.Cancellation)));
            var calls = api.Calls;

            await Task.Delay(TimeSpan.FromMinutes(20), time);
            var (afterFirst, firstEnded) = (cloud.View, time.GetUtcNow());
            var actor = cloud.Oracle.For(SimulatorOptions.DefaultSecretId);
            var faults = cloud.Faults.Rules;

            cloud.Faults.Clear();
            recorder?.Note(time.GetElapsedTime(0), "the second run");
            var second = await new KeyBindingEngine(api, time, options, rules, recorder: recorder).ApplyAsync(
                fleetCase.Intents,
                Mock.Of<IApplyProgress>(),
                review: null,
                ApplyCancellation.None
            );
            await Task.Delay(TimeSpan.FromMinutes(20), time);
            var last = new KeyBindingEngine(api, time, options, rules);
            return new CaseRun
            {
                Case = fleetCase,
                Cloud = cloud,
                First = first,
                Faults = faults,
                Calls = calls,
                AfterFirst = afterFirst,
                FirstEnded = firstEnded,
                ActorAfterFirst = actor,
                Second = second,
                AfterSecond = cloud.View,
                Third = await last.PlanAsync(fleetCase.Intents, default),
                ThirdReversed = await last.PlanAsync([.. fleetCase.Intents.Reverse()], default),
            };
        });

    private static async Task<CaseOperation> OperateAsync(
        KeyBindingEngine engine,
        TimeProvider time,
        ResourceIntent[] intents,
        ApplyCancellation cancellation
    )
    {
        DateTimeOffset? plannedAt = null;
        var takenDown = new List<(InstanceId Id, DateTimeOffset At)>();
        var watch = new Mock<IApplyProgress>();
        watch
            .Setup(progress => progress.Report(It.IsAny<ApplyEvent>()))
            .Callback(
                (ApplyEvent applyEvent) =>
                {
                    if (applyEvent is ApplyEvent.Planned)
                    {
                        plannedAt = time.GetUtcNow();
                    }
                    else if (applyEvent is ApplyEvent.CallSent sent && (sent.Action == CallAction.Stop || sent.ForceStop))
                    {
                        takenDown.AddRange(sent.Instances.Select(id => (id, time.GetUtcNow())));
                    }
                }
            );
        ApplyReport? report = null;
        try
        {
            report = await engine.ApplyAsync(intents, watch.Object, review: null, cancellation);
        }
        catch (Exception exception) when (exception is ProblemException or OperationCanceledException)
        {
            // It may only give up before its plan stands, that is before any write.
            Assert.Null(plannedAt);
        }

        return new CaseOperation(intents, report, plannedAt, takenDown);
    }
}
