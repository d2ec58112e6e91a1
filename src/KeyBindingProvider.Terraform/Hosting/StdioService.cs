using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// A stream that says nothing and lives as long as the host does: when it breaks, the host is gone, and the process finishes what it has stopped and
/// ends.
/// </summary>
internal sealed class StdioService(ProviderLifetime lifetime, HostingMode mode, CancellationToken stopping)
{
    public async Task StreamStdio(Empty request, IServerStreamWriter<StdioData> responseStream, ServerCallContext context)
    {
        await OpenStream.HoldAsync(context.CancellationToken, stopping);
        if (mode == HostingMode.Plugin && context.CancellationToken.IsCancellationRequested)
        {
            lifetime.FinishAndExit();
        }
    }
}
