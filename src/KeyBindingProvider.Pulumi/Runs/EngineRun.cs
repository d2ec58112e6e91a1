using System.Collections.Concurrent;
using Grpc.Core;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// One provider resource of one run of an engine: what it was configured with and what it has said so far. The engine opens a connection for each, so that a
/// process that it is attached to can serve several at once and one after the other.
/// </summary>
internal sealed class EngineRun
{
    private readonly ConcurrentDictionary<string, string> _moved = new(StringComparer.Ordinal);
    private int _hinted;

    /// <summary>Where messages go; null when nobody listens.</summary>
    public IEngineLink? Link { get; set; }

    /// <summary>What it was configured with; null before.</summary>
    public ProviderAccount? Account { get; private set; }

    /// <summary>Ids that must not be shown.</summary>
    public SecretIds Secrets { get; } = new();

    /// <summary>The account; an operation before Configure is the engine's fault.</summary>
    public ProviderAccount Configured =>
        Account ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "The provider has not been configured."));

    /// <summary>Takes an account. An earlier one is left to whatever still uses it; its connections close by themselves.</summary>
    public void Configure(ProviderAccount account)
    {
        Account = account;
        Forget();
    }

    /// <summary>A command of the engine is over: what its resources have declared does not bind the next.</summary>
    public void Forget()
    {
        Account?.Factory.BeginRun();
        _moved.Clear();
        Secrets.Clear();
        Interlocked.Exchange(ref _hinted, 0);
    }

    /// <summary>A diff has found that this resource must be replaced by one in another region.</summary>
    public void MarkMoved(string urn, string from) => _moved[urn] = from;

    /// <summary>The region of the object whose place the one that is created now takes; null when it takes nobody's.</summary>
    public string? MovedFrom(string urn) => _moved.GetValueOrDefault(urn);

    /// <summary>Whether this is the first to ask: a hint is given once in a run.</summary>
    public bool TakeHint() => Interlocked.Exchange(ref _hinted, 1) == 0;
}
