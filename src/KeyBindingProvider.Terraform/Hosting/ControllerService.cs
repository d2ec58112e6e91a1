using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Ends the process when the host says so: without it each command would wait 2 s for every process and then kill it.</summary>
internal sealed class ControllerService(ProviderLifetime lifetime)
{
    public Task<ShutdownResponse> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        // The answer goes first.
        context
            .GetHttpContext()
            .Response.OnCompleted(() =>
            {
                lifetime.RequestExit();
                return Task.CompletedTask;
            });
        return Task.FromResult(new ShutdownResponse());
    }
}
