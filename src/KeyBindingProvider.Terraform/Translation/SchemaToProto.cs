using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>Schemas as messages.</summary>
internal static class SchemaToProto
{
    public static Schema Convert(SchemaDefinition definition)
    {
        var block = new Schema.Types.Block
        {
            Version = definition.Version,
            Description = definition.Description,
            DescriptionKind = StringKind.Markdown,
        };
        block.Attributes.AddRange(definition.Attributes.Select(Convert));
        return new Schema { Version = definition.Version, Block = block };
    }

    public static ResourceIdentitySchema Convert(IdentitySchema identity)
    {
        var message = new ResourceIdentitySchema { Version = IdentitySchema.Version };
        message.IdentityAttributes.AddRange(
            identity.Attributes.Select(attribute => new ResourceIdentitySchema.Types.IdentityAttribute
            {
                Name = attribute.Name,
                Type = CtyJson.EncodeType(attribute.Type),
                RequiredForImport = attribute.IsRequired,
                OptionalForImport = !attribute.IsRequired,
                Description = attribute.Description,
            })
        );
        return message;
    }

    private static Schema.Types.Attribute Convert(SchemaAttribute attribute)
    {
        var message = new Schema.Types.Attribute
        {
            Name = attribute.Name,
            Description = attribute.Description,
            DescriptionKind = StringKind.Markdown,
            Required = attribute.Mode == Mode.Required,
            Optional = attribute.Mode is Mode.Optional or Mode.OptionalComputed,
            Computed = attribute.Mode is Mode.Computed or Mode.OptionalComputed,
            Sensitive = attribute.IsSensitive,
        };
        if (attribute.Nested.IsEmpty)
        {
            message.Type = CtyJson.EncodeType(attribute.Type);
        }
        else
        {
            message.NestedType = new Schema.Types.Object
            {
                Nesting = attribute.Nesting switch
                {
                    Nesting.Single => Schema.Types.Object.Types.NestingMode.Single,
                    Nesting.List => Schema.Types.Object.Types.NestingMode.List,
                    _ => Schema.Types.Object.Types.NestingMode.Map,
                },
            };
            message.NestedType.Attributes.AddRange(attribute.Nested.Select(Convert));
        }

        return message;
    }
}
