using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// Changes, or, in a preview, looks and says what it would change. After a failure the engine keeps the inputs from before with the outputs that are sent,
    /// so that the next update continues.
    /// </summary>
    public Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            request.Timeout,
            context,
            async call =>
            {
                var outputs = FromProto.Map(request.Olds);
                var before = request.OldInputs is null ? call.Inputs(outputs) : FromProto.Map(request.OldInputs);
                var prior = call.Stored(outputs, before);
                var properties = FromProto.Map(request.News);
                var answer = request.Preview
                    ? await PreviewAsync(call, properties, prior)
                    : await ApplyAsync(call, properties, prior, request.Id, kept: before);
                return new UpdateResponse { Properties = ToProto.Struct(answer), RefreshBeforeUpdate = true };
            }
        );
}
