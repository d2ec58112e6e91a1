using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Kinds.KeyPairAssociation;

/// <summary>Additive: declared pairs are bound.</summary>
public sealed class KeyPairAssociationKind : ResourceKind
{
    /// <summary>The one object of it.</summary>
    public static readonly KeyPairAssociationKind Instance = new();

    private const int MostNames = 3;

    private KeyPairAssociationKind() { }

    /// <inheritdoc/>
    public override string Name => "KeyPairAssociation";

    /// <inheritdoc/>
    public override string ShortName => "Association";

    /// <inheritdoc/>
    public override string Description =>
        "Binds every key pair of {keyIds} to every instance of {instanceIds}. Additive: it owns exactly the declared pairs and never removes "
        + "any other key; keys of others on the instances are reported in {foreignBindings}.";

    /// <inheritdoc/>
    public override string BindingsDescription => "the owned ones";

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> Inputs { get; } =
    [
        PropertyNames.InstanceIds,
        PropertyNames.Instances,
        PropertyNames.KeyIds,
        PropertyNames.Region,
        PropertyNames.NotAfter,
        PropertyNames.ExpiresWarning,
        PropertyNames.OnDestroy,
        PropertyNames.ChangePolicy,
    ];

    /// <inheritdoc/>
    public override ImmutableArray<PropertyName> RequiredInputs { get; } = [PropertyNames.KeyIds];

    /// <summary>Only associations tell their own keys from those of others.</summary>
    public override ImmutableArray<PropertyName> Outputs { get; } =
    [
        PropertyNames.SelectedInstanceIds,
        PropertyNames.Expired,
        PropertyNames.Bindings,
        PropertyNames.ForeignBindings,
        PropertyNames.PendingInstances,
        PropertyNames.PowerCycledInstanceIds,
        PropertyNames.PowerCycledWith,
    ];

    /// <summary>It takes its own away.</summary>
    public override OnDestroy DefaultOnDestroy => OnDestroy.Unbind;

    /// <summary>Every instance that the keys are bound to, unless some are named.</summary>
    public override ImportForm ImportForm { get; } = new("skey-a[,skey-b][/ins-a,ins-b]", ImportList.Keys, ImportList.Instances);

    /// <inheritdoc/>
    public override ResourceIntent ToIntent(ResourceInput input, string region, ChangePolicy policy, ImmutableArray<string> dependsOn) =>
        new KeyPairAssociationIntent
        {
            Name = input.Name,
            Region = region,
            Policy = policy,
            DependsOn = dependsOn,
            InstanceIds = input.HasEnded ? [] : input.InstanceIds,
            Owned = input.HasEnded ? Ended(input) : Ownership.NoClaims,
            EndedOn = input.HasEnded ? input.InstanceIds : [],
            KeyIds = input.KeyIds,
            Ends = input.Ends,
            TimeLeft = input.TimeLeft,
            Unmatched = input.Unmatched,
            KeepsOnDestroy = (input.OnDestroy ?? DefaultOnDestroy) == OnDestroy.Keep,
        };

    /// <summary>What has ended is given up as a whole, whoever has bound it: nobody may open these machines with these keys by this resource any more.</summary>
    private static ImmutableSortedDictionary<InstanceId, KeySet> Ended(ResourceInput input) =>
        input.InstanceIds.ToImmutableSortedDictionary(id => id, _ => input.KeyIds);

    /// <inheritdoc/>
    public override bool IsListable => true;

    /// <summary>Every bound pair once, in few rectangles (ADR 0047).</summary>
    public override IEnumerable<ListedResource> List(AccessReport report) =>
        AccessCluster
            .Of(report)
            .Select(cluster => new ListedResource(
                cluster.ShortImportId,
                string.Join(", ", cluster.Keys.Select(key => key.Name.Raw).Where(name => name.Length > 0).Take(MostNames)),
                KeySet.Of(cluster.Keys.Select(key => key.Key)),
                [.. cluster.Instances.Select(instance => instance.Id)]
            ))
            .OrderBy(listed => listed.Id, StringComparer.Ordinal);

    /// <summary>It lists no others.</summary>
    public override KeySet OwnKeys(KeySet listed, KeySet declared) => listed;
}
