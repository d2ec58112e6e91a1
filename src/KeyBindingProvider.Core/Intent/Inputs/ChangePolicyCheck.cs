using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Reads a change policy field by field; what is absent stays absent.</summary>
internal static class ChangePolicyCheck
{
    /// <param name="parent">What the policy is written in.</param>
    /// <param name="fields">The fields that there are; null for <see cref="PolicyFields.All"/>.</param>
    public static ChangePolicyInput Read(InputReader parent, ImmutableArray<PolicyField>? fields)
    {
        var table = fields ?? PolicyFields.All;
        return parent.Nested(PropertyNames.ChangePolicy, [.. table.Select(field => field.Name)]) is { } reader
            ? new ChangePolicyInput(PolicyValues.Of(table, field => field.Read(reader)))
            : ChangePolicyInput.None;
    }
}
