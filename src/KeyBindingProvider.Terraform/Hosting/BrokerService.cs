using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;
using Microsoft.Extensions.Hosting;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>The host opens this stream and never asks anything of it.</summary>
internal sealed class BrokerService(IHostApplicationLifetime server) : GRPCBroker.GRPCBrokerBase
{
    public override Task StartStream(
        IAsyncStreamReader<ConnInfo> requestStream,
        IServerStreamWriter<ConnInfo> responseStream,
        ServerCallContext context
    ) => OpenStream.HoldAsync(context.CancellationToken, server.ApplicationStopping);
}
