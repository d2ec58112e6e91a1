using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Engine.Tests.Resources;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>A pair may be claimed while the resource that gives it up waits for its turn.</summary>
public class ClaimsThatCome
{
    [Fact]
    public void PairClaimed_WhileItsFormerOwnerWaits_StaysBound() =>
        ResourceScenario.Play(
            Fleet([Instance(1, "RUNNING", New, Team), Instance(2, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Hangs }]),
            async scenario =>
            {
                // Somebody holds the gate of the canary for a while.
                var canary = new ChangePolicyInput
                {
                    StopPolicy = StopPolicy.GracefulThenForce,
                    Canary = 1,
                    StopTimeoutSeconds = 60,
                };
                ResourceInput Of(string name, int instance, params KeyId[] keys) =>
                    ResourceScenario.Association(StopPolicy.Graceful, [instance], keys) with
                    {
                        Name = name,
                        ChangePolicy = canary,
                    };

                var owned = await scenario.ApplyAsync(Of("a", 1, New), owner: "a");
                Assert.Empty(owned.Errors);

                var holder = scenario.ApplyAsync(Of("holder", 2, New), owner: "holder");
                await Task.Delay(TimeSpan.FromSeconds(5), scenario.Fleet.Time);

                // A gives up its pair and waits for its turn; meanwhile B is created, finds the pair bound, and claims it.
                var leaving = scenario.ApplyAsync(Of("a", 1, Team), owned.State, owner: "a");
                await Task.Delay(TimeSpan.FromSeconds(20), scenario.Fleet.Time);
                Assert.False(leaving.IsCompleted);
                var taking = await scenario.ApplyAsync(Of("b", 1, New), owner: "b");
                Assert.Empty(taking.Errors);
                Assert.Equal(KeySet.Of(New), taking.State.Outputs.Bindings[Id(1)]);

                await leaving;
                await holder;
                await Task.Delay(TimeSpan.FromMinutes(10), scenario.Fleet.Time);
                Assert.Contains(New.Value, scenario.Fleet.KeysOf(1));
            }
        );
}
