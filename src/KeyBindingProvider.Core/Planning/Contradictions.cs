using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Finds wishes that no order of changes can satisfy together (rule <c>contradictions</c>), and overlaps worth a warning.</summary>
public static class Contradictions
{
    /// <summary>Problems between the resources of one region; each names both resources and the instances.</summary>
    public static IEnumerable<Problem> Find(IReadOnlyList<ResourceIntent> intents)
    {
        var exclusives = intents.Where(intent => intent.Kind.IsAuthoritative).ToArray();
        var additions = intents.Where(intent => !intent.Kind.IsAuthoritative && !intent.DeclaredKeys.IsEmpty).ToArray();
        return ExclusivePairs(exclusives)
            .Concat(AdditionsAgainstExclusives(additions, exclusives))
            .Concat(Revocations(intents))
            .Concat(Overlaps(additions));
    }

    private static IEnumerable<Problem> ExclusivePairs(ResourceIntent[] exclusives) =>
        from pair in Pairs(exclusives)
        where !pair.First.DeclaredKeys.Equals(pair.Second.DeclaredKeys)
        let shared = pair.First.InstanceIds.Intersect(pair.Second.InstanceIds)
        where shared.Count > 0
        select Contradiction(pair.First, pair.Second, shared, "each want exactly their own keys");

    private static IEnumerable<Problem> AdditionsAgainstExclusives(ResourceIntent[] additions, ResourceIntent[] exclusives) =>
        from addition in additions
        from exclusive in exclusives
        let lacking = addition.DeclaredKeys.Except(exclusive.DeclaredKeys)
        where !lacking.IsEmpty
        let shared = addition.InstanceIds.Intersect(exclusive.InstanceIds)
        where shared.Count > 0
        select Contradiction(addition, exclusive, shared, $"the first binds {lacking}, which the exclusive set of the second lacks");

    private static IEnumerable<Problem> Revocations(IReadOnlyList<ResourceIntent> intents) =>
        from revocation in intents
        where !revocation.RevokedKeys.IsEmpty
        from other in intents
        let revoked = other.DeclaredKeys.Intersect(revocation.RevokedKeys)
        where !revoked.IsEmpty
        let shared = other.InstanceIds.Where(id => !revocation.RevokedOn(id).IsEmpty).ToArray()
        where shared.Length > 0
        select Contradiction(other, revocation, shared, $"the first binds {revoked}, which the second revokes");

    private static IEnumerable<Problem> Overlaps(ResourceIntent[] additions) =>
        from pair in Pairs(additions)
        let keys = pair.First.DeclaredKeys.Intersect(pair.Second.DeclaredKeys)
        where !keys.IsEmpty
        let shared = pair.First.InstanceIds.Intersect(pair.Second.InstanceIds)
        where shared.Count > 0
        select Problem.Warning(
            ProblemCodes.Overlap,
            $"'{pair.First.Name}' and '{pair.Second.Name}' both declare {keys} on {InstanceList.Of(shared)}."
        ) with
        {
            Instances = [.. shared],
        };

    private static Problem Contradiction(ResourceIntent first, ResourceIntent second, IEnumerable<InstanceId> shared, string why)
    {
        InstanceId[] instances = [.. shared.Order()];
        return Problem.Error(
            ProblemCodes.Contradiction,
            $"'{first.Name}' and '{second.Name}' contradict each other on {InstanceList.Of(instances)}: {why}."
        ) with
        {
            Path = $"resources.{first.Name}",
            Instances = instances,
        };
    }

    private static IEnumerable<(ResourceIntent First, ResourceIntent Second)> Pairs(ResourceIntent[] items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            for (var j = i + 1; j < items.Length; j++)
            {
                yield return (items[i], items[j]);
            }
        }
    }
}
