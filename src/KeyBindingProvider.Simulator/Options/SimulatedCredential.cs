namespace KeyBindingProvider.Simulator.Options;

/// <summary>A credential that the simulator accepts.</summary>
/// <param name="SecretKey">The key that signs.</param>
/// <param name="Token">The session token that must come with it; null when none may come.</param>
public sealed record SimulatedCredential(string SecretKey, string? Token = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SimulatedCredential);
}
