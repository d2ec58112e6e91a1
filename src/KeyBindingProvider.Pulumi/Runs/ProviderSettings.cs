using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>What the provider is made of.</summary>
/// <param name="Time">The clock of everything.</param>
/// <param name="Options">Bounds of waiting.</param>
/// <param name="CloudHandler">What sends requests to the service; null for the network.</param>
/// <param name="ConnectEngine">Connects to an engine by host and port; null when the address cannot be one.</param>
internal sealed record ProviderSettings(
    TimeProvider Time,
    EngineOptions Options,
    HttpMessageHandler? CloudHandler,
    Func<string, IEngineLink?> ConnectEngine
)
{
    /// <summary>
    /// An engine sends what it can do at once as calls of their own, a little apart: reads wait this long for each other, so that hundreds of resources are
    /// read in as few calls as one of them with as many instances.
    /// </summary>
    public static readonly EngineOptions SharingReads = new() { GatherDelay = TimeSpan.FromMilliseconds(20) };

    /// <summary>Where credentials and region are looked for when nothing is configured.</summary>
    public EngineEnvironment Machine { get; init; } = EngineEnvironment.OfProcess;

    /// <summary>The real thing.</summary>
    public static ProviderSettings Default { get; } =
        new(TimeProvider.System, SharingReads, CloudHandler: null, address => EngineLink.Connect(address, TimeProvider.System));
}
