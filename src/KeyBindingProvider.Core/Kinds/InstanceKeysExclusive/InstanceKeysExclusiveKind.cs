using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;

/// <summary>Authoritative on the instance's side.</summary>
public sealed class InstanceKeysExclusiveKind : ResourceKind
{
    /// <summary>The one object of it.</summary>
    public static readonly InstanceKeysExclusiveKind Instance = new();

    private InstanceKeysExclusiveKind() { }

    /// <inheritdoc/>
    public override string Name => "InstanceKeysExclusive";

    /// <inheritdoc/>
    public override string ShortName => "Exclusive";

    /// <inheritdoc/>
    public override string Description =>
        "Gives every instance of {instanceIds} exactly the key pairs of {keyIds}. Authoritative: any other key on them is drift and is removed. "
        + "Destroying it keeps the keys unless {onDestroy} says otherwise.";

    /// <inheritdoc/>
    public override string BindingsDescription => "all";

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> Inputs { get; } =
    [
        PropertyNames.InstanceIds,
        PropertyNames.Instances,
        PropertyNames.KeyIds,
        PropertyNames.Region,
        PropertyNames.OnDestroy,
        PropertyNames.ChangePolicy,
    ];

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> RequiredInputs { get; } = [PropertyNames.KeyIds];

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> Outputs { get; } =
    [
        PropertyNames.SelectedInstanceIds,
        PropertyNames.Bindings,
        PropertyNames.PendingInstances,
        PropertyNames.PowerCycledInstanceIds,
        PropertyNames.PowerCycledWith,
    ];

    /// <summary>Giving up an exclusive set locks nobody out.</summary>
    public override OnDestroy DefaultOnDestroy => OnDestroy.Keep;

    /// <inheritdoc/>
    public override ImportForm ImportForm { get; } = new("ins-a[,ins-b]", ImportList.Instances);

    /// <inheritdoc/>
    public override bool IsAuthoritative => true;

    /// <inheritdoc/>
    public override bool MayDeclareNoKeys(ChangePolicy policy) => policy.AllowKeyless;

    /// <inheritdoc/>
    public override ResourceIntent ToIntent(ResourceInput input, string region, ChangePolicy policy, ImmutableArray<string> dependsOn) =>
        new InstanceKeysExclusiveIntent
        {
            Name = input.Name,
            Region = region,
            Policy = policy,
            DependsOn = dependsOn,
            InstanceIds = input.InstanceIds,
            KeyIds = input.KeyIds,
            Unmatched = input.Unmatched,
        };

    /// <inheritdoc/>
    public override bool IsListable => true;

    /// <summary>One for each instance that any key opens; one without could not be declared.</summary>
    public override IEnumerable<ListedResource> List(AccessReport report) =>
        report
            .Keys.SelectMany(key => key.Instances)
            .DistinctBy(instance => instance.Id)
            .OrderBy(instance => instance.Id)
            .Select(instance => new ListedResource(instance.Id.Value, instance.Name, instance.Keys, [instance.Id]));

    /// <summary>It lists whatever it saw: of that only its own keys are its to take away when the instance leaves.</summary>
    public override KeySet OwnKeys(KeySet listed, KeySet declared) => listed.Intersect(declared);

    /// <summary>Whatever is there.</summary>
    public override KeySet KeysToImport(InstanceSnapshot instance, KeySet named) => instance.Keys;
}
