using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Kinds.KeyRevocation;

/// <summary>Keys that must open nothing.</summary>
public sealed class KeyRevocationKind : ResourceKind
{
    /// <summary>The one object of it.</summary>
    public static readonly KeyRevocationKind Instance = new();

    private KeyRevocationKind() { }

    /// <inheritdoc/>
    public override string Name => "KeyRevocation";

    /// <inheritdoc/>
    public override string ShortName => "Revocation";

    /// <inheritdoc/>
    public override string Description =>
        "Keeps the key pairs of {keyIds} off every instance of the region, {exceptInstanceIds} aside: off-boarding. A key that is bound again "
        + "by hand shows as drift and is taken away again. Destroying it changes nothing.";

    /// <inheritdoc/>
    public override string BindingsDescription => "the violations, so empty means converged";

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> Inputs { get; } =
    [
        PropertyNames.KeyIds,
        PropertyNames.ExceptInstanceIds,
        PropertyNames.FindSources,
        PropertyNames.RewriteSources,
        PropertyNames.ReplacementKeyId,
        PropertyNames.Region,
        PropertyNames.ChangePolicy,
    ];

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> RequiredInputs { get; } = [PropertyNames.KeyIds];

    /// <summary>It binds nothing that could be taken away.</summary>
    public override OnDestroy DefaultOnDestroy => OnDestroy.Keep;

    /// <inheritdoc/>
    public override ImportForm ImportForm { get; } = new("skey-a[,skey-b]", ImportList.Keys);

    /// <summary>Any instance may be one of the exceptions.</summary>
    public override bool IsForeseeable(ResourceInput known, UnknownInputs unknown) => !unknown.Instances;

    /// <summary>What is no exception any more.</summary>
    public override IEnumerable<InstanceId> NewlyCovered(ResourceInput desired, ResourceInput before) =>
        before.ExceptInstanceIds.Except(desired.ExceptInstanceIds);

    /// <inheritdoc/>
    public override ResourceIntent ToIntent(ResourceInput input, string region, ChangePolicy policy, ImmutableArray<string> dependsOn) =>
        new KeyRevocationIntent
        {
            Name = input.Name,
            Region = region,
            Policy = policy,
            DependsOn = dependsOn,
            KeyIds = input.KeyIds,
            ExceptInstanceIds = input.ExceptInstanceIds,
            FindSources = input.FindSources ?? input.RewriteSources ?? false,
            ReplacementKeyId = input.RewriteSources is true ? input.ReplacementKeyId : null,
        };

    /// <summary>None: it lists violations.</summary>
    public override KeySet OwnKeys(KeySet listed, KeySet declared) => KeySet.Empty;

    /// <summary>It names no instance that could be gone.</summary>
    public override Presence Judge(ResourceState state, FleetSnapshot fleet) => Presence.Present;
}
