using System.Collections.Immutable;

namespace KeyBindingProvider.Core;

/// <summary>Resources that change common instances, in the order in which their rollouts run.</summary>
/// <param name="Resources">The resources, by name.</param>
/// <param name="DependsOn">Resources outside the group that come first.</param>
/// <param name="Policy">The strictest policy of all.</param>
/// <param name="Demands">What they change.</param>
internal sealed record RolloutGroup(
    ImmutableArray<string> Resources,
    ImmutableArray<string> DependsOn,
    ChangePolicy Policy,
    ImmutableArray<Demand> Demands
)
{
    /// <summary>Names them in a message.</summary>
    public string Label => string.Join(" + ", Resources);
}

/// <summary>Gathers resources whose changes meet on an instance: they share one stop window, one policy and one count of what is down.</summary>
internal static class RolloutGroups
{
    public static ImmutableArray<RolloutGroup> Of(ResourceIntent[] intents, ImmutableArray<Demand> demands)
    {
        var group = Enumerable.Range(0, intents.Length).ToArray();
        foreach (var demand in demands)
        {
            foreach (var index in demand.ResourceIndexes)
            {
                Unite(group, demand.ResourceIndexes[0], index);
            }
        }

        var dependencies = Closure(intents);
        while (true)
        {
            if (TryOrder(intents, dependencies, group) is { } order)
            {
                return Build(intents, dependencies, demands, group, order);
            }
        }
    }

    private static ImmutableArray<RolloutGroup> Build(
        ResourceIntent[] intents,
        HashSet<int>[] dependencies,
        ImmutableArray<Demand> demands,
        int[] group,
        List<int> order
    )
    {
        var demandsOf = demands.ToLookup(demand => Find(group, demand.ResourceIndexes[0]));
        var membersOf = Enumerable.Range(0, intents.Length).ToLookup(index => Find(group, index));
        var groups = ImmutableArray.CreateBuilder<RolloutGroup>();
        foreach (var root in order.Where(demandsOf.Contains))
        {
            int[] members = [.. membersOf[root]];
            groups.Add(
                new RolloutGroup(
                    [.. members.Select(index => intents[index].Name)],
                    [
                        .. members
                            .SelectMany(index => dependencies[index])
                            .Except(members)
                            .Distinct()
                            .Order()
                            .Select(index => intents[index].Name),
                    ],
                    members.Select(index => intents[index].Policy).Aggregate((a, b) => a.Strictest(b)),
                    [.. demandsOf[root]]
                )
            );
        }

        return groups.ToImmutable();
    }

    /// <summary>Orders the groups by their dependencies; where groups wait for each other in a circle, unites them and answers null.</summary>
    private static List<int>? TryOrder(ResourceIntent[] intents, HashSet<int>[] dependencies, int[] group)
    {
        var roots = Enumerable.Range(0, intents.Length).Select(index => Find(group, index)).Distinct().ToList();
        var waitsFor = roots.ToDictionary(root => root, _ => new HashSet<int>());
        for (var index = 0; index < intents.Length; index++)
        {
            var root = Find(group, index);
            waitsFor[root].UnionWith(dependencies[index].Select(other => Find(group, other)).Where(other => other != root));
        }

        var order = new List<int>();
        while (roots.Count > 0)
        {
            var next = roots.FindIndex(root => waitsFor[root].All(order.Contains));
            if (next < 0)
            {
                roots.ForEach(root => Unite(group, roots[0], root));
                return null;
            }

            order.Add(roots[next]);
            roots.RemoveAt(next);
        }

        return order;
    }

    private static HashSet<int>[] Closure(ResourceIntent[] intents)
    {
        var indexOf = intents
            .Select((intent, index) => (intent.Name, index))
            .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        return [.. intents.Select((_, index) => Reach(index))];

        HashSet<int> Reach(int start)
        {
            var reached = new HashSet<int>();
            var open = new Stack<int>([start]);
            while (open.TryPop(out var index))
            {
                foreach (var name in intents[index].DependsOn)
                {
                    if (indexOf.TryGetValue(name, out var other) && other != start && reached.Add(other))
                    {
                        open.Push(other);
                    }
                }
            }

            return reached;
        }
    }

    private static int Find(int[] group, int index)
    {
        while (group[index] != index)
        {
            index = group[index] = group[group[index]];
        }

        return index;
    }

    private static void Unite(int[] group, int a, int b) =>
        group[Math.Max(Find(group, a), Find(group, b))] = Math.Min(Find(group, a), Find(group, b));
}
