using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Finds wishes that no order of changes can satisfy together (<c>engine-rules.md</c> 2), and overlaps worth a warning.</summary>
public static class Contradictions
{
    /// <summary>Problems between the resources of one region; each names both resources and the instances.</summary>
    public static IEnumerable<Problem> Find(IReadOnlyList<ResourceIntent> intents)
    {
        var exclusives = intents.OfType<InstanceKeysExclusiveIntent>().ToArray();
        var associations = intents.OfType<KeyPairAssociationIntent>().ToArray();
        return ExclusivePairs(exclusives)
            .Concat(AssociationsAgainstExclusives(associations, exclusives))
            .Concat(Revocations(intents))
            .Concat(Overlaps(associations));
    }

    private static IEnumerable<Problem> ExclusivePairs(InstanceKeysExclusiveIntent[] exclusives) =>
        from pair in Pairs(exclusives)
        where !pair.First.KeyIds.Equals(pair.Second.KeyIds)
        let shared = pair.First.InstanceIds.Intersect(pair.Second.InstanceIds)
        where shared.Count > 0
        select Contradiction(pair.First, pair.Second, shared, "each want exactly their own keys");

    private static IEnumerable<Problem> AssociationsAgainstExclusives(
        KeyPairAssociationIntent[] associations,
        InstanceKeysExclusiveIntent[] exclusives
    ) =>
        from association in associations
        from exclusive in exclusives
        let lacking = association.KeyIds.Except(exclusive.KeyIds)
        where !lacking.IsEmpty
        let shared = association.InstanceIds.Intersect(exclusive.InstanceIds)
        where shared.Count > 0
        select Contradiction(association, exclusive, shared, $"the first binds {lacking}, which the exclusive set of the second lacks");

    private static IEnumerable<Problem> Revocations(IReadOnlyList<ResourceIntent> intents) =>
        from revocation in intents.OfType<KeyRevocationIntent>()
        from other in intents
        let declared = Declared(other)
        let revoked = declared.Keys.Intersect(revocation.KeyIds)
        where !revoked.IsEmpty
        let shared = declared.Instances.Except(revocation.ExceptInstanceIds).ToArray()
        where shared.Length > 0
        select Contradiction(other, revocation, shared, $"the first binds {revoked}, which the second revokes");

    private static IEnumerable<Problem> Overlaps(KeyPairAssociationIntent[] associations) =>
        from pair in Pairs(associations)
        let keys = pair.First.KeyIds.Intersect(pair.Second.KeyIds)
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

    private static (IEnumerable<InstanceId> Instances, KeySet Keys) Declared(ResourceIntent intent) =>
        intent switch
        {
            KeyPairAssociationIntent association => (association.InstanceIds, association.KeyIds),
            InstanceKeysExclusiveIntent exclusive => (exclusive.InstanceIds, exclusive.KeyIds),
            _ => ([], KeySet.Empty),
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

    private static IEnumerable<(T First, T Second)> Pairs<T>(T[] items)
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
