using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Recovery;

/// <summary>Starting what was left down, as a plan that the conductor follows: no key is changed and nothing is stopped.</summary>
public static class RecoverPlan
{
    /// <summary>What stands where a plan of a program names its resources.</summary>
    public const string Name = "recover";

    /// <summary>One wave of machines that are stopped already.</summary>
    public static Plan Of(string region, IEnumerable<RecoverCandidate> leftDown)
    {
        InstanceChange[] changes =
        [
            .. leftDown
                .Select(candidate => candidate.Instance)
                .OfType<Fleet.InstanceSnapshot>()
                .OrderBy(instance => instance.Id)
                .Select(instance => new InstanceChange
                {
                    Id = instance.Id,
                    Name = instance.Name,
                    Zone = instance.Zone,
                    Bound = instance.Keys,
                    Declared = KeySet.Empty,
                    Remove = KeySet.Empty,
                    MustStart = true,
                    Resources = [Name],
                }),
        ];
        ImmutableArray<PlannedCall> calls = [.. PlannedCalls.Of(WaveKind.Stopped, changes, changes)];
        var rollout = new Rollout
        {
            Resources = [Name],
            DependsOn = [],
            Policy = ChangePolicy.Default,
            Policies = [ChangePolicy.Default],
            MaxUnavailable = changes.Length,
            Waves = [new Wave(1, WaveKind.Stopped, [.. changes], calls)],
            Pending = [],
            Calls = CallCounts.Of(calls),
            LowerBound = CallCounts.Of(calls),
        };
        return new Plan
        {
            Region = region,
            Rollouts = changes.Length == 0 ? [] : [rollout],
            Resources = [],
            Problems = [],
            KeyNames = ImmutableSortedDictionary<KeyId, UntrustedText>.Empty,
            Digest = "",
        };
    }
}
