using Grpc.Core;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>The far end of a stream that comes over no wire.</summary>
internal sealed class Collected<T> : IServerStreamWriter<T>
{
    public List<T> All { get; } = [];

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message)
    {
        All.Add(message);
        return Task.CompletedTask;
    }
}
