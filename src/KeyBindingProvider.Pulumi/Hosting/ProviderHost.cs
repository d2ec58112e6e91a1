using System.Net;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>
/// The service behind gRPC on a free port of 127.0.0.1. The empty builder reads no variable and no file of the folder that the engine happens to start us in,
/// and logs nothing: the first line of standard output belongs to the port.
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

    private readonly WebApplication _app;

    private ProviderHost(WebApplication app, int port) => (_app, Port) = (app, port);

    /// <summary>The port that was given.</summary>
    public int Port { get; }

    /// <summary>Paths of the methods that it serves.</summary>
    internal IEnumerable<string> Paths => GrpcServices.Paths(_app);

    /// <summary>Starts to listen.</summary>
    public static async Task<ProviderHost> StartAsync(ProviderService service, CancellationToken cancellationToken = default)
    {
        // Not the working directory, which may have been deleted.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(Limit);
        builder.Services.AddLogging();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (LargestMessage, LargestMessage));
        builder.Services.WithoutReflection().AddGrpcService(service, ResourceProvider.List);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(0.3));
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<ProviderService>();
        // The empty builder adds no middleware by itself.
        app.UseEndpoints(_ => { });
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new ProviderHost(app, new Uri(addresses.Addresses.Single()).Port);
    }

    /// <summary>Ends all connections; whoever wants calls to be finished waits for them before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = Timeout.InfiniteTimeSpan;
        kestrel.Limits.Http2.MaxStreamsPerConnection = Streams;
        kestrel.Limits.Http2.InitialConnectionWindowSize = Window;
        kestrel.Limits.Http2.InitialStreamWindowSize = Window;
    }
}
