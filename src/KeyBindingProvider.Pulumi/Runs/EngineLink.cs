using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>The engine over gRPC on loopback. A proxy that the user has set for the world must not swallow what is said next door.</summary>
internal sealed class EngineLink : IEngineLink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>An engine that has not taken this many messages in a row takes none: nobody is kept waiting for it.</summary>
    private const int MostFailures = 3;

    private readonly Protocol.Engine.EngineClient _engine;
    private readonly Health.HealthClient _health;
    private readonly TimeProvider _time;
    private int _failures;

    private EngineLink(ChannelBase channel, TimeProvider time) =>
        (_engine, _health, _time) = (new Protocol.Engine.EngineClient(channel), new Health.HealthClient(channel), time);

    /// <summary>Connects by host and port; null when that is not a place on this machine. No call is made yet.</summary>
    public static EngineLink? Connect(string address, TimeProvider time)
    {
        if (!Uri.TryCreate($"http://{address}", UriKind.Absolute, out var uri) || !uri.IsLoopback || uri.Authority != address)
        {
            return null;
        }

        var handler = new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None };
        var channel = GrpcChannel.ForAddress(uri, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        return new EngineLink(channel, time);
    }

    /// <inheritdoc/>
    public async Task LogAsync(LogRequest message)
    {
        if (Volatile.Read(ref _failures) >= MostFailures)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience, _time);
            await _engine.LogAsync(message, cancellationToken: patience.Token);
            Volatile.Write(ref _failures, 0);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _health.CheckAsync(new HealthCheckRequest(), cancellationToken: either.Token);
            return true;
        }
        catch (RpcException exception)
        {
            // An engine without a health service is there all the same.
            return exception.StatusCode == StatusCode.Unimplemented;
        }
    }
}
