using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>The readings of the API and the wishes that are explored.</summary>
internal static class Readings
{
    private static readonly string[] s_faults =
    [
        "lost",
        "late",
        "revert",
        "hang",
        "failed",
        "missing",
        "lookfail",
        "denied",
        "pacer",
        "busy",
        "throttled",
        "final",
    ];

    private static ServiceReading Of(string name) => new() { Name = name };

    /// <summary>One instance: every reading of every open point.</summary>
    public static IReadOnlyList<ServiceReading> Matrix { get; } =
    [
        .. from service in new[]
        {
            (false, false, false),
            (false, true, false),
            (false, false, true),
            (false, true, true),
            (true, false, false),
            (true, false, true),
        }
        let swap = Of($"swap, bind {(service.Item1 ? "replaces" : "adds")}, bound key {service.Item2}, unbound key {service.Item3}")
        select swap with
        {
            BindReplaces = service.Item1,
            BoundKeyIsError = service.Item2,
            UnboundKeyIsError = service.Item3,
            Keys = 5,
        },
        Of("swap, silent key writes") with
        {
            KeyWritesAreSilent = true,
            Keys = 5,
        },
        Of("swap on STOPPED") with
        {
            StartsStopped = true,
        },
        Of("removal on STOPPED") with
        {
            StartsStopped = true,
            First = (1, 0),
            Keys = 5,
        },
        Of("removal") with
        {
            First = (1, 0),
            Keys = 5,
        },
        Of("addition") with
        {
            First = (0, 2),
        },
        Of("swap, graceful then force") with
        {
            Policy = StopPolicy.GracefulThenForce,
        },
        .. from force in Enum.GetValues<ForceReading>()
        from wish in new[] { (1, 0), (0, 2) }
        select Of($"force {wish}, {force}") with
        {
            Policy = StopPolicy.Force,
            Force = force,
            First = wish,
            Keys = wish.Item1 == 1 ? 5 : 1,
        },
        Of("force addition, bind replaces") with
        {
            Policy = StopPolicy.Force,
            First = (0, 2),
            BindReplaces = true,
        },
        Of("force swap") with
        {
            Policy = StopPolicy.Force,
        },
        Of("swap, lost requests land late") with
        {
            Mischief = 2,
            Landing = 3,
            LateStop = 6,
            HasStranger = false,
            Without = Only("lost", "denied", "lookfail"),
        },
        Of("swap, two mishaps") with
        {
            Mischief = 2,
            HasStranger = false,
            Without = Only("busy", "throttled", "final", "lookfail"),
        },
        Of("swap, destroyed where nobody may look") with
        {
            Mischief = 3,
            Without = Only("denied"),
        },
    ];

    /// <summary>Two demands of which the second may join at any moment.</summary>
    public static IReadOnlyList<ServiceReading> Joins { get; } =
    [
        Of("swap + remove F") with
        {
            Second = (4, 0),
            Keys = 5,
        },
        Of("swap + declare A") with
        {
            Second = (0, 1),
        },
        Of("remove A + remove F") with
        {
            First = (1, 0),
            Second = (4, 0),
            Keys = 5,
        },
        Of("declare B + remove B") with
        {
            First = (0, 2),
            Second = (2, 0),
        },
        Of("the same twice") with
        {
            Second = (1, 2),
        },
        Of("force remove A + declare B") with
        {
            First = (1, 0),
            Second = (0, 2),
            Keys = 5,
            Policy = StopPolicy.Force,
        },
        Of("force declare B + remove A") with
        {
            First = (0, 2),
            Second = (1, 0),
            Keys = 5,
            Policy = StopPolicy.Force,
        },
        Of("force, left stopped: remove A + declare B") with
        {
            First = (1, 0),
            Second = (0, 2),
            Keys = 5,
            Policy = StopPolicy.Force,
            Force = ForceReading.LeavesStopped,
        },
        Of("bind replaces: swap + remove F") with
        {
            Second = (4, 0),
            Keys = 5,
            BindReplaces = true,
        },
        Of("bound key is an error: swap + declare A") with
        {
            Second = (0, 1),
            BoundKeyIsError = true,
        },
    ];

    /// <summary>All faults but these.</summary>
    internal static HashSet<string> Only(params string[] faults) => [.. s_faults.Except(faults)];

    /// <summary>Two instances that share slots and calls.</summary>
    public static IReadOnlyList<ServiceReading> Pairs { get; } =
    [
        .. from staleness in new[] { 0, 1 }
        from slots in new[] { 1, 2 }
        select Of($"two instances, staleness {staleness}, slots {slots}") with
        {
            Instances = 2,
            Slots = slots,
            Staleness = staleness,
            Landing = 0,
            HasStranger = false,
            MayCancel = false,
            Without = Only("lost", "failed", "late", "revert", "busy", "throttled"),
        },
        Of("two instances, replicas, slots 1") with
        {
            Instances = 2,
            Landing = 0,
            First = (1, 0),
            Keys = 5,
            IsMonotone = false,
            HasStranger = false,
            MayCancel = false,
            Without = Only("failed"),
        },
        Of("two instances, start refused for good") with
        {
            Instances = 2,
            Staleness = 0,
            Landing = 0,
            First = (1, 0),
            Keys = 5,
            HasStranger = false,
            MayCancel = false,
            Without = Only("final"),
        },
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<ServiceReading> All => [.. Matrix, .. Joins, .. Pairs];
}
