using System.Collections.Immutable;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The data source "who can open what".</summary>
internal static class AssociationsSchema
{
    /// <summary>Its type name.</summary>
    public const string TypeName = "keybinding_key_pair_associations";

    private static readonly CtyType TextSet = new CtyType.Set(CtyType.Text);

    /// <summary>What a look-up may ask for, here and in a list block.</summary>
    public static ImmutableArray<SchemaAttribute> Conditions { get; } =
    [
        Input(AttributeNames.KeyIds, TextSet, "Only these key pairs."),
        Input(AttributeNames.InstanceIds, TextSet, "Only these instances."),
        Input(AttributeNames.Tags, new CtyType.Map(CtyType.Text), "Only instances with all of these tags."),
        Input(AttributeNames.AutoScalingGroups, TextSet, "Only members of one of these scaling groups, each `asg-` and eight of `0-9a-z`."),
        Input(AttributeNames.Names, TextSet, "Only instances with one of these names, letter by letter."),
    ];

    public static SchemaDefinition Definition { get; } =
        new(
            0,
            "Which key pair opens which instance, as observed now. Several conditions must all hold; with none it is the whole region.",
            [
                .. Conditions,
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
                Output(
                    AttributeNames.MissingGroups,
                    TextSet,
                    "Scaling groups that were asked for and have no member in the region; nobody is asked whether they exist. Empty when `instance_ids` is set."
                ),
                Output(
                    AttributeNames.MissingNames,
                    TextSet,
                    "Names that were asked for and that no instance of the region has. Empty when `instance_ids` is set."
                ),
                Output(AttributeNames.InstanceCount, CtyType.Number, "Number of instances that were looked at."),
            ]
        );

    private static SchemaAttribute Input(string name, CtyType type, string description) =>
        SchemaAttribute.Of(name, type, Mode.Optional, description);

    private static SchemaAttribute Output(string name, CtyType type, string description) =>
        SchemaAttribute.Of(name, type, Mode.Computed, description);
}
