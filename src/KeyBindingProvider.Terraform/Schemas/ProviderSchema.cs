using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The provider's own configuration (rule <c>provider-configuration</c>). Everything may be left out: environment and credential files fill in.</summary>
internal static class ProviderSchema
{
    public static SchemaDefinition Definition { get; } =
        new(
            0,
            "Binds SSH key pairs to Tencent Cloud CVM instances, with the changes that a running fleet can bear.",
            [.. PropertyNames.OfProvider.Select(Of)]
        );

    private static SchemaAttribute Of(PropertyName name)
    {
        if (name == PropertyNames.ChangePolicy)
        {
            return ChangePolicySchema.Attribute;
        }

        if (name == PropertyNames.AssumeRole)
        {
            return SchemaAttribute.Of(
                name.Snake,
                Nesting.Single,
                Mode.Optional,
                Descriptions.Of(name, Spelling.Snake),
                [.. PropertyNames.OfAssumeRole.Select(OfRole)]
            );
        }

        var type =
            name == PropertyNames.AllowInsecureEndpoint || name == PropertyNames.DriftAttribution ? CtyType.Flag
            : name == PropertyNames.MaxRequestsPerSecond ? CtyType.Number
            : name == PropertyNames.PinnedKeys ? new CtyType.Set(CtyType.Text)
            : CtyType.Text;
        return SchemaAttribute.Of(name.Snake, type, Mode.Optional, Descriptions.OfProvider(name, Spelling.Snake)) with
        {
            IsSensitive = PropertyNames.Secrets.Contains(name),
        };
    }

    private static SchemaAttribute OfRole(PropertyName name) =>
        SchemaAttribute.Of(
            name.Snake,
            name == PropertyNames.SessionDuration ? CtyType.Number : CtyType.Text,
            name == PropertyNames.RoleArn ? Mode.Required : Mode.Optional,
            Descriptions.Of(name, Spelling.Snake)
        );
}
