using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>The attribute <c>instances</c>: which instances a resource selects instead of listing them.</summary>
internal static class InstancesSchema
{
    private static readonly CtyType s_texts = new CtyType.Set(CtyType.Text);

    public static SchemaAttribute Attribute { get; } =
        SchemaAttribute.Of(
            PropertyNames.Instances.Snake,
            Nesting.Single,
            Mode.Optional,
            Descriptions.Of(PropertyNames.Instances, Spelling.Snake),
            [.. PropertyNames.OfInstances.Select(Field)]
        );

    private static SchemaAttribute Field(PropertyName name) =>
        SchemaAttribute.Of(
            name.Snake,
            TypeOf(name),
            name == PropertyNames.MaxInstances ? Mode.Required : Mode.Optional,
            Descriptions.Of(name, Spelling.Snake)
        );

    private static CtyType TypeOf(PropertyName name) =>
        name == PropertyNames.Tags ? new CtyType.Map(s_texts)
        : name == PropertyNames.MinInstances || name == PropertyNames.MaxInstances ? CtyType.Number
        : s_texts;
}
