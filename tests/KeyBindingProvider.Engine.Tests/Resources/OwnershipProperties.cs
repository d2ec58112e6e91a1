using CsCheck;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>Random lives of two associations on one small fleet, with people acting in between: what is theirs stays theirs, what is ours ends as declared.</summary>
public class OwnershipProperties
{
    private const int Steps = 7;
    private static readonly KeyId[] Keys = [Old, New, Team];
    private static readonly int Lives = int.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_LIVES"), out var lives) ? lives : 200;

    [Fact]
    public void AnyLife_TouchesNoStrangersPairAndConverges() =>
        Gen.Int.Sample(seed => Live(new Random(seed)), iter: Lives, print: seed => $"seed {seed}");

    private static void Live(Random dice)
    {
        var world = Fleet(
            Enumerable
                .Range(1, 6)
                .Select(number => Instance(number, dice.Next(2) == 0 ? "RUNNING" : "STOPPED", [.. Keys.Where(_ => dice.Next(3) == 0)]))
        );
        ResourceScenario.Play(
            world,
            async scenario =>
            {
                var life = new TwoAssociations(scenario, dice);
                for (var step = 0; step < Steps; step++)
                {
                    await life.StepAsync();
                    await Task.Delay(TimeSpan.FromMinutes(10), scenario.Fleet.Time);
                    life.CheckUnbinds();
                }
                Assert.Empty(scenario.Fleet.Us.LeftDown);
            },
            new SimulatorOptions
            {
                Bind =
                    dice.Next(2) == 0
                        ? KeyBindingProvider.Simulator.Options.BindReading.Adds
                        : KeyBindingProvider.Simulator.Options.BindReading.Replaces,
            }
        );
    }

    private sealed class TwoAssociations(ResourceScenario scenario, Random dice)
    {
        private readonly Dictionary<string, ResourceState> _states = [];
        private readonly HashSet<(string, string)> _everDeclared = [];

        private int _seen;

        public async Task StepAsync()
        {
            var owner = dice.Next(2) == 0 ? "a" : "b";
            var other = _states.GetValueOrDefault(owner == "a" ? "b" : "a")?.Declared;
            await (
                dice.Next(6) switch
                {
                    0 => ActByHandAsync(),
                    1 when _states.ContainsKey(owner) => DeleteAsync(owner),
                    2 when _states.ContainsKey(owner) => RefreshAsync(owner),
                    _ => ApplyAsync(owner),
                }
            );
            var taken = Unbinds().Skip(_seen).ToArray();
            _seen += taken.Length;
            Assert.DoesNotContain(
                taken,
                pair =>
                    other is not null
                    && other.InstanceIds.Any(id => id.Value == pair.InstanceId)
                    && other.KeyIds.Any(key => key.Value == pair.KeyId)
            );
        }

        private IEnumerable<PairFact> Unbinds() =>
            scenario.Fleet.Cloud.Oracle.Pairs.Where(pair => pair is { IsBind: false, Actor: SimulatorOptions.DefaultSecretId });

        /// <summary>Every pair that we ever took away had been declared by one of ours.</summary>
        public void CheckUnbinds() => Assert.All(Unbinds(), pair => Assert.Contains((pair.InstanceId, pair.KeyId), _everDeclared));

        private async Task ApplyAsync(string owner)
        {
            var policy = dice.Next(3) == 0 ? StopPolicy.StoppedOnly : StopPolicy.Graceful;
            int[] instances = [.. Enumerable.Range(1, 6).Where(_ => dice.Next(2) == 0)];
            var desired = Association(policy, instances is [] ? [1] : instances, Keys[dice.Next(3)], Keys[dice.Next(3)]) with
            {
                Name = owner,
                OnDestroy = dice.Next(3) == 0 ? OnDestroy.Keep : null,
            };
            desired = desired with { ChangePolicy = desired.ChangePolicy with { AllowKeyless = true } };
            _everDeclared.UnionWith(desired.InstanceIds.SelectMany(id => desired.KeyIds.Select(key => (id.Value, key.Value))));
            var prior = _states.GetValueOrDefault(owner);
            var result = await scenario.ApplyAsync(desired, prior, owner);
            Assert.Empty(result.Errors);
            _states[owner] = result.State;

            var stored = StoredPlan.Of(desired, result.State, ChangePolicyInput.None);
            Assert.False(stored.NeedsApply, "an apply that has just succeeded leaves nothing actionable");
            var waiting = result.State.Outputs.PendingInstances;
            Assert.True(policy == StopPolicy.StoppedOnly || waiting.IsEmpty);
            Assert.All(
                desired.InstanceIds.Where(id => !waiting.ContainsKey(id)),
                id => Assert.Subset(BoundOn(id), desired.KeyIds.ToHashSet())
            );
        }

        private async Task DeleteAsync(string owner)
        {
            var state = _states[owner];
            var result = await scenario.DeleteAsync(state, owner);
            var mayRefuse = state.Declared.ChangePolicy.StopPolicy == StopPolicy.StoppedOnly;
            Assert.True(result.Errors.IsEmpty || (mayRefuse && result.IsRefused));
            if (result.Errors.IsEmpty)
            {
                _states.Remove(owner);
                var others = _states.Values.SingleOrDefault()?.Declared;
                if (state.Declared.OnDestroy != OnDestroy.Keep)
                {
                    Assert.All(
                        state.Outputs.Bindings,
                        pair =>
                            Assert.Empty(
                                BoundOn(pair.Key)
                                    .Intersect(pair.Value)
                                    .Except(others?.InstanceIds.Contains(pair.Key) ?? false ? others.KeyIds : KeySet.Empty)
                            )
                    );
                }
            }
        }

        private async Task RefreshAsync(string owner)
        {
            var read = await scenario.ReadAsync(_states[owner]);
            _states[owner] = read;
            var live = await scenario.Operations.PreviewAsync(read.Declared, read, "nobody", default);
            var stored = StoredPlan.Of(read.Declared, read, ChangePolicyInput.None);
            Assert.True(stored.NeedsApply || !(live.IsActionable || live.IsRefused), "what a look would do, the stored plan foresees");
        }

        private Task ActByHandAsync()
        {
            var id = Id(dice.Next(1, 7)).Value;
            switch (dice.Next(4))
            {
                case 0:
                    scenario.Fleet.Cloud.StopByHand(id);
                    break;
                case 1:
                    scenario.Fleet.Cloud.StartByHand(id);
                    break;
                case 2:
                    scenario.Fleet.Cloud.BindByHand(id, Keys[dice.Next(3)].Value);
                    break;
                default:
                    scenario.Fleet.Cloud.UnbindByHand(id, Keys[dice.Next(3)].Value);
                    break;
            }

            return Task.CompletedTask;
        }

        private HashSet<KeyId> BoundOn(InstanceId id) => [.. scenario.Fleet.Cloud.View[id.Value].KeyIds.Select(KeyId.FromService)];
    }
}
