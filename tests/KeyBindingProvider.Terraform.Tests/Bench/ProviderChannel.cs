using System.Net.Sockets;
using Grpc.Net.Client;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>A gRPC channel to a socket, as the engine opens one.</summary>
public static class ProviderChannel
{
    public static GrpcChannel Open(string socketPath) =>
        GrpcChannel.ForAddress(
            "http://localhost",
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    ConnectCallback = async (_, cancellationToken) =>
                    {
                        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                        return new NetworkStream(socket, ownsSocket: true);
                    },
                },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = null,
            }
        );
}
