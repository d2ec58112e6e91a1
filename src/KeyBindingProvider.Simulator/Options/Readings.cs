namespace KeyBindingProvider.Simulator.Options;

/// <summary>What AssociateInstancesKeyPairs does with keys that are bound already and not in the call.</summary>
public enum BindReading
{
    /// <summary>The keys of the call are added to those that are there.</summary>
    Adds,

    /// <summary>The keys of the call take the place of those that are there.</summary>
    Replaces,
}

/// <summary>What the service says to a pair that is already as the call wants it.</summary>
public enum RepeatedPair
{
    /// <summary>Accepted; nothing changes for that pair.</summary>
    Fine,

    /// <summary>The instance cannot be served and the batch is refused.</summary>
    Error,
}

/// <summary>What a refused batch did to the instances that had nothing wrong with them.</summary>
public enum RefusedBatch
{
    /// <summary>Nothing.</summary>
    NothingChanged,

    /// <summary>A seeded part of them is changed all the same, under the RequestId of the refusal.</summary>
    HealthyPartProceeds,
}

/// <summary>What ForceStop=true does to a running instance.</summary>
public enum ForceStopReading
{
    /// <summary>Power off, change, start again (China documents since 2025-04-22).</summary>
    PowerOffAndRestart,

    /// <summary>Normal shutdown, change, left STOPPED (the older and the international text).</summary>
    ShutDownAndLeave,

    /// <summary>Power off, change, and the service's own start fails: left STOPPED.</summary>
    RestartRefused,
}

/// <summary>Which RequestId the service's own start after ForceStop=true carries.</summary>
public enum RestartRequestId
{
    /// <summary>The start is an operation of its own, with a RequestId that the caller never saw.</summary>
    Own,

    /// <summary>The start belongs to the caller's operation, which ends at RUNNING.</summary>
    Same,
}

/// <summary>What bind or unbind without ForceStop does to a running instance.</summary>
public enum RunningWithoutForce
{
    /// <summary>Refused with UnsupportedOperation.InstanceStateRunning.</summary>
    Refused,

    /// <summary>Shut down normally, changed, left STOPPED (international text).</summary>
    ShutsDown,
}

/// <summary>What StopInstances HARD does to an instance that is STOPPING.</summary>
public enum HardWhileStopping
{
    /// <summary>It takes over from the running stop.</summary>
    Accepted,

    /// <summary>Refused with UnsupportedOperation.InstanceStateStopping.</summary>
    Refused,
}

/// <summary>How bind and unbind complete.</summary>
public enum KeyChangeMode
{
    /// <summary>As an operation that shows in LatestOperation.</summary>
    Asynchronous,

    /// <summary>
    /// Before the answer when the instance is stopped. LatestOperation is never touched, not even by the power cycle of
    /// ForceStop=true, which takes its time as always.
    /// </summary>
    Synchronous,
}

/// <summary>The code for an instance that has an operation running.</summary>
public enum BusyCode
{
    /// <summary>MutexOperation.TaskRunning.</summary>
    TaskRunning,

    /// <summary>OperationDenied.InstanceOperationInProgress.</summary>
    OperationInProgress,
}

/// <summary>The language of error messages; codes are always English.</summary>
public enum MessageLanguage
{
    /// <summary>Chinese unless X-TC-Language says en-US.</summary>
    FollowRequest,

    /// <summary>Chinese whatever the request says, as many products answer.</summary>
    AlwaysChinese,
}

/// <summary>How the audit log writes times: the documents show both.</summary>
public enum AuditTimeForm
{
    /// <summary>Unix seconds, as text outside and as a number inside.</summary>
    Seconds,

    /// <summary>A date of China's without an offset, <c>2026-03-04 13:06:07</c>, in both places.</summary>
    Date,
}

/// <summary>How one instance takes a SOFT stop.</summary>
public enum SoftStopManner
{
    /// <summary>The guest shuts down in the usual time.</summary>
    Normal,

    /// <summary>The guest never shuts down: STOPPING until a HARD stop.</summary>
    Hangs,

    /// <summary>The instance goes back to RUNNING and the operation ends FAILED.</summary>
    Reverts,

    /// <summary>The guest shuts down, but only after <see cref="SimulatorOptions.StopLate"/>.</summary>
    Late,
}
