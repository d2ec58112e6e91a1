using System.Collections.Frozen;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Fleet;

/// <summary>
/// An instance's <c>InstanceState</c>. An open set: the service documents fifteen names and its error codes imply more, so a name
/// that we do not know is carried as it is and treated as busy, never as a failure to parse.
/// </summary>
/// <param name="Name">The name as the API spells it.</param>
public readonly record struct PowerState(string Name)
{
    /// <summary>Powered on.</summary>
    public static readonly PowerState Running = new("RUNNING");

    /// <summary>Powered off; keys may be bound and unbound.</summary>
    public static readonly PowerState Stopped = new("STOPPED");

    /// <summary>On its way to <see cref="Running"/>.</summary>
    public static readonly PowerState Starting = new("STARTING");

    /// <summary>On its way to <see cref="Stopped"/>.</summary>
    public static readonly PowerState Stopping = new("STOPPING");

    /// <summary>Rebooting.</summary>
    public static readonly PowerState Rebooting = new("REBOOTING");

    /// <summary>In rescue mode: nothing can be changed until somebody ends it.</summary>
    public static readonly PowerState Rescue = new("RESCUE_MODE");

    /// <summary>Stopped and awaiting destruction.</summary>
    public static readonly PowerState Shutdown = new("SHUTDOWN");

    /// <summary>Being destroyed.</summary>
    public static readonly PowerState Terminating = new("TERMINATING");

    /// <summary>Was never created.</summary>
    public static readonly PowerState LaunchFailed = new("LAUNCH_FAILED");

    private static readonly FrozenSet<string> s_otherPassing = FrozenSet.Create(
        StringComparer.Ordinal,
        "PENDING",
        "ENTER_RESCUE_MODE",
        "EXIT_RESCUE_MODE",
        "ENTER_SERVICE_LIVE_MIGRATE",
        "SERVICE_LIVE_MIGRATE",
        "EXIT_SERVICE_LIVE_MIGRATE"
    );

    /// <summary>Whether it is one of the fifteen that the service documents.</summary>
    public bool IsKnown => !IsPassing || this == Starting || this == Stopping || this == Rebooting || s_otherPassing.Contains(Name ?? "");

    /// <summary>Whether the instance will not exist much longer, so that a removal on it is already so.</summary>
    public bool IsGoing => this == Terminating || this == Shutdown;

    /// <summary>Whether the state is neither of the two that a key change starts from, nor one that only a person can end.</summary>
    public bool IsPassing => this != Running && this != Stopped && this != Rescue && this != LaunchFailed && !IsGoing;

    /// <inheritdoc/>
    public override string ToString() => UntrustedText.Show(Name);
}
