using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using KeyBindingProvider.Pulumi.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>An engine's own server on a real port: takes messages, says that it is alive.</summary>
internal sealed class FakeEngineServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Calls _calls;

    private FakeEngineServer(WebApplication app, Calls calls, int port) => (_app, _calls, Port) = (app, calls, port);

    public int Port { get; }

    /// <summary>Completes when it has said that it is alive.</summary>
    public Task Answered => _calls.Answered.Task;

    /// <summary>Messages so far.</summary>
    public IReadOnlyList<LogRequest> Messages => [.. _calls.Messages];

    public static async Task<FakeEngineServer> StartAsync()
    {
        var calls = new Calls();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddLogging();
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(calls);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EngineService>();
        app.MapGrpcService<HealthService>();
        app.UseEndpoints(_ => { });
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new FakeEngineServer(app, calls, new Uri(addresses.Addresses.Single()).Port);
    }

    public async ValueTask DisposeAsync()
    {
        // Connections are closed in order: one that is reset takes an answer with it that the other side has not read yet.
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
    }

    internal sealed class Calls
    {
        public System.Collections.Concurrent.ConcurrentQueue<LogRequest> Messages { get; } = new();
        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class EngineService(Calls calls) : Protocol.Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            calls.Messages.Enqueue(request);
            return Task.FromResult(new Empty());
        }
    }

    internal sealed class HealthService(Calls calls) : Health.HealthBase
    {
        public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
        {
            context
                .GetHttpContext()
                .Response.OnCompleted(() =>
                {
                    calls.Answered.TrySetResult();
                    return Task.CompletedTask;
                });
            return Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
        }
    }
}
