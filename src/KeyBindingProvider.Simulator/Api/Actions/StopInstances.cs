using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Judging;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>StopInstances.</summary>
internal sealed class StopInstances(WriteRules rules, BatchGate gate, InstanceMachine machine, OracleLedger ledger) : IApiAction
{
    public string Name => nameof(StopInstances);

    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "InstanceIds", "StopType", "ForceStop", "StoppedMode" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var instanceIds = call.Parameters.RequiredInstances();
        var stopType = StopTypeOf(call.Parameters);
        var stopCharging = call.Parameters.Text("StoppedMode") switch
        {
            null or "KEEP_CHARGING" => false,
            "STOP_CHARGING" => true,
            var other => throw new ApiRefusal("InvalidParameterValue", $"StoppedMode: {other}"),
        };
        if (stopType == StopTypes.Hard)
        {
            ledger.RoughCall(call.Actor, forceStop: false);
        }

        gate.Run(
            call,
            instanceIds,
            instance =>
                rules.RefuseStop(instance, stopType)
                ?? (
                    stopCharging && instance.Origin.ChargeType != "POSTPAID_BY_HOUR" ? "UnsupportedOperation.StoppedModeStopCharging" : null
                ),
            (instance, order) => machine.Stop(instance, order, stopType, stopCharging)
        );
    }

    private static string StopTypeOf(ParameterReader parameters)
    {
        var force = parameters.Flag("ForceStop");
        var type = parameters.Text("StopType");
        if (force is not null && type is not null)
        {
            throw new ApiRefusal("InvalidParameterCombination", "ForceStop, StopType");
        }

        return type switch
        {
            null => force is true ? StopTypes.Hard : StopTypes.Soft,
            StopTypes.Soft or StopTypes.SoftFirst or StopTypes.Hard => type,
            _ => throw new ApiRefusal("InvalidParameterValue", $"StopType: {type}"),
        };
    }
}
