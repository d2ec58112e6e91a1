using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;
using Microsoft.Extensions.Hosting;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// A stream that says nothing and lives as long as the host does: when it breaks, the host is gone, and the process finishes what it has stopped and
/// ends.
/// </summary>
internal sealed class StdioService(ProviderLifetime lifetime, IHostApplicationLifetime server, HostingMode mode) : GRPCStdio.GRPCStdioBase
{
    public override async Task StreamStdio(Empty request, IServerStreamWriter<StdioData> responseStream, ServerCallContext context)
    {
        await OpenStream.HoldAsync(context.CancellationToken, server.ApplicationStopping);
        if (mode == HostingMode.Plugin && context.CancellationToken.IsCancellationRequested)
        {
            lifetime.FinishAndExit();
        }
    }
}
