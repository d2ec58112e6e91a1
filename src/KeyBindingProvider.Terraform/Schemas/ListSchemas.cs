using System.Collections.Immutable;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>What a <c>list</c> block of a query may say in its <c>config</c>: nothing has to be said. A revocation leaves nothing behind that could be listed.</summary>
internal static class ListSchemas
{
    private static SchemaDefinition Definition { get; } =
        new(
            0,
            "What could be imported of a region, as observed now. Several conditions must all hold; with none it is the whole region.",
            [
                .. AssociationsSchema.Conditions,
                SchemaAttribute.Of(AttributeNames.Region, CtyType.Text, Mode.Optional, "The region; else the provider's."),
            ]
        );

    /// <summary>By type name; the names are those of the resources.</summary>
    public static ImmutableSortedDictionary<string, SchemaDefinition> ByType { get; } =
        ResourceKinds
            .All.Where(kind => kind.IsListable)
            .ToImmutableSortedDictionary(kind => kind.TerraformType, _ => Definition, StringComparer.Ordinal);
}
