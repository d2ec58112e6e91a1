using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Request of AssociateInstancesKeyPairs and of DisassociateInstancesKeyPairs: every key on, or off, every instance.</summary>
internal sealed record InstancesKeyPairsRequest : IRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }
    public required IEnumerable<string> KeyIds { get; init; }
    public required bool ForceStop { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(InstanceIds), InstanceIds);
        json.Write(nameof(KeyIds), KeyIds);
        json.WriteBoolean(nameof(ForceStop), ForceStop);
    }
}
