using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>Plans the end of an object. Its planned value is nothing, so the account may be looked at; what was shown binds the apply.</summary>
internal static class DeletePreviewer
{
    public static async Task<PreviewAnswer> PreviewAsync(
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
            Operation = PlannedOperation.Delete,
            Owner = owner,
            Observation = stored.Observation,
        };
        if (session.IsUnknown)
        {
            return new PreviewAnswer(null, @private, []);
        }

        var prior = StateObject.Read(priorState, schema, stored.Observation);
        var plan = await session.In(prior.Region).PreviewDeleteAsync(prior, owner, cancellationToken);
        return new PreviewAnswer(
            null,
            @private with
            {
                Shown = PlannedChanges.Of(plan),
            },
            [.. PreviewNotices.Of(plan, schema, session.Input)]
        );
    }
}
