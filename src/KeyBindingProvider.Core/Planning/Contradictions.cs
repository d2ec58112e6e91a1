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

    /// <summary>
    /// One warning for all resources that declare the same pairs, not one for each two of them. Only keys that several declare are looked into: the work grows with
    /// what is declared.
    /// </summary>
    private static IEnumerable<Problem> Overlaps(ResourceIntent[] additions)
    {
        var common = additions.SelectMany(addition => addition.DeclaredKeys).CountBy(key => key).Where(count => count.Value > 1);
        var isCommon = common.Select(count => count.Key).ToHashSet();
        var declaring = new Dictionary<(InstanceId Instance, KeyId Key), List<int>>();
        foreach (var (number, addition) in additions.Index())
        {
            foreach (
                var pair in addition.DeclaredKeys.Where(isCommon.Contains).SelectMany(_ => addition.InstanceIds, (key, id) => (id, key))
            )
            {
                if (!declaring.TryGetValue(pair, out var resources))
                {
                    declaring[pair] = resources = [];
                }

                resources.Add(number);
            }
        }

        return declaring
            .Where(entry => entry.Value.Count > 1)
            .GroupBy(entry => (entry.Key.Instance, Resources: string.Join(',', entry.Value)))
            .Select(at =>
                (at.Key.Instance, at.Key.Resources, Keys: KeySet.Of(at.Select(entry => entry.Key.Key)), Numbers: at.First().Value)
            )
            .GroupBy(at => (at.Resources, at.Keys))
            .Select(group => (group.Key.Keys, group.First().Numbers, Instances: group.Select(at => at.Instance).Order().ToArray()))
            .OrderBy(overlap => overlap.Numbers[0])
            .ThenBy(overlap => overlap.Numbers[1])
            .ThenBy(overlap => overlap.Numbers.Count)
            .ThenBy(overlap => overlap.Instances[0])
            .Select(overlap =>
                Problem.Warning(
                    ProblemCodes.Overlap,
                    $"{Names(overlap.Numbers)} declare {overlap.Keys} on {InstanceList.Of(overlap.Instances)}."
                ) with
                {
                    Instances = overlap.Instances,
                }
            );

        string Names(List<int> numbers)
        {
            const int Named = 5;
            string[] names = [.. numbers.Take(Named).Select(number => $"'{additions[number].Name}'")];
            return numbers.Count == 2 ? $"{names[0]} and {names[1]} both"
                : numbers.Count <= Named ? $"{string.Join(", ", names[..^1])} and {names[^1]} all"
                : $"{string.Join(", ", names)} and {numbers.Count - Named} more all";
        }
    }

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
