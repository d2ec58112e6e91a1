using System.Collections.Immutable;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>A schema: what the engine may write and what it gets back.</summary>
/// <param name="Version">Version of the state's layout; a state of a lower one is upgraded.</param>
/// <param name="Description">What it is for, in Markdown.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record SchemaDefinition(long Version, string Description, ImmutableArray<SchemaAttribute> Attributes)
{
    /// <summary>The type of its values.</summary>
    public CtyType.Object Type { get; } = SchemaAttribute.ObjectOf(Attributes);
}
