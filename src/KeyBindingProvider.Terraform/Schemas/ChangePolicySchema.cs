using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>
/// The attribute <c>change_policy</c>, the same in resources and in the provider. No field has a default: what is not written comes from the
/// provider, and after it from what is built in.
/// </summary>
internal static class ChangePolicySchema
{
    public static SchemaAttribute Attribute { get; } = Of(PolicyFields.All);

    /// <summary>The attribute with these fields.</summary>
    public static SchemaAttribute Of(ImmutableArray<PolicyField> fields) =>
        SchemaAttribute.Of(
            PropertyNames.ChangePolicy.Snake,
            Nesting.Single,
            Mode.Optional,
            Descriptions.Of(PropertyNames.ChangePolicy, Spelling.Snake),
            [.. fields.Select(Of)]
        );

    private static SchemaAttribute Of(PolicyField field) =>
        SchemaAttribute.Of(
            field.Name.Snake,
            field.Type switch
            {
                PolicyType.Count => CtyType.Number,
                PolicyType.Flag => CtyType.Flag,
                _ => CtyType.Text,
            },
            Mode.Optional,
            field.Describe(Spelling.Snake)
                + string.Concat(field.Choices.Select(choice => $"\n- `{choice.Name.Snake}`: {choice.Describe(Spelling.Snake)}"))
        );

    /// <summary>An optional attribute that takes one of a few words, each explained.</summary>
    public static SchemaAttribute Choice<T>(PropertyName name)
        where T : struct, Enum =>
        SchemaAttribute.Of(
            name.Snake,
            CtyType.Text,
            Mode.Optional,
            Descriptions.Of(name, Spelling.Snake)
                + string.Concat(
                    Enum.GetValues<T>()
                        .Select(value => $"\n- `{EnumNames.Of(value, Spelling.Snake)}`: {Descriptions.Of(value, Spelling.Snake)}")
                )
        );
}
