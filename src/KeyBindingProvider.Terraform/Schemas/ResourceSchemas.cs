using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The schemas of the resources (rule <c>three-kinds</c>).</summary>
internal static class ResourceSchemas
{
    // 1: last_planned_changes became sentences; before, it was objects.
    private const long Version = 1;
    private static readonly CtyType TextSet = new CtyType.Set(CtyType.Text);
    private static readonly CtyType KeysByInstance = new CtyType.Map(TextSet);

    private static readonly ImmutableArray<PropertyName> s_texts =
    [
        PropertyNames.Region,
        PropertyNames.NotAfter,
        PropertyNames.ExpiresWarning,
        PropertyNames.ReplacementKeyId,
    ];

    /// <summary>By type name.</summary>
    public static ImmutableSortedDictionary<string, ResourceSchema> ByType { get; } =
        ResourceKinds.All.ToImmutableSortedDictionary(
            kind => kind.TerraformType,
            kind => new ResourceSchema(kind, Of(kind)),
            StringComparer.Ordinal
        );

    private static SchemaDefinition Of(ResourceKind kind) =>
        new(
            Version,
            Descriptions.Of(kind, Spelling.Snake),
            [
                SchemaAttribute.Of(AttributeNames.Id, CtyType.Text, Mode.Computed, "An opaque label that stays the same for life."),
                .. kind.Inputs.Select(name => Input(name, kind)),
                Timeouts,
                .. kind.Outputs.Select(Output),
                LastPlannedChanges,
            ]
        );

    private static SchemaAttribute Input(PropertyName name, ResourceKind kind)
    {
        if (name == PropertyNames.ChangePolicy)
        {
            return ChangePolicySchema.Attribute;
        }

        if (name == PropertyNames.Instances)
        {
            return InstancesSchema.Attribute;
        }

        if (name == PropertyNames.OnDestroy)
        {
            return ChangePolicySchema.Choice<OnDestroy>(name);
        }

        var isRegion = name == PropertyNames.Region;
        var mode =
            isRegion ? Mode.OptionalComputed
            : kind.RequiredInputs.Contains(name) ? Mode.Required
            : Mode.Optional;
        return SchemaAttribute.Of(name.Snake, TypeOf(name), mode, Descriptions.Of(name, Spelling.Snake));
    }

    private static CtyType TypeOf(PropertyName name) =>
        s_texts.Contains(name) ? CtyType.Text
        : name == PropertyNames.FindSources || name == PropertyNames.RewriteSources ? CtyType.Flag
        : TextSet;

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

    private static SchemaAttribute Output(PropertyName name) =>
        SchemaAttribute.Output(
            name,
            name == PropertyNames.Expired ? CtyType.Flag
                : name == PropertyNames.PendingInstances ? new CtyType.Map(CtyType.Text)
                : name == PropertyNames.PowerCycledInstanceIds || name == PropertyNames.SelectedInstanceIds ? TextSet
                : KeysByInstance
        );

    private static SchemaAttribute LastPlannedChanges =>
        SchemaAttribute.Of(
            AttributeNames.LastPlannedChanges,
            new CtyType.Map(CtyType.Text),
            Mode.Computed,
            Descriptions.Of(PropertyNames.LastPlannedChanges, Spelling.Snake)
                + " Written as `lose skey-a; gain skey-b, skey-c; stop soft (change 2)`: what it does not lose or gain is left out, `no stop` stands for none of "
                + $"{string.Join(", ", EnumNames.All<StopMode>(Spelling.Snake).Skip(1).Select(mode => $"`stop {mode}`"))}, "
                + "`lose all others` for whatever an exclusive set finds there, `ins-*` is any instance that is not listed, and the number counts the plans of the resource. When the resource is created "
                + "it is an upper bound that configuration and policy alone decide, unless the engine keeps what a plan has seen (Terraform 1.16)."
        );
}
