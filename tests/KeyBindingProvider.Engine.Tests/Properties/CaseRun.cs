using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>Runs a case: once with everything that goes wrong, once without, and plans a last time. Then the oracle is asked.</summary>
internal sealed class CaseRun
{
    public required FleetCase Case { get; init; }
    public required SimulatedCloud Cloud { get; init; }

    /// <summary>Null when it could not even read, so that nothing was begun.</summary>
    public required ApplyReport? First { get; init; }

    /// <summary>The true world when the first run had ended and all its effects had shown.</summary>
    public required WorldView AfterFirst { get; init; }

    /// <summary>What our actor had done by then.</summary>
    public required ActorReport ActorAfterFirst { get; init; }
    public required ApplyReport Second { get; init; }
    public required WorldView AfterSecond { get; init; }
    public required Plan Third { get; init; }

    /// <summary>Plan of the same intents in the opposite order, on the same fleet.</summary>
    public required Plan ThirdReversed { get; init; }

    public static CaseRun Execute(FleetCase fleetCase, ExecutionRules rules) =>
        VirtualTime.Run(async time =>
        {
            var cloud = new SimulatedCloud(fleetCase.World, fleetCase.Options, time);
            foreach (var fault in fleetCase.Faults)
            {
                cloud.Faults.Add(fault);
            }

            using var api = new CancellingApi(SimulatedAccount.Connect(cloud, time, FleetCase.Region), fleetCase);
            ApplyReport? first = null;
            try
            {
                first = await ApplyAsync(api, time, rules, fleetCase, api.Cancellation);
            }
            catch (Exception exception) when (exception is ProblemException or OperationCanceledException)
            {
                Assert.DoesNotContain(
                    cloud.Oracle.Actors,
                    actor => actor == SimulatorOptions.DefaultSecretId && cloud.Oracle.Pairs.Count > 0
                );
            }

            await Task.Delay(TimeSpan.FromMinutes(20), time);
            var afterFirst = cloud.View;
            var actor = cloud.Oracle.For(SimulatorOptions.DefaultSecretId);

            cloud.Faults.Clear();
            var second = await ApplyAsync(api, time, rules, fleetCase, ApplyCancellation.None);
            await Task.Delay(TimeSpan.FromMinutes(20), time);
            var engine = new KeyBindingEngine(api, time, new EngineOptions(), rules);
            return new CaseRun
            {
                Case = fleetCase,
                Cloud = cloud,
                First = first,
                AfterFirst = afterFirst,
                ActorAfterFirst = actor,
                Second = second,
                AfterSecond = cloud.View,
                Third = await engine.PlanAsync(fleetCase.Intents, default),
                ThirdReversed = await engine.PlanAsync([.. fleetCase.Intents.Reverse()], default),
            };
        });

    private static Task<ApplyReport> ApplyAsync(
        ICvmApi api,
        TimeProvider time,
        ExecutionRules rules,
        FleetCase fleetCase,
        ApplyCancellation cancellation
    ) =>
        new KeyBindingEngine(api, time, new EngineOptions(), rules).ApplyAsync(
            fleetCase.Intents,
            SilentProgress.Instance,
            review: null,
            cancellation
        );
}
