using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>The first call of a connection. Must work unconfigured, twice, and without an address.</summary>
    public Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        Guard(() =>
        {
            runs.Connect(runs.Begin(context), request.EngineAddress);
            return new ProviderHandshakeResponse
            {
                AcceptSecrets = true,
                AcceptResources = true,
                AcceptOutputs = true,
                // Nothing here is named.
                SupportsAutonamingConfiguration = true,
            };
        });
}
