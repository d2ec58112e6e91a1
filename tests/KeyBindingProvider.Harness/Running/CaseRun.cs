using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Harness.Running;

/// <summary>Runs a case: once with everything that goes wrong, once without, and plans a last time. Then the oracle is asked.</summary>
internal sealed class CaseRun
{
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(20);

    /// <summary>No case has this much to do; one that never ends is found before it has cost many seconds.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    public required FleetCase Case { get; init; }
    public required SimulatedCloud Cloud { get; init; }

    /// <summary>Processes to which something happened: one, and one more for each that was started after a death.</summary>
    public required IReadOnlyList<ProcessLife> Lives { get; init; }

    /// <summary>Which faults met a call, and how often.</summary>
    public required IReadOnlyList<FaultStatus> Faults { get; init; }

    /// <summary>The true world when the faulted run had ended and all its effects had shown.</summary>
    public required WorldView AfterFirst { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset FirstEnded { get; init; }

    /// <summary>What our actor had done by then.</summary>
    public required ActorReport ActorAfterFirst { get; init; }

    /// <summary>The process without faults.</summary>
    public required ProcessLife Last { get; init; }
    public required WorldView AfterSecond { get; init; }
    public required Plan Third { get; init; }

    /// <summary>Plan of the same intents in the opposite order, on the same fleet; null where the case wants none.</summary>
    public required Plan? ThirdReversed { get; init; }

    /// <summary>Operations of the faulted run.</summary>
    public IEnumerable<CaseOperation> First => Lives.SelectMany(life => life.Operations);

    /// <summary>Reports of the faulted run.</summary>
    public IEnumerable<ApplyReport> Reports => First.Select(operation => operation.Outcome).OfType<ApplyReport>();

    /// <summary>Reports of the run without faults: one, or one for each resource that had something to do.</summary>
    public IEnumerable<ApplyReport> LastReports => Last.Operations.Select(operation => operation.Outcome).OfType<ApplyReport>();

    /// <summary>Calls to the cloud of the first process that were counted for cancelling.</summary>
    public int Calls => Lives[0].Calls;

    /// <summary>Whether a process died.</summary>
    public bool HasDied => Lives.Any(life => life.IsDead);

    public static CaseRun Execute(
        FleetCase fleetCase,
        RunRules rules,
        LoopRecorder? recorder = null,
        Func<ICvmApi, TimeProvider, ICvmApi>? twist = null,
        Action<SimulatedCloud>? begun = null
    ) =>
        VirtualTime.Run(
            async time =>
            {
                var cloud = new SimulatedCloud(fleetCase.World, fleetCase.Options, time);
                begun?.Invoke(cloud);
                foreach (var fault in fleetCase.Faults)
                {
                    cloud.Faults.Add(fault);
                }

                var stage = new CaseStage(fleetCase, cloud, time, rules, recorder, twist);
                var lives = new List<ProcessLife>();
                ProcessDeath? death;
                do
                {
                    death = fleetCase.Deaths.ElementAtOrDefault(lives.Count);
                    recorder?.Note(time.GetElapsedTime(0), $"process {lives.Count + 1}");
                    lives.Add(await ProcessLife.LiveAsync(stage, death, isFirst: lives.Count == 0));
                    if (lives[^1].IsDead && death?.RestartAfter is { } pause)
                    {
                        await Task.Delay(pause, time);
                    }
                } while (lives[^1].IsDead && death?.RestartAfter is not null);

                await Task.Delay(s_settled, time);
                var (afterFirst, firstEnded) = (cloud.View, time.GetUtcNow());
                var actor = cloud.Oracle.For(SimulatorOptions.DefaultSecretId);
                var faults = cloud.Faults.Rules;

                cloud.Faults.Clear();
                foreach (var act in fleetCase.Meanwhile)
                {
                    cloud.ActByHand(act.Act, act.InstanceId!, act.KeyIds);
                }

                await Task.Delay(fleetCase.Quiet - s_settled, time);
                recorder?.Note(time.GetElapsedTime(0), "the run without faults");
                var last =
                    fleetCase.Face == CaseFace.Resources
                        ? await ProcessLife.LiveAsync(stage, death: null, isFirst: false)
                        : await ProcessLife.OfDocumentAsync(stage);
                await Task.Delay(s_settled, time);
                using var judge = ProcessLife.OfNothing(stage);
                return new CaseRun
                {
                    Case = fleetCase,
                    Cloud = cloud,
                    Lives = lives,
                    Faults = faults,
                    AfterFirst = afterFirst,
                    FirstEnded = firstEnded,
                    ActorAfterFirst = actor,
                    Last = last,
                    AfterSecond = cloud.View,
                    Third = await judge.Engine.PlanAsync(fleetCase.Intents, default),
                    ThirdReversed = fleetCase.PlansReversed
                        ? await judge.Engine.PlanAsync([.. fleetCase.Intents.Reverse()], default)
                        : null,
                };
            },
            fleetCase.Quiet + s_longest
        );
}
