using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>An engine that keeps what it is told.</summary>
internal sealed class FakeEngineLink : IEngineLink
{
    private readonly Lock _gate = new();
    private readonly List<LogRequest> _messages = [];

    public bool IsAlive { get; set; } = true;

    public IReadOnlyList<LogRequest> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public Task LogAsync(LogRequest message)
    {
        lock (_gate)
        {
            _messages.Add(message);
        }

        return Task.CompletedTask;
    }

    public Task<bool> IsAliveAsync(CancellationToken cancellationToken) => Task.FromResult(IsAlive);
}
