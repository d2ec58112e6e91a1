using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>What bind and unbind have in common, which is all but the name and what happens to the keys.</summary>
internal sealed class KeyPairWrites(
    SimulatorOptions options,
    WriteRules rules,
    BatchGate gate,
    InstanceMachine machine,
    OracleLedger ledger
)
{
    public static IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "InstanceIds", "KeyIds", "ForceStop" };

    public void Handle(ActionCall call, bool isBind)
    {
        var instanceIds = call.Parameters.RequiredInstances();
        var keyIds = call.Parameters.RequiredKeys();
        var force = call.Parameters.Flag("ForceStop") ?? false;
        if (force)
        {
            ledger.RoughCall(call.Actor, forceStop: true);
        }

        var changes = instanceIds.ToDictionary(
            static id => id,
            id => new KeyChange(isBind, keyIds, ledger.Sent(call, isBind, id, call.Fleet.InstanceById.GetValueOrDefault(id), keyIds)),
            StringComparer.Ordinal
        );
        foreach (var key in keyIds)
        {
            if (!call.Fleet.KeyById.ContainsKey(key))
            {
                throw new ApiRefusal("InvalidKeyPairId.NotFound", key);
            }
        }

        gate.Run(
            call,
            instanceIds,
            instance => rules.RefuseKeyChange(instance, call.Action, force, changes[instance.Id]),
            (instance, order) =>
            {
                var change = changes[instance.Id];
                ledger.Accepted(change.Facts);
                machine.ChangeKeys(instance, order, change, PathOf(instance, force));
            }
        );
    }

    private PowerPath PathOf(SimulatedInstance instance, bool force) =>
        instance.State == InstanceStates.Stopped ? PowerPath.StaysStopped
        : !force ? PowerPath.ShutDownUnlessItHangs
        : options.ForceStop switch
        {
            ForceStopReading.ShutDownAndLeave => PowerPath.ShutDownAndLeave,
            ForceStopReading.RestartRefused => PowerPath.PowerOffRestartRefused,
            _ => PowerPath.PowerOffAndRestart,
        };
}
