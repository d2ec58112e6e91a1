using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>What the provider says to the engine by itself. Nothing here throws: a message that is lost must not fail an operation.</summary>
internal interface IEngineLink
{
    /// <summary>Shows a message.</summary>
    Task LogAsync(LogRequest message);

    /// <summary>Whether the engine answers.</summary>
    Task<bool> IsAliveAsync(CancellationToken cancellationToken);
}
