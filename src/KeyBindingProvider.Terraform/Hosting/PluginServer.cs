using Grpc.Health.V1;
using Grpc.HealthCheck;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// The gRPC server behind the socket. Composed from an empty builder: no settings files, no environment, no console. Start-up is paid up to five
/// times in one command of the engine.
/// </summary>
internal sealed class PluginServer : IAsyncDisposable
{
    /// <summary>
    /// Bytes of a message, in either direction: several times the largest that there is, the plan of a change of a resource over 10,000 machines (a test measures
    /// it). What is larger is refused before it is held in memory.
    /// </summary>
    public const int LargestMessage = 64 << 20;

    // The host kills the process 2 s after it has said good-bye.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan WholeRun = TimeSpan.FromDays(30);

    private readonly WebApplication _app;

    private PluginServer(WebApplication app) => _app = app;

    /// <summary>Paths of the methods that it serves.</summary>
    internal IEnumerable<string> Paths => GrpcServices.Paths(_app);

    /// <summary>Starts to listen.</summary>
    /// <param name="socketPath">The socket.</param>
    /// <param name="certificate">Mutual TLS, or null for none.</param>
    /// <param name="provider">What answers.</param>
    /// <param name="lifetime">When it ends.</param>
    /// <param name="mode">Who it belongs to.</param>
    public static async Task<PluginServer> StartAsync(
        string socketPath,
        PluginCertificate? certificate,
        ProviderService provider,
        ProviderLifetime lifetime,
        HostingMode mode
    )
    {
        // Not the working directory, which may have been deleted.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits);
            kestrel.ListenUnixSocket(
                socketPath,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http2;
                    if (certificate is not null)
                    {
                        listen.UseHttps(certificate.ToKestrel());
                    }
                }
            );
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        // The default one stops the server at Ctrl+C, which the whole process group receives while the engine still needs its answers.
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = LargestMessage;
            grpc.MaxSendMessageSize = LargestMessage;
        });
        builder
            .Services.WithoutReflection()
            .AddGrpcService(provider, Provider.List)
            .AddGrpcService(new ControllerService(lifetime), GRPCController.List)
            .AddGrpcService(services => new StdioService(lifetime, Host(services), mode), GRPCStdio.List)
            .AddGrpcService(services => new BrokerService(Host(services)), GRPCBroker.List)
            .AddGrpcService(Serving(), HealthMethods.List);
        var app = builder.Build();
        app.MapGrpcService<ProviderService>();
        app.MapGrpcService<ControllerService>();
        app.MapGrpcService<StdioService>();
        app.MapGrpcService<BrokerService>();
        app.MapGrpcService<HealthServiceImpl>();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new PluginServer(app);
    }

    /// <summary>Stops within the time that the host grants.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Two streams idle for the whole run, and a fleet's state may be large.</summary>
    private static void Limit(KestrelServerLimits limits)
    {
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestBodySize = null;
        limits.KeepAliveTimeout = WholeRun;
    }

    private static IHostApplicationLifetime Host(IServiceProvider services) => services.GetRequiredService<IHostApplicationLifetime>();

    /// <summary>From the first call to the last: of the whole server, and under the name that a plugin host asks for.</summary>
    private static HealthServiceImpl Serving()
    {
        var health = new HealthServiceImpl();
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        health.SetStatus("plugin", HealthCheckResponse.Types.ServingStatus.Serving);
        return health;
    }

    private sealed class UnattendedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
