using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>One resource type.</summary>
/// <param name="TypeName">Its name, such as <c>keybinding_key_pair_association</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Definition">Its schema.</param>
internal sealed record ResourceSchema(string TypeName, ResourceKind Kind, SchemaDefinition Definition);
