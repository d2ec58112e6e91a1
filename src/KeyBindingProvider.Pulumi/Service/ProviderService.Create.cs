using System.Security.Cryptography;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    private const int LabelBytes = 4;

    /// <summary>
    /// Binds, or, in a preview, looks and says what it would do. A failure that has changed nothing leaves no resource behind; any other leaves one with what is
    /// there.
    /// </summary>
    public Task<CreateResponse> Create(CreateRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            request.Timeout,
            context,
            async call =>
            {
                var properties = FromProto.Map(request.Properties);
                if (request.Preview)
                {
                    var shown = await PreviewAsync(call, properties, prior: null);
                    return new CreateResponse { Properties = ToProto.Struct(shown), RefreshBeforeUpdate = true };
                }

                var id = NewLabel(call.Resource.Name);
                var outputs = await ApplyAsync(call, properties, prior: null, id, kept: properties);
                call.Run.MarkMade(request.Urn, id);
                return new CreateResponse
                {
                    Id = id,
                    Properties = ToProto.Struct(outputs),
                    RefreshBeforeUpdate = true,
                };
            }
        );

    /// <summary>An opaque label, fixed for life; that of a replacement must be another one.</summary>
    private static string NewLabel(string name) => $"{name}-{RandomNumberGenerator.GetHexString(2 * LabelBytes, lowercase: true)}";
}
