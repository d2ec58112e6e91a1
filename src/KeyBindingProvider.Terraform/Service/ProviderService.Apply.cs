using Grpc.Core;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Terraform.Applying;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>The only call that writes. It is never aborted with its connection: what it has stopped it starts, whoever still listens.</summary>
    public async Task<ApplyResourceChangeResponse> ApplyResourceChange(ApplyResourceChangeRequest request, ServerCallContext context)
    {
        // Whatever goes wrong before the first write leaves the object as it was.
        var response = new ApplyResourceChangeResponse { NewState = request.PriorState, NewIdentity = request.PlannedIdentity };
        using var operation = lifetime.Enter();
        await GuardAsync(
            nameof(ApplyResourceChange),
            response.Diagnostics,
            async () =>
            {
                var schema = ResourceOf(request.TypeName);
                response.NewIdentity = IdentityOf(request, DynamicValues.Read(request.PriorState, schema.Definition), schema);
                var answer = await ApplyAsync(request);
                response.NewState = DynamicValues.Write(answer.State, schema.Definition);
                response.NewIdentity = IdentityOf(request, answer.State, schema);
                response.Private = answer.Private.Encode();
                response.Diagnostics.AddRange(answer.Diagnostics);
            }
        );
        return response;
    }

    /// <summary>
    /// With an object goes its identity, also when it is all that is left of a failure: without it the engine would store none. The half of a replacement that ends an
    /// object is handed the identity of the other half.
    /// </summary>
    private static ResourceIdentityData? IdentityOf(ApplyResourceChangeRequest request, CtyValue.Map? left, ResourceSchema schema)
    {
        if (left is null)
        {
            return null;
        }

        var prior = DynamicValues.Read(request.PriorState, schema.Definition);
        var ends = DynamicValues.Read(request.PlannedState, schema.Definition) is null;
        var isReplaced = ends && PrivateState.Decode(request.PlannedPrivate).Operation == PlannedOperation.Create;
        return IdentityValue.Keep(isReplaced ? null : request.PlannedIdentity, prior ?? left, schema);
    }

    private async Task<ApplyAnswer> ApplyAsync(ApplyResourceChangeRequest request)
    {
        var schema = ResourceOf(request.TypeName);
        var prior = DynamicValues.Read(request.PriorState, schema.Definition);
        var planned = DynamicValues.Read(request.PlannedState, schema.Definition);
        var timeouts = planned ?? prior;
        if (timeouts is null)
        {
            return ApplyAnswer.Gone();
        }

        var operation =
            planned is null ? AttributeNames.Delete
            : prior is null ? AttributeNames.Create
            : AttributeNames.Update;
        using var deadline = new ApplyDeadline(lifetime.Cancellation, Timeouts.Of(timeouts, operation), options.Time);
        var call = new ApplyCall
        {
            Schema = schema,
            Session = Session,
            Private = PrivateState.Decode(request.PlannedPrivate),
            Progress = new HclogProgress(log, schema.TypeName, options.Time),
            Cancellation = deadline.Cancellation,
        };
        return planned is null ? await DeleteApplier.ApplyAsync(call, prior!)
            : prior is null ? await CreateApplier.ApplyAsync(call, planned)
            : await UpdateApplier.ApplyAsync(call, prior, planned);
    }
}
