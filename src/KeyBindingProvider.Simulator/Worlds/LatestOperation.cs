namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>The last operation that an instance shows.</summary>
/// <param name="Action">Name of the API action.</param>
/// <param name="State">SUCCESS, OPERATING or FAILED.</param>
/// <param name="RequestId">RequestId of the call.</param>
/// <param name="ErrorMessage">Why it failed.</param>
public sealed record LatestOperation(string Action, string State, string RequestId, string? ErrorMessage = null);
