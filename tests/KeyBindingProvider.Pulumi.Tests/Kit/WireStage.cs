using Grpc.Net.Client;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Pulumi.Hosting;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Service;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>The provider on a real port, over a cloud that does everything at once.</summary>
internal sealed class WireStage : IAsyncDisposable
{
    private readonly ProviderHost _host;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<string> _addresses;

    private WireStage(
        ProviderHost host,
        ProviderRuns runs,
        SimulatedCloud cloud,
        CloudGate gate,
        Mock<IEngineLink> link,
        List<string> addresses
    )
    {
        (_host, Runs, Cloud, Gate, Link, _addresses) = (host, runs, cloud, gate, link, addresses);
        Channel = Open();
    }

    public SimulatedCloud Cloud { get; }
    public ProviderRuns Runs { get; }
    public CloudGate Gate { get; }
    public Mock<IEngineLink> Link { get; }
    public GrpcChannel Channel { get; }
    public IEnumerable<string> Paths => _host.Paths;

    /// <summary>Addresses of engines that the provider was told of.</summary>
    public IReadOnlyList<string> EngineAddresses => _addresses;

    public static async Task<WireStage> StartAsync(World world)
    {
        var cloud = new SimulatedCloud(world, SimulatorOptions.Instant with { RateLimits = false }, TimeProvider.System);
        var gate = new CloudGate(new SimulatorHandler(cloud));
        var (link, addresses) = (EngineLinks.Alive(), new List<string>());
        var options = new EngineOptions { PollInterval = TimeSpan.FromMilliseconds(5), GatherDelay = TimeSpan.FromMilliseconds(20) };
        var settings = new ProviderSettings(
            TimeProvider.System,
            options,
            gate,
            address =>
            {
                addresses.Add(address);
                return link.Object;
            }
        )
        {
            Machine = SimulatedAccount.Nowhere,
        };
        var runs = new ProviderRuns(settings);
        return new WireStage(await ProviderHost.StartAsync(new ProviderService(settings, runs)), runs, cloud, gate, link, addresses);
    }

    public ProviderCalls Connect() => new(Channel);

    /// <summary>Over a connection of its own.</summary>
    public ProviderCalls ConnectAnew() => new(Open());

    public async Task<ProviderCalls> ConnectConfiguredAsync()
    {
        var provider = Connect();
        await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1" });
        await provider.ConfigureAsync(new ConfigureRequest { Args = Stage.Configure() });
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        _channels.ForEach(channel => channel.Dispose());
        await _host.DisposeAsync();
    }

    private GrpcChannel Open()
    {
        var channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{_host.Port}",
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler { UseProxy = false },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = null,
                MaxSendMessageSize = null,
            }
        );
        _channels.Add(channel);
        return channel;
    }

    /// <summary>Holds calls to the cloud while it is closed.</summary>
    internal sealed class CloudGate(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private volatile TaskCompletionSource? _closed;

        public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open()
        {
            _closed?.TrySetResult();
            _closed = null;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_closed is { } closed)
            {
                await closed.Task.WaitAsync(cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
