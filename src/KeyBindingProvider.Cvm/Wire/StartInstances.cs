namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of StartInstances.</summary>
internal sealed record StartInstancesRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }
}
