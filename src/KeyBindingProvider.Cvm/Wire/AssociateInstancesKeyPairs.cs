namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of AssociateInstancesKeyPairs.</summary>
internal sealed record AssociateInstancesKeyPairsRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }
    public required IEnumerable<string> KeyIds { get; init; }
    public required bool ForceStop { get; init; }
}
