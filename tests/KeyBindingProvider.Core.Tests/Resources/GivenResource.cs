using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

/// <summary>Inputs and states of single resources, shortly.</summary>
internal static class GivenResource
{
    public static readonly ChangePolicyInput Graceful = new() { StopPolicy = StopPolicy.Graceful };
    public static readonly ChangePolicyInput StoppedOnly = new() { StopPolicy = StopPolicy.StoppedOnly };

    public static ResourceInput Association(int[] instances, KeySet keys, OnDestroy? onDestroy = null, ChangePolicyInput? policy = null) =>
        Input(KeyPairAssociationKind.Instance, instances, keys, onDestroy, policy);

    public static ResourceInput Exclusive(int[] instances, KeySet keys, OnDestroy? onDestroy = null, ChangePolicyInput? policy = null) =>
        Input(InstanceKeysExclusiveKind.Instance, instances, keys, onDestroy, policy);

    public static ResourceInput Revocation(KeySet keys, ChangePolicyInput? policy = null) =>
        Input(KeyRevocationKind.Instance, [], keys, null, policy);

    /// <summary>The resource as it was read from a fleet.</summary>
    public static ResourceState StateOf(ResourceInput declared, FleetSnapshot fleet, params (int Instance, KeySet Keys)[] bindings) =>
        new ResourceState
        {
            Declared = declared,
            Region = Region,
            Outputs = ResourceOutputs.None with { Bindings = Pairs(bindings) },
            Observation = Observation.Of(declared.ToIntent(Region, ChangePolicyInput.None, []), fleet),
        }.SeenIn(fleet);

    public static ResourceIntent Update(ResourceInput desired, ResourceState prior) =>
        Ownership.ToApply(desired, Region, ChangePolicy.Default, prior, Ownership.NoClaims);

    private static ResourceInput Input(ResourceKind kind, int[] instances, KeySet keys, OnDestroy? onDestroy, ChangePolicyInput? policy) =>
        new()
        {
            Name = "web",
            Kind = kind,
            InstanceIds = Instances(instances),
            KeyIds = keys,
            OnDestroy = onDestroy,
            ChangePolicy = policy ?? ChangePolicyInput.None,
        };
}
