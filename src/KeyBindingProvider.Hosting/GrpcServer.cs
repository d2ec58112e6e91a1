using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KeyBindingProvider.Hosting;

/// <summary>
/// A gRPC server: the web server, the library's endpoints, and nothing between them. No host that reads settings, variables and folders, no middleware, and no routes: all paths are known and have no variable part
/// (docs/adr/0068). It logs nothing.
/// </summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServer _kestrel;
    private readonly FrozenDictionary<string, RequestDelegate> _endpoints;
    private readonly TimeSpan _grace;

    private GrpcServer(ServiceProvider services, IServer kestrel, FrozenDictionary<string, RequestDelegate> endpoints, TimeSpan grace) =>
        (_services, _kestrel, _endpoints, _grace) = (services, kestrel, endpoints, grace);

    /// <summary>Paths of the methods that it serves.</summary>
    public IEnumerable<string> Paths => _endpoints.Keys;

    /// <summary>Where it listens, as URLs.</summary>
    public IEnumerable<string> Addresses => _kestrel.Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>Starts to listen.</summary>
    /// <param name="methods">What it serves.</param>
    /// <param name="largestMessage">Bytes of a message, in either direction.</param>
    /// <param name="grace">How long calls that are running at the end may go on.</param>
    /// <param name="configure">Where it listens, and with which limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<GrpcServer> StartAsync(
        GrpcMethods methods,
        int largestMessage,
        TimeSpan grace,
        Action<KestrelServerOptions> configure,
        CancellationToken cancellationToken = default
    )
    {
        var services = ServicesOf(methods, largestMessage, configure);
        try
        {
            var kestrel = services.GetRequiredService<IServer>();
            var endpoints = EndpointsOf(services, out var notServed);
            await kestrel.StartAsync(new Application(endpoints, notServed, services), cancellationToken);
            return new GrpcServer(services, kestrel, endpoints, grace);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more calls, and ends those that are still running after the grace.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(_grace, TimeProvider.System);
        await _kestrel.StopAsync(limit.Token);
        await _services.DisposeAsync();
    }

    private static ServiceProvider ServicesOf(GrpcMethods methods, int largestMessage, Action<KestrelServerOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IMeterFactory, Meters>().AddSingleton<DiagnosticSource>(new DiagnosticListener("Microsoft.AspNetCore"));
        // The web server registers its parts with a builder of hosts, and several of them are internal.
        new ServicesOnly(services).UseKestrelCore();
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.Configure(configure);
        services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (largestMessage, largestMessage));
        // The way by reflection: a method that two ways name would be two endpoints.
        services.RemoveAll(typeof(IServiceMethodProvider<>));
        services.AddSingleton(methods).AddSingleton<IServiceMethodProvider<GrpcMethods>>(methods);
        return services.BuildServiceProvider();
    }

    /// <summary>The library's endpoints by their paths; of the patterns with which it answers what is not served, the one for all.</summary>
    private static FrozenDictionary<string, RequestDelegate> EndpointsOf(IServiceProvider services, out RequestDelegate notServed)
    {
        var map = new EndpointMap(services);
        map.MapGrpcService<GrpcMethods>();
        var all = map.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToLookup(HasVariable);
        notServed = all[true].First(endpoint => endpoint.RoutePattern.Parameters.Count == 2).RequestDelegate!;
        return all[false]
            .ToFrozenDictionary(endpoint => endpoint.RoutePattern.RawText!, endpoint => endpoint.RequestDelegate!, StringComparer.Ordinal);
    }

    private static bool HasVariable(RouteEndpoint endpoint) => endpoint.RoutePattern.Parameters.Count > 0;

    /// <summary>As a builder of hosts, only a list of services.</summary>
    private sealed class ServicesOnly(IServiceCollection services) : IWebHostBuilder
    {
        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices) =>
            ConfigureServices(all => configureServices(new WebHostBuilderContext(), all));

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) =>
            throw new NotSupportedException("There is no configuration.");

        public string? GetSetting(string key) => null;

        public IWebHostBuilder UseSetting(string key, string? value) => this;

#pragma warning disable ASPDEPR008 // The interface has it.
        public IWebHost Build() => throw new NotSupportedException("There is no host.");
#pragma warning restore ASPDEPR008
    }

    /// <summary>Makes the instruments that the web server asks for; nobody listens to them.</summary>
    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose() { }
    }

    private sealed class EndpointMap(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => throw new NotSupportedException("There is no middleware.");
    }

    private sealed class Application(
        FrozenDictionary<string, RequestDelegate> endpoints,
        RequestDelegate notServed,
        IServiceProvider services
    ) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) =>
            new DefaultHttpContext(contextFeatures) { RequestServices = services };

        public Task ProcessRequestAsync(HttpContext context) =>
            endpoints.GetValueOrDefault(context.Request.Path.Value ?? "", notServed)(context);

        public void DisposeContext(HttpContext context, Exception? exception) { }
    }
}
