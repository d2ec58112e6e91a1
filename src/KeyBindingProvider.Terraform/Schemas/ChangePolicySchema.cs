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
    public static SchemaAttribute Attribute { get; } =
        SchemaAttribute.Of(
            PropertyNames.ChangePolicy.Snake,
            Nesting.Single,
            Mode.Optional,
            Descriptions.Of(PropertyNames.ChangePolicy, Spelling.Snake),
            Choice<StopPolicy>(PropertyNames.StopPolicy),
            SchemaAttribute.Input(PropertyNames.MaxUnavailable, CtyType.Text),
            SchemaAttribute.Input(PropertyNames.FailureBudget, CtyType.Number),
            SchemaAttribute.Input(PropertyNames.Canary, CtyType.Number),
            SchemaAttribute.Input(PropertyNames.StopTimeoutSeconds, CtyType.Number),
            SchemaAttribute.Input(PropertyNames.AllowKeyless, CtyType.Flag),
            SchemaAttribute.Input(PropertyNames.MaxStops, CtyType.Number),
            Choice<OnBlocked>(PropertyNames.OnBlocked)
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
