using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Plans one rollout: verdicts, refusals, waves, calls and their lower bound.</summary>
internal static class RolloutPlanner
{
    public static Rollout Plan(RolloutGroup group, FleetSnapshot fleet, bool canaryProven, List<Problem> problems)
    {
        var stopped = new List<InstanceChange>();
        var running = new List<InstanceChange>();
        var stopping = new List<RequiredChange>();
        var pending = new List<PendingInstance>();
        foreach (var need in group.RequiredChanges)
        {
            var policy = group.PolicyOf(need);
            var change = need.Change with { AllowKeyless = policy.AllowKeyless };
            var code = PendingCodes.Of(change, need.Instance, policy.AllowKeyless);
            if (code == PendingCode.Ready)
            {
                stopped.Add(change);
            }
            else if (change.IsOnlyToStart)
            {
                // Nothing that it waits for may hold up the others.
                pending.Add(new PendingInstance(change, PendingCode.StartFailed, Disposition.Skipped));
            }
            else if (code == PendingCode.Running && policy.StopPolicy >= StopPolicy.Graceful)
            {
                stopping.Add(need);
                running.Add(change with { StopMode = StopModeOf(change, policy.StopPolicy) });
            }
            else
            {
                pending.Add(new PendingInstance(change, code, DispositionOf(code, policy)));
            }
        }

        problems.AddRange(PendingProblems.Of(group, fleet, pending));
        InstanceId[] leftDown = [.. stopped.Where(change => change.MustStart).Select(change => change.Id).Order()];
        if (leftDown.Length > 0)
        {
            problems.Add(group.Own(LeftDown(leftDown)));
        }

        if (group.Policy.MaxStops is { } maxStops && running.Count > maxStops)
        {
            problems.Add(
                group.Own(
                    Problem.Error(
                        ProblemCodes.TooManyStops,
                        $"{Grammar.Instances(running.Count)} would be stopped; maxStops is {maxStops}."
                    )
                )
            );
        }

        var maxUnavailable = group.MaxUnavailable(stopping);
        var canary = canaryProven ? 0 : Math.Min(group.Policy.Canary, maxUnavailable);
        var waves = Waves.Cut(stopped, running, maxUnavailable, canary);
        var marking = CallCounts.OfMarking(group.Policy.RestartMarker == RestartMarkerUse.Off ? 0 : running.Count);
        return new Rollout
        {
            Resources = group.Resources,
            DependsOn = group.DependsOn,
            Policy = group.Policy,
            Policies = [.. group.Policies.Values],
            MaxUnavailable = maxUnavailable,
            Waves = waves,
            Pending = [.. pending],
            Calls = CallCounts.Of(waves.SelectMany(wave => wave.Calls)) + marking,
            LowerBound = CallLowerBound.Of(stopped, running, maxUnavailable, canary) + marking,
        };
    }

    private static Problem LeftDown(InstanceId[] ids) =>
        Problem.Warning(
            ProblemCodes.LeftDown,
            $"{Grammar.Instances(ids.Length)} {Grammar.Was(ids.Length)} left stopped by an earlier run and will be started: {InstanceList.Of(ids)}."
        ) with
        {
            Instances = ids,
        };

    /// <summary>RUNNING is for stopPolicy to judge, everything else for onBlocked (rule <c>blocked-or-running</c>).</summary>
    private static Disposition DispositionOf(PendingCode code, ChangePolicy policy) =>
        code == PendingCode.Running
            ? policy.StopPolicy == StopPolicy.Refuse
                ? Disposition.Refused
                : Disposition.Deferred
            : policy.OnBlocked == OnBlocked.Refuse
                ? Disposition.Refused
                : Disposition.Skipped;

    /// <summary>
    /// Under <c>force</c> one API call does it all, but for a swap, which would be cycled twice that way (rule <c>one-power-cycle</c>), and
    /// for more removals than one call carries, which would too.
    /// </summary>
    private static StopMode StopModeOf(InstanceChange change, StopPolicy policy) =>
        policy switch
        {
            StopPolicy.Graceful => StopMode.Soft,
            StopPolicy.GracefulThenForce => StopMode.SoftThenHard,
            _ when change.Remove.IsEmpty => StopMode.ForceStop,
            _ when !change.Adds && change.Remove.Count <= CvmLimits.KeysPerCall => StopMode.ForceStop,
            _ => StopMode.Hard,
        };
}
