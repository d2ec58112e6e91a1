using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Ordered checks of one instance that needs a change; the first that speaks decides.</summary>
public static class PendingCodes
{
    /// <summary>
    /// Why this change waits, or <see cref="PendingCode.Ready"/>. <paramref name="instance"/> is null when the service does not know it.
    /// With <paramref name="allowKeyless"/> false this is the policy-free code that resources report.
    /// </summary>
    public static PendingCode Of(InstanceChange change, InstanceSnapshot? instance, bool allowKeyless = false) =>
        Of(change.Terms, instance, allowKeyless);

    internal static PendingCode Of(ChangeTerms terms, InstanceSnapshot? instance, bool allowKeyless = false)
    {
        if (instance is null)
        {
            return PendingCode.Missing;
        }

        if (instance.IsUnreadable)
        {
            return PendingCode.Unverified;
        }

        if (instance.IsWindows)
        {
            return PendingCode.Windows;
        }

        if (instance.State == PowerState.LaunchFailed)
        {
            return PendingCode.Failed;
        }

        if (instance.IsIsolated || instance.State.IsGoing)
        {
            return PendingCode.Isolated;
        }

        if (instance.State == PowerState.Rescue)
        {
            return PendingCode.Rescue;
        }

        if (instance.State.IsPassing || instance.LatestOperation.IsOperating)
        {
            return PendingCode.Busy;
        }

        if (instance.IsStopCharging)
        {
            return PendingCode.StopCharging;
        }

        if (!allowKeyless && terms.FirstKeylessState is not null)
        {
            return PendingCode.WouldBeKeyless;
        }

        return instance.State == PowerState.Running ? PendingCode.Running : PendingCode.Ready;
    }

    /// <summary>The problem code that a user is shown for a pending code that refuses a plan.</summary>
    public static ProblemCode ToProblemCode(PendingCode code) =>
        code switch
        {
            PendingCode.Running => ProblemCodes.RunningRefused,
            PendingCode.StopCharging => ProblemCodes.StopCharging,
            PendingCode.Rescue => ProblemCodes.RescueMode,
            PendingCode.Isolated => ProblemCodes.Isolated,
            PendingCode.Windows => ProblemCodes.Windows,
            PendingCode.Busy => ProblemCodes.Busy,
            PendingCode.Missing => ProblemCodes.MissingInstance,
            PendingCode.WouldBeKeyless => ProblemCodes.WouldBeKeyless,
            PendingCode.Unverified => ProblemCodes.Unreadable,
            PendingCode.Failed => ProblemCodes.LaunchFailed,
            PendingCode.StartFailed => ProblemCodes.LeftDown,
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Ready is no problem."),
        };
}
