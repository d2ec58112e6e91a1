using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;
using Microsoft.Extensions.Logging;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Ctrl+C: no new stop; what is down is changed and started, and each operation answers with what it has done.</summary>
    public Task<StopProviderResponse> StopProvider(StopProviderRequest request, ServerCallContext context)
    {
        log.Write(LogLevel.Warning, "Asked to stop: no further instance is stopped, what is down is finished and started.");
        lifetime.StopChanging();
        return Task.FromResult(new StopProviderResponse());
    }
}
