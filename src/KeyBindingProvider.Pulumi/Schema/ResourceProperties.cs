using System.Collections.Immutable;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>Inputs and outputs of the three resources, described. A test holds their names against <see cref="PropertyNames"/>.</summary>
internal static class ResourceProperties
{
    private static readonly SchemaType KeysByInstance = new SchemaType.MapOf(SchemaType.Texts);

    private static readonly SchemaProperty Region = new(
        PropertyNames.Region,
        SchemaType.Text,
        "Region of every id here, such as `ap-guangzhou`. It is sticky: without it a new resource takes the provider's region and stays there. "
            + "Naming another region replaces the resource; nothing else ever does."
    )
    {
        Replaces = true,
    };

    private static readonly SchemaProperty ChangePolicy = new(
        PropertyNames.ChangePolicy,
        new SchemaType.Named(nameof(Core.ChangePolicy)),
        "How instances may be taken down for a change. Field by field: what is absent here is taken from the provider, else it is the built-in value."
    );

    /// <summary>Inputs of a kind, in the order of <see cref="PropertyNames.Of"/>.</summary>
    public static ImmutableArray<SchemaProperty> Inputs(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.KeyPairAssociation =>
            [
                new(PropertyNames.InstanceIds, SchemaType.Texts, "Instances that the keys open, any number; order and duplicates do not matter."),
                new(PropertyNames.KeyIds, SchemaType.Texts, "Key pairs that are bound to every one of the instances. Keys of others stay as they are."),
                Region,
                OnDestroy("`unbind` (built-in): what this resource owns is unbound, under all guards of the change policy. `keep`: the bindings stay, unmanaged."),
                ChangePolicy,
            ],
            ResourceKind.InstanceKeysExclusive =>
            [
                new(PropertyNames.InstanceIds, SchemaType.Texts, "Instances that have exactly these keys, any number; order and duplicates do not matter."),
                new(
                    PropertyNames.KeyIds,
                    SchemaType.Texts,
                    "The exact set: any other key found on one of the instances is drift and is removed. May be empty only with `allowKeyless`."
                ),
                Region,
                OnDestroy("`keep` (built-in): giving up management locks nobody out. `unbind`: the keys of this set are unbound."),
                ChangePolicy,
            ],
            _ =>
            [
                new(PropertyNames.KeyIds, SchemaType.Texts, "Key pairs that must open nothing in the region. A re-bind by hand shows up as drift and is taken away again."),
                new(PropertyNames.ExceptInstanceIds, SchemaType.Texts, "Instances on which these keys may stay."),
                Region,
                ChangePolicy,
            ],
        };

    /// <summary>Inputs that must be given.</summary>
    public static ImmutableArray<PropertyName> Required(ResourceKind kind) =>
        kind == ResourceKind.KeyRevocation ? [PropertyNames.KeyIds] : [PropertyNames.InstanceIds, PropertyNames.KeyIds];

    /// <summary>What is computed.</summary>
    public static ImmutableArray<SchemaProperty> Outputs(ResourceKind kind)
    {
        var bindings = kind switch
        {
            ResourceKind.KeyPairAssociation => "Keys of this resource as last observed on its instances, sorted: what destroying it would unbind.",
            ResourceKind.InstanceKeysExclusive => "All keys as last observed on its instances, sorted.",
            _ => "Violations as last observed: instances that a revoked key still opens. Empty is converged.",
        };
        ImmutableArray<SchemaProperty> foreign =
            kind == ResourceKind.KeyPairAssociation
                ? [new(PropertyNames.ForeignBindings, KeysByInstance, "Other keys as last observed on these instances. They are reported and left alone.")]
                : [];
        return
        [
            new(PropertyNames.Bindings, KeysByInstance, bindings),
            .. foreign,
            new(
                PropertyNames.PendingInstances,
                new SchemaType.MapOf(new SchemaType.Named(nameof(PendingCode))),
                "Instances whose change waits, and why. It changes when the reason is gone or the change policy allows more."
            ),
            new(PropertyNames.PowerCycledInstanceIds, SchemaType.Texts, "Instances that the last change stopped and started again."),
        ];
    }

    /// <summary>What a kind is for.</summary>
    public static string Describe(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.KeyPairAssociation =>
                "Binds SSH key pairs to CVM instances: every key to every instance. Additive: it owns exactly the pairs that it declares, reports the keys of "
                    + "others and never removes them. Running instances change only as `changePolicy.stopPolicy` allows; the built-in `refuse` stops nothing.\n\n"
                    + Import("skey-a[,skey-b][/ins-a,ins-b]"),
            ResourceKind.InstanceKeysExclusive =>
                "The exact set of SSH key pairs on CVM instances: a key that somebody else binds is drift and is removed. Destroying it keeps the keys unless "
                    + "`onDestroy` is `unbind`.\n\n"
                    + Import("ins-a[,ins-b]"),
            _ =>
                "Off-boarding: these key pairs open no instance of the region, exceptions aside. The whole region is looked at on every run. Destroying it changes "
                    + "nothing.\n\n"
                    + Import("skey-a[,skey-b]"),
        };

    private static SchemaProperty OnDestroy(string description) =>
        new(
            PropertyNames.OnDestroy,
            new SchemaType.Named(nameof(Core.OnDestroy)),
            "What happens to the bindings when the resource goes, or an instance leaves it. " + description
        );

    private static string Import(string form) =>
        $"## Import\n\nThe id is `[region:]{form}`; it must describe exactly what is there, so that the first plan afterwards is empty.";
}
