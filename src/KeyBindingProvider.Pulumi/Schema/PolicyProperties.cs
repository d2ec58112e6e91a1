using System.Collections.Immutable;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>Fields of a change policy and values of the enumerations, described.</summary>
internal static class PolicyProperties
{
    /// <summary>In the order of <see cref="PropertyNames.OfChangePolicy"/>. None has a default: SDKs would send it and hide the provider's.</summary>
    public static ImmutableArray<SchemaProperty> All { get; } =
    [
        new(PropertyNames.StopPolicy, new SchemaType.Named(nameof(StopPolicy)), "What may happen to a RUNNING instance that must change. Built-in: `refuse`."),
        new(
            PropertyNames.MaxUnavailable,
            SchemaType.Text,
            "How many instances of this resource may be down at once because of us: a count, or a percentage of the running ones that must change, floored, at "
                + "least 1. Built-in: `25%`. It is counted for the resource, not for the service that the instances run."
        ),
        new(PropertyNames.FailureBudget, SchemaType.Count, "Failed instances tolerated before no further wave starts; they are errors all the same. Built-in: 0."),
        new(PropertyNames.Canary, SchemaType.Count, "Size of the first stop window of a process, until one full stop, change and start has succeeded. Built-in: 1; 0 turns it off."),
        new(PropertyNames.StopTimeoutSeconds, SchemaType.Count, "How long an instance may take to stop, 1 to 3600 s. Built-in: 300."),
        new(PropertyNames.AllowKeyless, SchemaType.Flag, "Whether a change may leave an instance with no key at all. Built-in: false."),
        new(PropertyNames.MaxStops, SchemaType.Count, "Refuses a plan that stops more instances than this, at preview and again at apply. Built-in: no limit."),
        new(PropertyNames.OnBlocked, new SchemaType.Named(nameof(OnBlocked)), "What to do when some instances cannot be changed at all. Built-in: `refuse`."),
    ];

    public static string Describe(StopPolicy policy) =>
        policy switch
        {
            StopPolicy.Refuse => "The preview fails and lists them; nothing is changed.",
            StopPolicy.StoppedOnly => "Stopped instances change now; running ones become pending and converge on a later run.",
            StopPolicy.Graceful => "Stop softly (still charged), change, start. Never pulls the plug.",
            StopPolicy.GracefulThenForce => "Stop softly; when the time-out ends, pull the plug.",
            _ => "Pull the plug at once.",
        };

    public static string Describe(OnBlocked choice) =>
        choice == OnBlocked.Refuse
            ? "Nothing is changed."
            : "The others proceed; these are pending with their reason, and a warning: an off-boarding must not wait for one broken machine.";

    public static string Describe(OnDestroy choice) =>
        choice == OnDestroy.Unbind ? "The bindings are taken away." : "The bindings stay, unmanaged.";

    public static string Describe(PendingCode code) =>
        code switch
        {
            PendingCode.Ready => "Stopped: can change.",
            PendingCode.Running => "Running: would have to be stopped.",
            PendingCode.StopCharging => "Stopped in no-charge mode: cannot change.",
            PendingCode.Rescue => "In rescue mode.",
            PendingCode.Isolated => "Expired, isolated or about to be destroyed.",
            PendingCode.Windows => "Windows has no SSH keys.",
            PendingCode.Busy => "Another operation is going on.",
            PendingCode.Missing => "Does not exist in this account and region.",
            PendingCode.WouldBeKeyless => "The change would leave it with no key.",
            PendingCode.Unverified => "Written to and not read back.",
            _ => "Its change failed, or it was never created.",
        };
}
