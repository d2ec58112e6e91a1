using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Rpc;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Planning;

/// <summary>Plans the end of an object. Its planned value is nothing, so the account may be looked at; what was shown binds the apply.</summary>
internal static class DestroyPlanner
{
    public static async Task<PlannedAnswer> PlanAsync(
        ProviderSession session,
        ResourceSchema schema,
        CtyValue.Map priorState,
        PrivateState stored,
        CancellationToken cancellationToken
    )
    {
        var owner = priorState[AttributeNames.Id].AsText ?? "";
        var @private = new PrivateState
        {
            Operation = PlannedOperation.Destroy,
            Owner = owner,
            Observation = stored.Observation,
        };
        if (session.IsUnknown)
        {
            return new PlannedAnswer(null, @private, []);
        }

        var prior = StateObject.Read(priorState, schema, stored.Observation);
        var plan = await session.In(prior.Region).PreviewDeleteAsync(prior, owner, cancellationToken);
        return new PlannedAnswer(null, @private with { Shown = PlannedChanges.Of(plan) }, [.. PlanNotices.Of(plan, schema)]);
    }
}
