using Grpc.Core;
using KeyBindingProvider.Core;
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
                var diff = ResourceDiff.Of(
                    call.Stored(outputs, inputs),
                    call.Declare(inputs),
                    call.Declare(FromProto.Map(request.News)),
                    call.Account.Policy,
                    request.IgnoreChanges
                );
                if (diff.Replaces.Contains(PropertyNames.Region.Camel))
                {
                    call.Run.MarkReplaced(request.Urn);
                }

                return Task.FromResult(diff);
            }
        );
}
