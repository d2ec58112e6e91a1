using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using Moq;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>One resource at a time against a simulated fleet, as an engine would drive it.</summary>
internal sealed class ResourceScenario(FleetScenario fleet)
{
    public FleetScenario Fleet { get; } = fleet;

    public ResourceOperations Operations { get; } = new(fleet.Engine, Region, ChangePolicyInput.None);

    public static void Play(World world, Func<ResourceScenario, Task> story, SimulatorOptions? options = null) =>
        FleetScenario.Play(world, fleet => story(new ResourceScenario(fleet)), options);

    public static ResourceInput Input(ResourceKind kind, StopPolicy policy, int[] instances, params KeyId[] keys) =>
        new()
        {
            Name = "web",
            Kind = kind,
            InstanceIds = [.. instances.Select(Id)],
            KeyIds = KeySet.Of(keys),
            ChangePolicy = new ChangePolicyInput { StopPolicy = policy, Canary = 0 },
        };

    public static ResourceInput Association(StopPolicy policy, int[] instances, params KeyId[] keys) =>
        Input(KeyPairAssociationKind.Instance, policy, instances, keys);

    public Task<ResourceResult> ApplyAsync(ResourceInput desired, ResourceState? prior = null, string owner = "web") =>
        Operations.ApplyAsync(desired, prior, owner, Mock.Of<IApplyProgress>(), review: null, ApplyCancellation.None);

    public Task<ResourceResult> DeleteAsync(ResourceState prior, string owner = "web") =>
        Operations.DeleteAsync(prior, owner, Mock.Of<IApplyProgress>(), review: null, ApplyCancellation.None);

    public async Task<ResourceState> ReadAsync(ResourceState prior) =>
        (await Operations.ReadAsync(prior, prior.Declared.Name, default)).State!;

    public void Bind(int instance, KeyId key) => Fleet.Cloud.BindByHand(Id(instance).Value, key.Value);

    public static ImmutableSortedDictionary<InstanceId, KeySet> Pairs(params (int Instance, KeyId[] Keys)[] pairs) =>
        pairs.ToImmutableSortedDictionary(pair => Id(pair.Instance), pair => KeySet.Of(pair.Keys));
}
