using Grpc.Core;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>What an update would be: pure over what was stored. Refusals are raised by the update, not here.</summary>
    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            timeout: 0,
            context,
            call =>
            {
                var outputs = FromProto.Map(request.Olds);
                var inputs = request.OldInputs is null ? call.Inputs(outputs) : FromProto.Map(request.OldInputs);
                var prior = call.Stored(outputs, inputs);
                var diff = ResourceDiff.Of(
                    prior,
                    call.Declare(inputs),
                    call.Declare(FromProto.Map(request.News)),
                    desired => call.In(prior.Region).PlanStored(desired, prior, request.Urn),
                    request.IgnoreChanges
                );
                if (diff.Replaces.Contains(PropertyNames.Region.Camel))
                {
                    call.Run.MarkMoved(request.Urn, prior.Region);
                }

                return Task.FromResult(diff);
            }
        );
}
