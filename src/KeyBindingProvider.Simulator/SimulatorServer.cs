using System.Net;
using KeyBindingProvider.Simulator.Control;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace KeyBindingProvider.Simulator;

/// <summary>
/// A <see cref="SimulatedCloud"/> behind HTTP on 127.0.0.1, and nowhere else: it hands out what it is asked for, so it
/// must not be reachable from other machines, and there is no option for that.
/// </summary>
/// <remarks>
/// Three kinds of paths: <c>/</c> is the API, <c>/latest/meta-data/</c> is the metadata service of an instance, and
/// <c>/_simulator/</c> is for tests and people (<see cref="ControlEndpoints"/>).
/// </remarks>
public sealed class SimulatorServer : IAsyncDisposable
{
    // Twice what the documents allow for GET, headers and all.
    private const int MaxRequestLine = 64 * 1024;

    private readonly WebApplication _app;

    private SimulatorServer(WebApplication app, SimulatedCloud cloud, Uri endpoint) => (_app, Cloud, Endpoint) = (app, cloud, endpoint);

    /// <summary>The address it listens on.</summary>
    public Uri Endpoint { get; }

    /// <summary>What it serves.</summary>
    public SimulatedCloud Cloud { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="world">What there is at the start.</param>
    /// <param name="options">Readings, times and limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="port">Port on 127.0.0.1; 0 for a free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(
        World world,
        SimulatorOptions options,
        TimeProvider time,
        int port = 0,
        CancellationToken cancellationToken = default
    )
    {
        var cloud = new SimulatedCloud(world, options, time);
        // The empty builder reads no environment and no files, and logs nothing.
        // Not the working directory, which may have been deleted.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
            kestrel.Limits.MaxRequestBufferSize = 2 * MaxRequestLine;
            // Too large a body gets the API's own error, not a 413.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        app.Run(new RequestRouter(cloud, new ControlEndpoints(cloud), new MetadataService(cloud)).HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        return new SimulatorServer(app, cloud, new Uri(address.Addresses.Single()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Nobody is owed a graceful end: a test that disposes has its answers.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
