using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KeyBindingProvider.Hosting;

/// <summary>
/// Services that list their methods. The usual way finds each of them by reflection, and the generated binder calls a virtual method with type parameters of its own: for
/// native code both are work of the start, half of it, in a process that an engine starts several times in one command (docs/adr/0065).
/// </summary>
internal static class GrpcServices
{
    // What the server asks of every service; nothing here looks anything up by it.
    private const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.PublicMethods
        | DynamicallyAccessedMemberTypes.NonPublicMethods;

    /// <summary>Removes the way by reflection: a method that two ways name would be two endpoints.</summary>
    public static IServiceCollection WithoutReflection(this IServiceCollection services) =>
        services.RemoveAll(typeof(IServiceMethodProvider<>));

    /// <summary>Adds the one instance that serves all calls; whoever made it disposes of it.</summary>
    /// <param name="services">After <c>AddGrpc</c> and <see cref="WithoutReflection"/>.</param>
    /// <param name="service">The instance.</param>
    /// <param name="list">Lists its methods.</param>
    public static IServiceCollection AddGrpcService<[DynamicallyAccessedMembers(Members)] TService>(
        this IServiceCollection services,
        TService service,
        Action<ServiceMethodProviderContext<TService>, TService> list
    )
        where TService : class =>
        services.AddSingleton(service).AddSingleton<IServiceMethodProvider<TService>>(new Listed<TService>(service, list));

    /// <summary>Adds the one instance that serves all calls, where it needs what the server knows.</summary>
    /// <param name="services">After <c>AddGrpc</c> and <see cref="WithoutReflection"/>.</param>
    /// <param name="make">Makes it, once.</param>
    /// <param name="list">Lists its methods.</param>
    public static IServiceCollection AddGrpcService<[DynamicallyAccessedMembers(Members)] TService>(
        this IServiceCollection services,
        Func<IServiceProvider, TService> make,
        Action<ServiceMethodProviderContext<TService>, TService> list
    )
        where TService : class =>
        services
            .AddSingleton(make)
            .AddSingleton<IServiceMethodProvider<TService>>(made => new Listed<TService>(made.GetRequiredService<TService>(), list));

    /// <summary>One request, one answer.</summary>
    public static void Add<[DynamicallyAccessedMembers(Members)] TService, TRequest, TResponse>(
        this ServiceMethodProviderContext<TService> endpoints,
        Method<TRequest, TResponse> method,
        Grpc.Core.UnaryServerMethod<TRequest, TResponse> handler
    )
        where TService : class
        where TRequest : class
        where TResponse : class => endpoints.AddUnaryMethod(method, [], (_, request, context) => handler(request, context));

    /// <summary>One request, a stream of answers.</summary>
    public static void Add<[DynamicallyAccessedMembers(Members)] TService, TRequest, TResponse>(
        this ServiceMethodProviderContext<TService> endpoints,
        Method<TRequest, TResponse> method,
        Grpc.Core.ServerStreamingServerMethod<TRequest, TResponse> handler
    )
        where TService : class
        where TRequest : class
        where TResponse : class =>
        endpoints.AddServerStreamingMethod(method, [], (_, request, answers, context) => handler(request, answers, context));

    /// <summary>A stream in either direction.</summary>
    public static void Add<[DynamicallyAccessedMembers(Members)] TService, TRequest, TResponse>(
        this ServiceMethodProviderContext<TService> endpoints,
        Method<TRequest, TResponse> method,
        Grpc.Core.DuplexStreamingServerMethod<TRequest, TResponse> handler
    )
        where TService : class
        where TRequest : class
        where TResponse : class =>
        endpoints.AddDuplexStreamingMethod(method, [], (_, requests, answers, context) => handler(requests, answers, context));

    /// <summary>Paths of all methods that are served, without the two patterns of what is not.</summary>
    public static IEnumerable<string> Paths(IEndpointRouteBuilder app) =>
        app
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => !path.Contains('{', StringComparison.Ordinal));

    private sealed class Listed<[DynamicallyAccessedMembers(Members)] TService>(
        TService service,
        Action<ServiceMethodProviderContext<TService>, TService> list
    ) : IServiceMethodProvider<TService>
        where TService : class
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context) => list(context, service);
    }
}
