using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>A written policy field by field, so that two spellings of one value (<c>40</c>, <c>"40"</c>) compare equal.</summary>
internal static class PolicyFields
{
    /// <summary>All fields; null where nothing was written.</summary>
    public static IEnumerable<KeyValuePair<PropertyName, object?>> Of(ChangePolicyInput policy) =>
        [
            new(PropertyNames.StopPolicy, policy.StopPolicy),
            new(PropertyNames.MaxUnavailable, policy.MaxUnavailable),
            new(PropertyNames.FailureBudget, policy.FailureBudget),
            new(PropertyNames.Canary, policy.Canary),
            new(PropertyNames.StopTimeoutSeconds, policy.StopTimeoutSeconds),
            new(PropertyNames.AllowKeyless, policy.AllowKeyless),
            new(PropertyNames.MaxStops, policy.MaxStops),
            new(PropertyNames.OnBlocked, policy.OnBlocked),
        ];
}
