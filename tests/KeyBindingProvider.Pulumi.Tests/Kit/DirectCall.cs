using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>A call that comes over no wire, on a connection that is a dictionary.</summary>
internal sealed class DirectCall : ServerCallContext
{
    private readonly CancellationToken _cancellation;

    public DirectCall(Connection connection, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        var http = new DefaultHttpContext();
        http.Features.Set<IConnectionItemsFeature>(connection);
        UserState["__HttpContext"] = http;
    }

    protected override string MethodCore => "direct";
    protected override string HostCore => "direct";
    protected override string PeerCore => "direct";
    protected override DateTime DeadlineCore => DateTime.MaxValue;
    protected override Metadata RequestHeadersCore { get; } = [];
    protected override CancellationToken CancellationTokenCore => _cancellation;
    protected override Metadata ResponseTrailersCore { get; } = [];
    protected override Status StatusCore { get; set; }
    protected override WriteOptions? WriteOptionsCore { get; set; }
    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    internal sealed class Connection : IConnectionItemsFeature
    {
        public IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();
    }
}
