using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// The pure heart: (desired, observed, policy) to a <see cref="Plan"/>. Reads nothing, waits for nothing, depends on no order.
/// What all resources require is merged, checked one by one, gathered into rollouts, cut into waves and grouped into calls.
/// </summary>
public static class Planner
{
    /// <summary>Plans one region. Never throws on bad wishes: they come back as problems of a refused plan.</summary>
    public static Plan Plan(PlanRequest request)
    {
        ResourceIntent[] intents = [.. request.Intents.OrderBy(intent => intent.Name, StringComparer.Ordinal)];
        var problems = new List<Problem>(Contradictions.Find(intents));
        if (problems.Any(problem => problem.Severity == Severity.Error))
        {
            return Assemble(request, [], [], [], [], problems);
        }

        // Most fleets have none, and asking after the instances of every resource costs more than this.
        var hasMarks = request.Fleet.Instances.Values.Any(instance => instance.Marker != RestartMark.None);
        var needs = RequiredChanges.Of(intents, request.Fleet, request.Expected, hasMarks);
        problems.AddRange(KeyChecks.Find(intents, needs, request.Fleet));
        problems.AddRange(hasMarks ? LeftDownByTheDead.Find(intents, request.Fleet) : []);
        problems.AddRange(AccessEnds.Find(intents, request.Fleet));
        problems.AddRange(UnmatchedValue.Find(intents));
        problems.AddRange(PinnedKeys.Find(intents, needs, request.Pinned));

        var sources = SourceFindings.Of(intents, request.Fleet);
        problems.AddRange(SourceFindings.Find(intents, sources, request.Fleet));

        var canaryProven = request.CanaryProven;
        var rollouts = ImmutableArray.CreateBuilder<Rollout>();
        foreach (var group in RolloutGroups.Of(intents, needs))
        {
            var rollout = RolloutPlanner.Plan(group, request.Fleet, canaryProven, problems);
            canaryProven |= rollout.Waves.Any(ProvesCycle);
            rollouts.Add(rollout);
        }

        if (hasMarks && InUseByAnother.Find([.. rollouts], request.Fleet) is { } inUse)
        {
            problems.Add(inUse);
        }

        return Assemble(request, needs.Different, rollouts.ToImmutable(), needs.Summaries, sources, problems);
    }

    /// <summary>A forced call is started by the service: it does not show that we may start what we stop.</summary>
    private static bool ProvesCycle(Wave wave) =>
        wave.Kind == WaveKind.Canary && wave.Changes.Any(change => change.StopMode != StopMode.ForceStop);

    private static Plan Assemble(
        PlanRequest request,
        ImmutableArray<RequiredChange> needs,
        ImmutableArray<Rollout> rollouts,
        ImmutableArray<ResourceSummary> summaries,
        ImmutableArray<SourceFinding> sources,
        List<Problem> problems
    )
    {
        var keys = new HashSet<KeyId>();
        foreach (var need in needs)
        {
            need.Terms.Bound.AddTo(keys);
            need.Terms.Declared.AddTo(keys);
        }

        foreach (var finding in sources)
        {
            finding.Source.Named.AddTo(keys);
            finding.To?.AddTo(keys);
        }

        return new Plan
        {
            Region = request.Region,
            Rollouts = rollouts,
            Resources = summaries,
            Problems =
            [
                .. problems
                    .Distinct()
                    .OrderByDescending(problem => problem.Severity)
                    .ThenBy(problem => problem.Code.Id, StringComparer.Ordinal)
                    .ThenBy(problem => problem.Path, StringComparer.Ordinal)
                    .ThenBy(problem => problem.Message, StringComparer.Ordinal),
            ],
            KeyNames = keys.ToImmutableSortedDictionary(key => key, request.Fleet.NameOf),
            Digest = PlanDigest.Of(request.Region, rollouts, sources),
            Sources = sources,
        };
    }
}
