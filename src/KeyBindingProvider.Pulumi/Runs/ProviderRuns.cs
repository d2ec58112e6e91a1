using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>The runs that this process serves, by connection.</summary>
internal sealed class ProviderRuns(ProviderSettings settings)
{
    private static readonly object Item = new();

    private readonly TaskCompletionSource _firstCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EngineRun? _latest;
    private volatile IEngineLink? _engine;

    /// <summary>Everything in flight.</summary>
    public Operations Operations { get; } = new(settings.Time);

    /// <summary>The engine that started this process, by its command line; runs that name none are its.</summary>
    public string? EngineAddress
    {
        set => _engine = value is null ? null : settings.ConnectEngine(value);
    }

    /// <summary>Completes when an engine has called for the first time.</summary>
    public Task FirstCall => _firstCall.Task;

    /// <summary>A connection begins a run.</summary>
    public EngineRun Begin(ServerCallContext call)
    {
        var run = new EngineRun { Link = _engine };
        if (ItemsOf(call) is { } items)
        {
            items[Item] = run;
        }

        _latest = run;
        _firstCall.TrySetResult();
        return run;
    }

    /// <summary>
    /// The run of a call. Old engines begin without a handshake; one that had to connect anew belongs to the run that was begun last.
    /// </summary>
    public EngineRun Of(ServerCallContext call) =>
        ItemsOf(call)?.TryGetValue(Item, out var run) == true && run is EngineRun ours ? ours : _latest ?? Begin(call);

    /// <summary>Takes the engine's address from a handshake or an attach. An empty or strange one changes nothing.</summary>
    public void Connect(EngineRun run, string address)
    {
        if (address.Length > 0 && settings.ConnectEngine(address) is { } link)
        {
            run.Link = link;
            // The one on the command line is the same engine; whoever came last is the one to watch.
            _engine = _engine is null ? null : link;
        }
    }

    /// <summary>Whether the engine that started this process answers. With an address that cannot be one there is nobody to ask.</summary>
    public Task<bool> IsEngineAliveAsync(CancellationToken cancellationToken) =>
        _engine?.IsAliveAsync(cancellationToken) ?? Task.FromResult(true);

    private static IDictionary<object, object?>? ItemsOf(ServerCallContext call) =>
        call.GetHttpContext().Features.Get<IConnectionItemsFeature>()?.Items;
}
