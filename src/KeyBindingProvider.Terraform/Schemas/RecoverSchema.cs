using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The action that starts what dead runs have left stopped (rule <c>recover</c>).</summary>
internal static class RecoverSchema
{
    /// <summary>Its type name.</summary>
    public const string TypeName = "keybinding_recover";

    public static SchemaDefinition Definition { get; } =
        new(
            0,
            "Starts what runs that were killed have left stopped in a region, found by the restart marker, and takes markers off machines that run. Stops nothing and changes no key.",
            [
                SchemaAttribute.Of(AttributeNames.Region, CtyType.Text, Mode.Optional, "The region; else the provider's."),
                SchemaAttribute.Of(
                    AttributeNames.InstanceIds,
                    new CtyType.Set(CtyType.Text),
                    Mode.Optional,
                    "Instances that are to be started as well where their last operation can be a run's: what the marker does not know of."
                ),
            ]
        );
}
