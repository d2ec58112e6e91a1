using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The data source "who can open what".</summary>
internal static class AssociationsSchema
{
    /// <summary>Its type name.</summary>
    public const string TypeName = "keybinding_key_pair_associations";

    private static readonly CtyType TextSet = new CtyType.Set(CtyType.Text);

    public static SchemaDefinition Definition { get; } =
        new(
            0,
            "Which key pair opens which instance, as observed now. Several conditions must all hold; with none it is the whole region.",
            [
                Input(AttributeNames.KeyIds, TextSet, "Only these key pairs."),
                Input(AttributeNames.InstanceIds, TextSet, "Only these instances."),
                Input(AttributeNames.Tags, new CtyType.Map(CtyType.Text), "Only instances with all of these tags."),
                SchemaAttribute.Of(AttributeNames.Region, CtyType.Text, Mode.OptionalComputed, "The region; else the provider's."),
                SchemaAttribute.Of(
                    AttributeNames.Keys,
                    Nesting.List,
                    Mode.Computed,
                    "One entry for each key pair, sorted by id; one that was asked for and opens nothing has no instance.",
                    Output(AttributeNames.KeyId, CtyType.Text, "The key pair."),
                    Output(AttributeNames.KeyName, CtyType.Text, "Its name."),
                    Output(AttributeNames.InstanceIds, TextSet, "Instances that it opens.")
                ),
                Output(AttributeNames.Bindings, new CtyType.Map(TextSet), "Instance id to the selected key pairs that open it."),
                Output(
                    AttributeNames.KeylessInstanceIds,
                    TextSet,
                    "Selected instances that no key at all opens; empty when `key_ids` is set."
                ),
                Output(AttributeNames.MissingInstanceIds, TextSet, "Instances that were asked for and do not exist in the region."),
                Output(AttributeNames.MissingKeyIds, TextSet, "Key pairs that were asked for and do not exist in the region."),
                Output(AttributeNames.InstanceCount, CtyType.Number, "Number of instances that were looked at."),
            ]
        );

    private static SchemaAttribute Input(string name, CtyType type, string description) =>
        SchemaAttribute.Of(name, type, Mode.Optional, description);

    private static SchemaAttribute Output(string name, CtyType type, string description) =>
        SchemaAttribute.Of(name, type, Mode.Computed, description);
}
