using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of StartInstances.</summary>
internal sealed record StartInstancesRequest : IRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }

    public void Write(Utf8JsonWriter json) => json.Write(nameof(InstanceIds), InstanceIds);
}
