using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>States of the state file in the layout of today. Version 0 had the last plan as objects of sets; the same stands in it as sentences now.</summary>
internal static class StateUpgrade
{
    /// <summary>Reads a state; null for none. Throws <see cref="CtyFormatException"/>.</summary>
    /// <param name="json">As the file has it.</param>
    /// <param name="version">Version of its layout.</param>
    /// <param name="schema">The layout of today.</param>
    public static CtyValue.Map? Read(ReadOnlyMemory<byte> json, long version, SchemaDefinition schema)
    {
        if (version > 0)
        {
            return CtyJson.Decode(json, schema.Type) as CtyValue.Map;
        }

        var type = new CtyType.Object(schema.Type.Attributes.SetItem(AttributeNames.LastPlannedChanges, PlannedChangesObjects.Type));
        return CtyJson.Decode(json, type) is CtyValue.Map state
            ? state.With(
                AttributeNames.LastPlannedChanges,
                PlannedChangesObjects.Read(state[AttributeNames.LastPlannedChanges]) is { } shown
                    ? PlannedChangesValue.Write(shown, CtyValue.Nothing)
                    : CtyValue.Nothing
            )
            : null;
    }
}
