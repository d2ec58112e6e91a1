using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>No other tool's resources are converted to ours.</summary>
    public Task<GetMappingResponse> GetMapping(GetMappingRequest request, ServerCallContext context) =>
        Guard(() => new GetMappingResponse());

    /// <inheritdoc cref="GetMapping"/>
    public Task<GetMappingsResponse> GetMappings(GetMappingsRequest request, ServerCallContext context) =>
        Guard(() => new GetMappingsResponse());
}
