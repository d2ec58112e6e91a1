namespace KeyBindingProvider.Cvm;

/// <summary>Parameters of StartInstances.</summary>
internal sealed record StartInstancesRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }
}
