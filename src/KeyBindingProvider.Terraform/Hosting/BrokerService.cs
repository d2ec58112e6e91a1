using Grpc.Core;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>The host opens this stream and never asks anything of it.</summary>
internal sealed class BrokerService(CancellationToken stopping)
{
    /// <summary>Ends, without an error, with the host or with the server.</summary>
    public Task StartStream(ServerCallContext context) => OpenStream.HoldAsync(context.CancellationToken, stopping);
}
