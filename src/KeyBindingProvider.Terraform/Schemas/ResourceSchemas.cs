using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The schemas of the three resources (<c>design.md</c> 2).</summary>
internal static class ResourceSchemas
{
    private const long Version = 0;
    private static readonly CtyType TextSet = new CtyType.Set(CtyType.Text);
    private static readonly CtyType KeysByInstance = new CtyType.Map(TextSet);

    /// <summary>By type name.</summary>
    public static ImmutableSortedDictionary<string, ResourceSchema> ByType { get; } =
        ResourceKinds.All.ToImmutableSortedDictionary(
            ResourceKinds.TerraformType,
            kind => new ResourceSchema(ResourceKinds.TerraformType(kind), kind, Of(kind)),
            StringComparer.Ordinal
        );

    private static SchemaDefinition Of(ResourceKind kind) =>
        new(
            Version,
            Descriptions.Of(kind, Spelling.Snake),
            [
                SchemaAttribute.Of(AttributeNames.Id, CtyType.Text, Mode.Computed, "An opaque label that stays the same for life."),
                .. PropertyNames.Of(kind).Select(Input),
                Timeouts,
                .. Outputs(kind),
                LastPlannedChanges,
            ]
        );

    private static SchemaAttribute Input(PropertyName name)
    {
        if (name == PropertyNames.ChangePolicy)
        {
            return ChangePolicySchema.Attribute;
        }

        if (name == PropertyNames.OnDestroy)
        {
            return ChangePolicySchema.Choice<OnDestroy>(name);
        }

        var isRegion = name == PropertyNames.Region;
        var mode =
            isRegion ? Mode.OptionalComputed
            : name == PropertyNames.ExceptInstanceIds ? Mode.Optional
            : Mode.Required;
        return SchemaAttribute.Of(name.Snake, isRegion ? CtyType.Text : TextSet, mode, Descriptions.Of(name, Spelling.Snake));
    }

    private static SchemaAttribute Timeouts =>
        SchemaAttribute.Of(
            AttributeNames.Timeouts,
            Nesting.Single,
            Mode.Optional,
            "How long an operation may take, such as `90s`, `45m` or `2h30m`. When the time is over no new stop is issued and what is down is started "
                + "again. No limit unless set.",
            SchemaAttribute.Of(AttributeNames.Create, CtyType.Text, Mode.Optional, "For creating."),
            SchemaAttribute.Of(AttributeNames.Update, CtyType.Text, Mode.Optional, "For updating in place."),
            SchemaAttribute.Of(AttributeNames.Delete, CtyType.Text, Mode.Optional, "For destroying.")
        );

    private static IEnumerable<SchemaAttribute> Outputs(ResourceKind kind) =>
        [
            SchemaAttribute.Output(PropertyNames.Bindings, KeysByInstance),
            .. kind == ResourceKind.KeyPairAssociation
                ? [SchemaAttribute.Output(PropertyNames.ForeignBindings, KeysByInstance)]
                : Array.Empty<SchemaAttribute>(),
            SchemaAttribute.Output(PropertyNames.PendingInstances, new CtyType.Map(CtyType.Text)),
            SchemaAttribute.Output(PropertyNames.PowerCycledInstanceIds, TextSet),
        ];

    private static SchemaAttribute LastPlannedChanges =>
        SchemaAttribute.Of(
            AttributeNames.LastPlannedChanges,
            Nesting.Map,
            Mode.Computed,
            Descriptions.Of(PropertyNames.LastPlannedChanges, Spelling.Snake)
                + " When the resource is created it is an upper bound that configuration and policy alone decide.",
            SchemaAttribute.Of(AttributeNames.Lose, TextSet, Mode.Computed, "Keys that are taken away."),
            SchemaAttribute.Of(AttributeNames.Gain, TextSet, Mode.Computed, "Keys that are bound."),
            SchemaAttribute.Of(
                AttributeNames.Stop,
                CtyType.Text,
                Mode.Computed,
                $"How the instance is taken down for it: {string.Join(", ", EnumNames.All<StopMode>(Spelling.Snake).Select(mode => $"`{mode}`"))}."
            )
        );
}
