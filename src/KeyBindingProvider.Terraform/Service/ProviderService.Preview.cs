using Grpc.Core;
using KeyBindingProvider.Terraform.Previewing;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    public async Task<PlanResourceChangeResponse> PlanResourceChange(PlanResourceChangeRequest request, ServerCallContext context)
    {
        var response = new PlanResourceChangeResponse();
        using var looking = Looking(context);
        await GuardAsync(
            nameof(PlanResourceChange),
            response.Diagnostics,
            async () =>
            {
                var schema = ResourceOf(request.TypeName);
                var answer = await PreviewAsync(request, looking.Token);
                response.PlannedState = DynamicValues.Write(answer.State, schema.Definition);
                response.PlannedPrivate = answer.Private.Encode();
                response.PlannedIdentity = IdentityOf(request, answer, schema);
                response.RequiresReplace.AddRange(answer.RequiresReplace.Select(AttributePaths.Parse));
                response.Diagnostics.AddRange(answer.Diagnostics);
            }
        );
        return response;
    }

    /// <summary>A new object gets its identity from what is planned, known or not; one that stays keeps its own, and so does one that ends.</summary>
    private static ResourceIdentityData? IdentityOf(PlanResourceChangeRequest request, PreviewAnswer answer, ResourceSchema schema)
    {
        if (answer.State is null)
        {
            return request.PriorIdentity;
        }

        var prior = DynamicValues.Read(request.PriorState, schema.Definition);
        return prior is null || !answer.RequiresReplace.IsEmpty
            ? IdentityValue.Write(IdentityValue.Of(answer.State, schema), schema)
            : IdentityValue.Keep(request.PriorIdentity, prior, schema);
    }

    private async Task<PreviewAnswer> PreviewAsync(PlanResourceChangeRequest request, CancellationToken cancellationToken)
    {
        var schema = ResourceOf(request.TypeName);
        var prior = DynamicValues.Read(request.PriorState, schema.Definition);
        var proposed = DynamicValues.Read(request.ProposedNewState, schema.Definition);
        var stored = PrivateState.Decode(request.PriorPrivate);
        if (proposed is null)
        {
            return prior is null
                ? new PreviewAnswer(null, PrivateState.None, [])
                : await DeletePreviewer.PreviewAsync(Session, schema, prior, stored, cancellationToken);
        }

        var call = new PreviewCall
        {
            Schema = schema,
            Session = Session,
            Config = DynamicValues.Read(request.Config, schema.Definition) ?? proposed,
            Proposed = proposed,
            Prior = prior,
            PriorPrivate = stored,
            PlannedPrivate = PrivateState.Decode(request.PlannedPrivate),
            KeepsPlannedPrivate = request.ClientCapabilities?.StorePlannedPrivate == true,
        };
        return prior is null
            ? await CreatePreviewer.PreviewAsync(call, cancellationToken)
            : await UpdatePreviewer.PreviewAsync(call, prior, cancellationToken);
    }
}
