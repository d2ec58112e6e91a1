using System.Collections.Immutable;
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
        var pending = new List<PendingInstance>();
        var ruled = new Dictionary<ChangeTerms, Ruled>();
        foreach (var need in group.RequiredChanges)
        {
            if (!ruled.TryGetValue(need.Terms, out var under))
            {
                ruled[need.Terms] = under = new Ruled(group.PolicyOf(need), need);
            }

            var code = PendingCodes.Of(under.Terms, need.Instance, under.Terms.AllowKeyless);
            if (code == PendingCode.Ready)
            {
                stopped.Add(need.On(under.Terms));
            }
            else if (under.IsOnlyToStart)
            {
                // Nothing that it waits for may hold up the others.
                pending.Add(new PendingInstance(need.On(under.Terms), PendingCode.StartFailed, Disposition.Skipped));
            }
            else if (code == PendingCode.Running && under.WhereRunning is { } terms)
            {
                running.Add(need.On(terms));
                under.Stopping++;
            }
            else
            {
                pending.Add(new PendingInstance(need.On(under.Terms), code, DispositionOf(code, under.Policy)));
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

        var maxUnavailable = group.MaxUnavailable(
            ruled.Values.Where(under => under.Stopping > 0).Select(under => (under.Resources, under.Stopping))
        );
        var canary = canaryProven ? 0 : Math.Min(group.Policy.Canary, maxUnavailable);
        var (ofStopped, ofRunning) = (GroupedChanges.Of(stopped), GroupedChanges.Of(running));
        var waves = Waves.Cut(ofStopped, ofRunning, maxUnavailable, canary);
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
            LowerBound = CallLowerBound.Of(ofStopped, ofRunning, maxUnavailable, canary) + marking,
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

    /// <summary>What a policy makes of the terms of a change: decided once for all instances that share them.</summary>
    private sealed class Ruled
    {
        public Ruled(ChangePolicy policy, RequiredChange need)
        {
            Policy = policy;
            Resources = need.ResourceIndexes;
            Terms = policy.AllowKeyless ? need.Terms with { AllowKeyless = true } : need.Terms;
            var stopPolicy = policy.StopPolicy;
            WhereRunning = stopPolicy >= StopPolicy.Graceful ? Terms with { StopMode = StopModeOf(Terms, stopPolicy) } : null;
            IsOnlyToStart = need.On(Terms).IsOnlyToStart;
        }

        public ChangePolicy Policy { get; }
        public ImmutableArray<int> Resources { get; }

        /// <summary>The terms of an instance that is not stopped for it.</summary>
        public ChangeTerms Terms { get; }

        /// <summary>Those of one that runs; null where the policy lets none be stopped.</summary>
        public ChangeTerms? WhereRunning { get; }
        public bool IsOnlyToStart { get; }

        /// <summary>How many are stopped for it.</summary>
        public int Stopping { get; set; }
    }

    /// <summary>
    /// Under <c>force</c> one API call does it all, but for a swap, which would be cycled twice that way (rule <c>one-power-cycle</c>), and
    /// for more removals than one call carries, which would too.
    /// </summary>
    private static StopMode StopModeOf(ChangeTerms terms, StopPolicy policy) =>
        policy switch
        {
            StopPolicy.Graceful => StopMode.Soft,
            StopPolicy.GracefulThenForce => StopMode.SoftThenHard,
            _ when terms.Remove.IsEmpty => StopMode.ForceStop,
            _ when terms.Add.IsEmpty && terms.Remove.Count <= CvmLimits.KeysPerCall => StopMode.ForceStop,
            _ => StopMode.Hard,
        };
}
