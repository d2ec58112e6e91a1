using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DisassociateInstancesKeyPairs: unbinds keys.</summary>
internal sealed class DisassociateInstancesKeyPairs(KeyPairWrites writes) : IApiAction
{
    public string Name => nameof(DisassociateInstancesKeyPairs);

    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters => KeyPairWrites.Parameters;

    public void Handle(ActionCall call, Utf8JsonWriter answer) => writes.Handle(call, isBind: false);
}
