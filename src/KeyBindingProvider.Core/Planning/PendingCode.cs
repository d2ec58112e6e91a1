namespace KeyBindingProvider.Core.Planning;

/// <summary>Why the change of an instance waits: a pure function of declaration and snapshot, free of policy (rule <c>pending-codes</c>).</summary>
public enum PendingCode
{
    /// <summary>Nothing is in the way: it is stopped and can change.</summary>
    Ready,

    /// <summary>It is running; a policy may allow to stop it.</summary>
    Running,

    /// <summary>It is stopped in no-charge mode.</summary>
    StopCharging,

    /// <summary>It is in rescue mode.</summary>
    Rescue,

    /// <summary>It is expired, isolated or about to be destroyed.</summary>
    Isolated,

    /// <summary>It runs Windows.</summary>
    Windows,

    /// <summary>Another operation goes on, or its state is passing or unknown.</summary>
    Busy,

    /// <summary>It does not exist in this account and region.</summary>
    Missing,

    /// <summary>The change would leave it with no key.</summary>
    WouldBeKeyless,

    /// <summary>What the service tells of it cannot be read, or it was written to and could not be read again.</summary>
    Unverified,

    /// <summary>Its change failed, or it was never created.</summary>
    Failed,

    /// <summary>It was stopped for a change and could not be started again: the next apply starts it.</summary>
    StartFailed,
}
