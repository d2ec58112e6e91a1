using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>Nobody's name: the claims of all count, also those of the object that takes this one's place under the same urn.</summary>
    private const string Nobody = "";

    /// <summary>
    /// Takes away what is owned. It is never previewed, so it refuses before any write whatever the stored policy does not allow; what is gone already is done. A
    /// failed one can be repeated. One that was replaced in an earlier run is out of reach of the program: there the provider's policy has a say.
    /// </summary>
    public Task<Empty> Delete(DeleteRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            request.Timeout,
            context,
            async call =>
            {
                var outputs = FromProto.Map(request.Properties);
                var prior = call.Stored(outputs, request.OldInputs is null ? call.Inputs(outputs) : FromProto.Map(request.OldInputs));
                if (call.Run.IsReplaced(request.Urn, request.Id))
                {
                    prior = await call.In(prior.Region).UnderPresentPolicyAsync(prior, Nobody, call.Operation.Token);
                }

                var result = await call.In(prior.Region)
                    .DeleteAsync(prior, Nobody, new ProgressMessages(call.Log), call.SayStopsAsync, call.Operation.Cancellation);
                Tell(call, result, PropertyValue.Map.Empty);
                if (!result.Errors.IsEmpty)
                {
                    throw StatusMapping.Of(
                        call.Run.HasSuccessor(request.Urn, request.Id) ? result.Errors.Select(DeleteRemedies.ForReplaced) : result.Errors,
                        result.IsRefused
                            ? "The destroy is refused; nothing was changed."
                            : "Not everything was taken away; destroy it again to continue.",
                        result.Report.Cancelled ? StatusCode.Cancelled : null
                    );
                }

                return new Empty();
            }
        );
}
