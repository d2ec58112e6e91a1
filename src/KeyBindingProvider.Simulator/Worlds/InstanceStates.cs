namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>The documented values of InstanceState, and those that only error codes name.</summary>
public static class InstanceStates
{
    /// <summary>Being created.</summary>
    public const string Pending = "PENDING";

    /// <summary>Could not be created.</summary>
    public const string LaunchFailed = "LAUNCH_FAILED";

    /// <summary>Up.</summary>
    public const string Running = "RUNNING";

    /// <summary>Down.</summary>
    public const string Stopped = "STOPPED";

    /// <summary>On the way up.</summary>
    public const string Starting = "STARTING";

    /// <summary>On the way down.</summary>
    public const string Stopping = "STOPPING";

    /// <summary>Down and up again.</summary>
    public const string Rebooting = "REBOOTING";

    /// <summary>Stopped and awaiting destruction.</summary>
    public const string Shutdown = "SHUTDOWN";

    /// <summary>Being destroyed.</summary>
    public const string Terminating = "TERMINATING";

    /// <summary>In rescue mode.</summary>
    public const string RescueMode = "RESCUE_MODE";

    /// <summary>The fifteen values that the documents list.</summary>
    public static IReadOnlyList<string> Documented { get; } =
    [
        Pending,
        LaunchFailed,
        Running,
        Stopped,
        Starting,
        Stopping,
        Rebooting,
        Shutdown,
        Terminating,
        "ENTER_RESCUE_MODE",
        RescueMode,
        "EXIT_RESCUE_MODE",
        "ENTER_SERVICE_LIVE_MIGRATE",
        "SERVICE_LIVE_MIGRATE",
        "EXIT_SERVICE_LIVE_MIGRATE",
    ];

    /// <summary>States that are named by error codes only; clients must take them as opaque text.</summary>
    public static IReadOnlyList<string> NamedByCodes { get; } = ["BANNING", "FREEZING", "ISOLATING", "CORRUPTED", "TERMINATED"];
}
