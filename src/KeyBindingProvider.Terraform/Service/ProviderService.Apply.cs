using Grpc.Core;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Terraform.Applying;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>The only call that writes. It is never aborted with its connection: what it has stopped it starts, whoever still listens.</summary>
    public override async Task<ApplyResourceChangeResponse> ApplyResourceChange(
        ApplyResourceChangeRequest request,
        ServerCallContext context
    )
    {
        // Whatever goes wrong before the first write leaves the object as it was.
        var response = new ApplyResourceChangeResponse { NewState = request.PriorState };
        using var operation = lifetime.Enter();
        await GuardAsync(
            nameof(ApplyResourceChange),
            response.Diagnostics,
            async () =>
            {
                var answer = await ApplyAsync(request);
                response.NewState = DynamicValues.Write(answer.State, ResourceOf(request.TypeName).Definition);
                response.Private = answer.Private.Encode();
                response.Diagnostics.AddRange(answer.Diagnostics);
            }
        );
        return response;
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
            Progress = new HclogProgress(log, schema.TypeName),
            Cancellation = deadline.Cancellation,
        };
        return planned is null ? await DeleteApplier.ApplyAsync(call, prior!)
            : prior is null ? await CreateApplier.ApplyAsync(call, planned)
            : await UpdateApplier.ApplyAsync(call, prior, planned);
    }
}
