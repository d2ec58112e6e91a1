namespace KeyBindingProvider.Simulator.Options;

/// <summary>A role that AssumeRole hands out credentials for.</summary>
/// <param name="Arn">Its ARN, matched exactly.</param>
/// <param name="ExternalId">The external id that the caller must send; null when none is asked for.</param>
public sealed record SimulatedRole(string Arn, string? ExternalId = null);
