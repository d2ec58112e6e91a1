using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>One resource type.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Definition">Its schema.</param>
internal sealed record ResourceSchema(ResourceKind Kind, SchemaDefinition Definition)
{
    /// <summary>Its name, such as <c>keybinding_key_pair_association</c>.</summary>
    public string TypeName => Kind.TerraformType;

    /// <summary>What its identity consists of.</summary>
    public IdentitySchema Identity { get; } = IdentitySchema.Of(Kind);
}
