using System.Net;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Pulumi.Service;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>
/// The service behind gRPC on a free port of 127.0.0.1.
/// </summary>
internal sealed class ProviderHost : IAsyncDisposable
{
    /// <summary>
    /// Bytes of a message, in either direction: several times the largest that there is, an update of a resource over 10,000 machines (a test measures it). What is
    /// larger is refused before it is held in memory.
    /// </summary>
    public const int LargestMessage = 64 << 20;

    /// <summary>An engine runs four operations for each core at once, all on one connection; the usual 100 would make them queue.</summary>
    private const int Streams = 1 << 16;

    private const int Window = 1 << 20;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.3);

    private readonly GrpcServer _server;

    private ProviderHost(GrpcServer server, int port) => (_server, Port) = (server, port);

    /// <summary>The port that was given.</summary>
    public int Port { get; }

    /// <summary>Paths of the methods that it serves.</summary>
    internal IEnumerable<string> Paths => _server.Paths;

    /// <summary>Starts to listen.</summary>
    public static async Task<ProviderHost> StartAsync(ProviderService service, CancellationToken cancellationToken = default)
    {
        var server = await GrpcServer.StartAsync(ProviderMethods.Of(service), LargestMessage, Grace, Limit, cancellationToken);
        return new ProviderHost(server, new Uri(server.Addresses.Single()).Port);
    }

    /// <summary>Ends all connections; whoever wants calls to be finished waits for them before.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = Timeout.InfiniteTimeSpan;
        kestrel.Limits.Http2.MaxStreamsPerConnection = Streams;
        kestrel.Limits.Http2.InitialConnectionWindowSize = Window;
        kestrel.Limits.Http2.InitialStreamWindowSize = Window;
    }
}
