namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of DisassociateInstancesKeyPairs.</summary>
internal sealed record DisassociateInstancesKeyPairsRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }
    public required IEnumerable<string> KeyIds { get; init; }
    public required bool ForceStop { get; init; }
}
