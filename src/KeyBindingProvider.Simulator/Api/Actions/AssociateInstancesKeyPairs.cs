using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>AssociateInstancesKeyPairs: binds keys.</summary>
internal sealed class AssociateInstancesKeyPairs(KeyPairWrites writes) : IApiAction
{
    public string Name => nameof(AssociateInstancesKeyPairs);

    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters => KeyPairWrites.Parameters;

    public void Handle(ActionCall call, Utf8JsonWriter answer) => writes.Handle(call, isBind: true);
}
