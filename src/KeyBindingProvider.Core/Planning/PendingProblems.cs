using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>One problem for each reason, with all its instances: what makes a refusal readable.</summary>
public static class PendingProblems
{
    internal static IEnumerable<Problem> Of(RolloutGroup group, FleetSnapshot fleet, List<PendingInstance> pending) =>
        pending
            .GroupBy(instance => (instance.Code, instance.Disposition))
            .OrderBy(reason => reason.Key)
            .Select(reason =>
            {
                InstanceId[] instances = [.. reason.Select(instance => instance.Change.Id)];
                var message =
                    $"{Describe(reason.Key.Code, instances.Length, fleet.Region)}: {InstanceList.Of(instances)}.{Unknown(reason.Key.Code, instances, fleet)}";
                var code = PendingCodes.ToProblemCode(reason.Key.Code);
                return group.Own(
                    reason.Key.Disposition switch
                    {
                        Disposition.Refused => Problem.Error(code, message) with { Instances = instances },
                        var waiting => Problem.Warning(code, message) with
                        {
                            Instances = instances,
                            Remedy = Waiting(waiting, instances.Length),
                        },
                    }
                );
            });

    /// <summary>What to do about instances that wait, as the policy allows.</summary>
    public static string Waiting(Disposition disposition, int count) =>
        disposition == Disposition.Deferred
            ? $"{Grammar.Pick(count, "It waits: apply again when it is", "They wait: apply again when they are")} stopped, or allow stopPolicy graceful."
            : "Skipped for now; apply again when the reason is gone.";

    /// <summary>A state that nobody documents was waited for like a passing one, and may never pass.</summary>
    private static string Unknown(PendingCode code, InstanceId[] instances, FleetSnapshot fleet)
    {
        string[] states =
        [
            .. instances
                .Select(fleet.Find)
                .Where(instance => code == PendingCode.Busy && instance is { State.IsKnown: false })
                .Select(instance => string.IsNullOrEmpty(instance!.State.Name) ? "none" : $"'{instance.State}'")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return states.Length == 0
            ? ""
            : $" InstanceState is {string.Join(" or ", states.Take(3))} there, which no document names: it may be no operation and may not pass by itself.";
    }

    private static string Describe(PendingCode code, int count, string region) =>
        $"{Grammar.Instances(count)} "
        + code switch
        {
            PendingCode.Running => "must change and would have to be stopped",
            PendingCode.StopCharging => "must change and cannot: stopped in no-charge mode",
            PendingCode.Rescue => "must change and cannot: in rescue mode",
            PendingCode.Isolated => "must change and cannot: isolated, expired or awaiting destruction",
            PendingCode.Windows => "must change and cannot: Windows",
            PendingCode.Busy => "must change and cannot now: another operation is going on",
            PendingCode.Missing => $"cannot get a key: not found in {region}",
            PendingCode.WouldBeKeyless => "would be left without any key",
            PendingCode.Unverified => "cannot be judged: what the service tells of state or keys cannot be read",
            PendingCode.Failed => "must change and cannot: launch failed",
            PendingCode.StartFailed => $"{Grammar.Was(count)} left down by an earlier run and cannot be started now",
            _ => "cannot change",
        };
}
