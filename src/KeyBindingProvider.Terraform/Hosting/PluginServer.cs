using KeyBindingProvider.Hosting;
using KeyBindingProvider.Terraform.Service;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// The gRPC server behind the socket. Start-up is paid up to five times in one command of the engine.
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

    private readonly CancellationTokenSource _stopping;
    private readonly GrpcServer _server;

    private PluginServer(GrpcServer server, CancellationTokenSource stopping) => (_server, _stopping) = (server, stopping);

    /// <summary>Paths of the methods that it serves.</summary>
    internal IEnumerable<string> Paths => _server.Paths;

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
        var stopping = new CancellationTokenSource();
        var methods = PluginMethods.Of(
            provider,
            new ControllerService(lifetime),
            new StdioService(lifetime, mode, stopping.Token),
            new BrokerService(stopping.Token),
            new HealthService(stopping.Token)
        );
        try
        {
            var server = await GrpcServer.StartAsync(
                methods,
                LargestMessage,
                ShutdownTimeout,
                kestrel =>
                {
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
                }
            );
            return new PluginServer(server, stopping);
        }
        catch
        {
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Stops within the time that the host grants.</summary>
    public async ValueTask DisposeAsync()
    {
        // First what only idles: the server waits for all calls.
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Two streams idle for the whole run, and a fleet's state may be large.</summary>
    private static void Limit(KestrelServerLimits limits)
    {
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestBodySize = null;
        limits.KeepAliveTimeout = WholeRun;
    }
}
