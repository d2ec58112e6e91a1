using Grpc.Core;
using KeyBindingProvider.Terraform.Previewing;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    public override async Task<PlanResourceChangeResponse> PlanResourceChange(PlanResourceChangeRequest request, ServerCallContext context)
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
                response.RequiresReplace.AddRange(answer.RequiresReplace.Select(AttributePaths.Parse));
                response.Diagnostics.AddRange(answer.Diagnostics);
            }
        );
        return response;
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
        };
        return prior is null
            ? await CreatePreviewer.PreviewAsync(call, cancellationToken)
            : await UpdatePreviewer.PreviewAsync(call, prior, cancellationToken);
    }
}
