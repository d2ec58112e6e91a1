using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>StartInstances.</summary>
internal sealed class StartInstances(WriteRules rules, BatchGate gate, InstanceMachine machine) : IApiAction
{
    public string Name => nameof(StartInstances);

    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal) { "InstanceIds" };

    public void Handle(ActionCall call, Utf8JsonWriter answer) =>
        gate.Run(call, call.Parameters.RequiredInstances(), rules.RefuseStart, machine.Start);
}
