using System.Globalization;
using System.Net;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KeyBindingProvider.TestKit;

/// <summary>
/// A simulated account on loopback that holds one call back, before or after its effect, until the test has done to the caller what it wants to. Calls that read are not
/// counted.
/// </summary>
public sealed class GatedAccount : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AheadClock _clock = new();
    private readonly int _heldCall;
    private readonly bool _afterItsEffect;
    private int _calls;

    private GatedAccount(WebApplication app, World world, int heldCall, bool afterItsEffect)
    {
        (_app, _heldCall, _afterItsEffect) = (app, heldCall, afterItsEffect);
        Cloud = new SimulatedCloud(world, SimulatorOptions.Instant with { RateLimits = false }, _clock);
    }

    public SimulatedCloud Cloud { get; }

    /// <summary>Completes when the call has come.</summary>
    public Task Reached => _reached.Task;

    public string Endpoint =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().TrimEnd('/');

    /// <param name="world">What there is.</param>
    /// <param name="heldCall">Which call that writes or tags is held, from 1.</param>
    /// <param name="afterItsEffect">Whether it has its effect before it is held.</param>
    public static async Task<GatedAccount> StartAsync(World world, int heldCall, bool afterItsEffect)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var account = new GatedAccount(app, world, heldCall, afterItsEffect);
        app.Run(account.HandleAsync);
        await app.StartAsync();
        return account;
    }

    /// <summary>The held call goes on, and nothing is held any more.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>The service's clock goes forward.</summary>
    public void Pass(TimeSpan time) => _clock.Pass(time);

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var action = context.Request.Headers["X-TC-Action"].ToString();
        var isHeld =
            action.Length > 0
            && action != "GetCallerIdentity"
            && !action.StartsWith("Describe", StringComparison.Ordinal)
            && Interlocked.Increment(ref _calls) == _heldCall;
        if (isHeld && !_afterItsEffect)
        {
            _reached.TrySetResult();
            await _released.Task;
        }

        // What was held back while its caller died has never been sent.
        if (isHeld && context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var reply = await Cloud.HandleAsync(
            new SimulatedRequest(
                context.Request.Method,
                context.Request.Headers.Host.ToString(),
                "/",
                context.Request.QueryString.Value?.TrimStart('?') ?? "",
                [.. context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))],
                body.ToArray()
            ),
            CancellationToken.None
        );
        if (isHeld && _afterItsEffect)
        {
            _reached.TrySetResult();
            await _released.Task;
        }

        if (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.Date = Cloud.Clock.ToString("R", CultureInfo.InvariantCulture);
            context.Response.StatusCode = reply.Status;
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(reply.Body);
        }
    }

    private sealed class AheadClock : TimeProvider
    {
        private long _ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

        public void Pass(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
    }
}
