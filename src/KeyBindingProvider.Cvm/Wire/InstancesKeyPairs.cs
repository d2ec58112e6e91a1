namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Request of AssociateInstancesKeyPairs and of DisassociateInstancesKeyPairs: every key on, or off, every instance.</summary>
internal sealed record InstancesKeyPairsRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }
    public required IEnumerable<string> KeyIds { get; init; }
    public required bool ForceStop { get; init; }
}
