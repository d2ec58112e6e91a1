using System.Collections.Frozen;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Which instance takes which write, by the error codes that the documents list for each action.</summary>
internal sealed class WriteRules(SimulatorOptions options)
{
    private const string CodePrefix = "UnsupportedOperation.InstanceState";

    private static readonly FrozenDictionary<string, FrozenSet<string>> s_listedStates = new Dictionary<string, FrozenSet<string>>
    {
        ["AssociateInstancesKeyPairs"] = States(
            "EnterServiceLiveMigrate ExitRescueMode Freezing Isolating Pending Rebooting RescueMode Running Shutdown Starting Stopping Terminating"
        ),
        ["DisassociateInstancesKeyPairs"] = States(
            "Banning EnterRescueMode Freezing Pending Rebooting RescueMode Running Shutdown Starting Stopping Terminating"
        ),
        ["StopInstances"] = States(
            "Banning Corrupted EnterRescueMode EnterServiceLiveMigrate ExitRescueMode ExitServiceLiveMigrate Freezing Isolating Pending Rebooting RescueMode ServiceLiveMigrate Shutdown Starting Stopped Stopping Terminated Terminating"
        ),
        ["StartInstances"] = States(
            "Corrupted EnterRescueMode ExitRescueMode Freezing Isolating Pending Rebooting RescueMode Running ServiceLiveMigrate Shutdown Starting Stopped Stopping Terminated Terminating"
        ),
    }.ToFrozenDictionary();

    public string BusyCode { get; } =
        options.Busy == Options.BusyCode.TaskRunning ? "MutexOperation.TaskRunning" : "OperationDenied.InstanceOperationInProgress";

    /// <summary>The code that refuses a stop of this instance; null when it is accepted.</summary>
    public string? RefuseStop(SimulatedInstance instance, string stopType)
    {
        if (instance.State == InstanceStates.Stopping && stopType == StopTypes.Hard)
        {
            return options.HardWhileStopping == HardWhileStopping.Accepted && instance.Running is null or { Order.Action: "StopInstances" }
                ? null
                : StateCode("StopInstances", instance.State);
        }

        return Settled(instance, "StopInstances", InstanceStates.Running);
    }

    /// <summary>The code that refuses a start of this instance; null when it is accepted.</summary>
    public string? RefuseStart(SimulatedInstance instance) =>
        Settled(instance, "StartInstances", InstanceStates.Stopped) ?? instance.StartRefused;

    /// <summary>The code that refuses a change of this instance's keys; null when it is accepted.</summary>
    public string? RefuseKeyChange(SimulatedInstance instance, string action, bool force, KeyChange change)
    {
        if (instance.Origin.IsWindows)
        {
            return "UnsupportedOperation.InstanceOsWindows";
        }

        var mayRun = force || options.RunningWithoutForce == RunningWithoutForce.ShutsDown;
        var wanted = mayRun && instance.State == InstanceStates.Running ? instance.State : InstanceStates.Stopped;
        return Settled(instance, action, wanted)
            ?? (instance.StopCharging ? "UnsupportedOperation.StoppedModeStopCharging" : null)
            ?? RefusePairs(instance, change);
    }

    private string? RefusePairs(SimulatedInstance instance, KeyChange change)
    {
        var bound = instance.Keys;
        if (!change.IsBind)
        {
            return options.UnboundKey == RepeatedPair.Error && !change.KeyIds.All(bound.Contains) ? options.UnboundKeyCode : null;
        }

        if (options.BoundKey == RepeatedPair.Error && change.KeyIds.Any(bound.Contains))
        {
            return options.BoundKeyCode;
        }

        return change.Apply(bound, options.Bind).Count > (options.MaxKeysPerInstance ?? int.MaxValue) ? options.MaxKeysCode : null;
    }

    private string? Settled(SimulatedInstance instance, string action, string wanted)
    {
        if (instance.Origin.RestrictState != "NORMAL")
        {
            return StateCode(action, "ISOLATING");
        }

        // A state that is passing says more than that something is going on.
        var settled = instance.State is InstanceStates.Running or InstanceStates.Stopped;
        if (settled && instance.Running is not null)
        {
            return BusyCode;
        }

        return instance.State == wanted ? null : StateCode(action, instance.State);
    }

    private static string StateCode(string action, string state) =>
        s_listedStates[action].Contains(state) ? CodePrefix + Pascal(state) : "InvalidInstance.NotSupported";

    private static FrozenSet<string> States(string names) => names.Split(' ').Select(Upper).ToFrozenSet(StringComparer.Ordinal);

    private static string Upper(string pascal) =>
        string.Concat(pascal.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));

    private static string Pascal(string upper) =>
        string.Concat(upper.Split('_').Select(static word => word[..1] + word[1..].ToLowerInvariant()));
}
