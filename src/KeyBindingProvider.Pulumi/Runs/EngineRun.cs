using System.Collections.Concurrent;
using Grpc.Core;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// One provider resource of one run of an engine: what it was configured with and what it has said so far. The engine opens a connection for each, so that a
/// process that it is attached to can serve several at once and one after the other.
/// </summary>
internal sealed class EngineRun
{
    private readonly ConcurrentDictionary<string, string> _moved = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _current = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _declared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Urn, Problem Warning), bool> _warned = new();
    private readonly Lock _gate = new();
    private CallCounts _foreseen = CallCounts.Zero;
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
        _current.Clear();
        _made.Clear();
        _declared.Clear();
        _warned.Clear();
        Interlocked.Exchange(ref _hinted, 0);
    }

    /// <summary>A program declares this resource.</summary>
    public void MarkDeclared(string urn) => _declared[urn] = true;

    /// <summary>An object has been compared with what the program declares: it is the one that an edit reaches.</summary>
    public void MarkCurrent(string urn, string id) => _current[urn] = id;

    /// <summary>
    /// Whether the program declares this resource and it is another object that an edit of it reaches: this one was replaced in an earlier run and waits for its
    /// deletion since. The engine says no more of it than of any other deletion.
    /// </summary>
    public bool IsReplaced(string urn, string id) =>
        _declared.ContainsKey(urn) && _current.TryGetValue(urn, out var current) && current != id;

    /// <summary>An object has been made in this run.</summary>
    public void MarkMade(string urn, string id) => _made[urn] = id;

    /// <summary>Whether another object has taken the place of this one, in this run or before.</summary>
    public bool HasSuccessor(string urn, string id) => IsReplaced(urn, id) || (_made.TryGetValue(urn, out var made) && made != id);

    /// <summary>A diff has found that this resource must be replaced by one in another region.</summary>
    public void MarkMoved(string urn, string from) => _moved[urn] = from;

    /// <summary>The region of the object whose place the one that is created now takes; null when it takes nobody's.</summary>
    public string? MovedFrom(string urn) => _moved.GetValueOrDefault(urn);

    /// <summary>Adds what one preview would write to what those of this run would.</summary>
    public void Foresee(CallCounts calls)
    {
        lock (_gate)
        {
            _foreseen += calls;
        }
    }

    /// <summary>What the previews of this run would write, told once: nothing is left of it then.</summary>
    public CallCounts TakeForeseen()
    {
        lock (_gate)
        {
            var foreseen = _foreseen;
            _foreseen = CallCounts.Zero;
            return foreseen;
        }
    }

    /// <summary>Whether this is not said yet of a resource in this run: its diff comes first, its update after it.</summary>
    public bool TakeWarning(string urn, Problem warning) => _warned.TryAdd((urn, warning), true);

    /// <summary>Whether this is the first to ask: a hint is given once in a run.</summary>
    public bool TakeHint() => Interlocked.Exchange(ref _hinted, 1) == 0;
}
