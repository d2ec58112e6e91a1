using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Engine.Tests.Scenarios;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>A full disk behind the output is no reason to leave machines down, nor to hold what they were held by.</summary>
public class ProgressThatThrows
{
    [Fact]
    public void ForGood_LeavesNothingDown() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                await ApplyAsync(scenario, new Broken());
                await scenario.SettleAsync();
                Assert.True(scenario.Us.LeftDown.Count == 0, "left down: " + string.Join(", ", scenario.Us.LeftDown));
            }
        );

    [Fact]
    public void AFewTimes_LaterOperationsCanStillChangeTheMachines() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async scenario =>
            {
                await ApplyAsync(scenario, new BrokenOnce());
                await scenario.SettleAsync();
                foreach (var instance in scenario.Cloud.View.Instances.Where(instance => instance.State == "STOPPED"))
                {
                    scenario.Cloud.StartByHand(instance.Id);
                }

                await scenario.SettleAsync();
                var second = await scenario.ApplyAsync(OffBoarding(Graceful(3) with { Canary = 0 }));
                Assert.True(
                    second.Outcomes.All(outcome => outcome.Kind == OutcomeKind.Changed),
                    string.Join('\n', second.Outcomes.Select(o => $"{o.Instance} {o.Kind} {o.Problem?.Message}"))
                );
            }
        );

    /// <summary>Whether the caller learns of it is open here; what is judged is what becomes of the machines.</summary>
    private static async Task ApplyAsync(FleetScenario scenario, IApplyProgress progress)
    {
        try
        {
            await scenario.Engine.ApplyAsync(
                [OffBoarding(Graceful(3) with { Canary = 0 })],
                progress,
                review: null,
                ApplyCancellation.None
            );
        }
        catch (IOException) { }
    }

    private sealed class Broken : IApplyProgress
    {
        private bool _isBroken;

        public void Report(ApplyEvent applyEvent)
        {
            _isBroken |= applyEvent is ApplyEvent.CallSent { Action: CallAction.Stop };
            if (_isBroken)
            {
                throw new IOException("No space left on device");
            }
        }
    }

    private sealed class BrokenOnce : IApplyProgress
    {
        private int _thrown;

        public void Report(ApplyEvent applyEvent)
        {
            if ((applyEvent is ApplyEvent.CallSent { Action: CallAction.Stop } || _thrown > 0) && _thrown++ < 3)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
