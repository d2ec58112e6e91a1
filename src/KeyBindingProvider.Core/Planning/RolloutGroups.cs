using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Resources that change common instances, in the order in which their rollouts run.</summary>
/// <param name="Resources">The resources, by name.</param>
/// <param name="DependsOn">Resources outside the group that come first.</param>
/// <param name="Policies">The policy of each resource, by the resource's index.</param>
/// <param name="RequiredChanges">What they change.</param>
internal sealed record RolloutGroup(
    ImmutableArray<string> Resources,
    ImmutableArray<string> DependsOn,
    ImmutableSortedDictionary<int, ChangePolicy> Policies,
    ImmutableArray<RequiredChange> RequiredChanges
)
{
    /// <summary>By the set of resources, which <see cref="ResourceSets"/> makes once each.</summary>
    private readonly Dictionary<ImmutableArray<int>, ChangePolicy> _policies = [];

    /// <summary>The strictest policy of all: what holds for the rollout as a whole, its budget and its canary.</summary>
    public ChangePolicy Policy { get; } = Policies.Values.Aggregate((a, b) => a.Strictest(b));

    /// <summary>
    /// What may happen to one instance: the strictest of the resources that change it. The others of the rollout have no say, or an instance
    /// that waits today because of a neighbour would change in the next run, when the neighbour is done.
    /// </summary>
    public ChangePolicy PolicyOf(RequiredChange need) =>
        _policies.TryGetValue(need.ResourceIndexes, out var policy)
            ? policy
            : _policies[need.ResourceIndexes] = need.ResourceIndexes.Select(index => Policies[index]).Aggregate((a, b) => a.Strictest(b));

    /// <summary>
    /// How many may be down at once. A limit belongs to its resource, so a percentage is one of the running instances that this
    /// resource must change, not of all that were merged; each limit holds, so the least one counts.
    /// </summary>
    public int MaxUnavailable(IReadOnlyCollection<RequiredChange> running)
    {
        var runningOf = running.SelectMany(need => need.ResourceIndexes).CountBy(index => index);
        return runningOf
            .Select(count => Policies[count.Key].ResolveMaxUnavailable(count.Value))
            .DefaultIfEmpty(Policy.ResolveMaxUnavailable(0))
            .Min();
    }

    /// <summary>A problem of theirs: of one resource it carries the path, of several the names.</summary>
    public Problem Own(Problem problem) =>
        Resources.Length == 1
            ? problem with
            {
                Path = $"resources.{Resources[0]}",
            }
            : problem with
            {
                Message = $"{string.Join(" + ", Resources)}: {problem.Message}",
            };
}

/// <summary>Gathers resources whose changes meet on an instance: they share one stop window, one policy and one count of what is down.</summary>
internal static class RolloutGroups
{
    public static ImmutableArray<RolloutGroup> Of(ResourceIntent[] intents, ImmutableArray<RequiredChange> needs)
    {
        var group = Enumerable.Range(0, intents.Length).ToArray();
        foreach (var need in needs)
        {
            foreach (var index in need.ResourceIndexes)
            {
                Unite(group, need.ResourceIndexes[0], index);
            }
        }

        // A resource that changes nothing has nothing to wait for; what lies behind it is in the closure.
        var changing = needs.SelectMany(need => need.ResourceIndexes).ToHashSet();
        var dependencies = Closure(intents);
        foreach (var reached in dependencies)
        {
            reached.IntersectWith(changing);
        }

        List<int>? order;
        while ((order = TryOrder([.. changing.Order()], dependencies, group)) is null) { }

        return Build(intents, dependencies, needs, group, order);
    }

    private static ImmutableArray<RolloutGroup> Build(
        ResourceIntent[] intents,
        HashSet<int>[] dependencies,
        ImmutableArray<RequiredChange> needs,
        int[] group,
        List<int> order
    )
    {
        var needsOf = needs.ToLookup(need => Find(group, need.ResourceIndexes[0]));
        var membersOf = needs.SelectMany(need => need.ResourceIndexes).Distinct().Order().ToLookup(index => Find(group, index));
        var groups = ImmutableArray.CreateBuilder<RolloutGroup>();
        foreach (var root in order)
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
                    members.ToImmutableSortedDictionary(index => index, index => intents[index].Policy),
                    [.. needsOf[root]]
                )
            );
        }

        return groups.ToImmutable();
    }

    /// <summary>Orders the groups by their dependencies; where some wait for each other in a circle, unites those and answers null.</summary>
    private static List<int>? TryOrder(int[] changing, HashSet<int>[] dependencies, int[] group)
    {
        var roots = changing.Select(index => Find(group, index)).Distinct().ToList();
        var waitsFor = roots.ToDictionary(root => root, _ => new SortedSet<int>());
        foreach (var index in changing)
        {
            var root = Find(group, index);
            waitsFor[root].UnionWith(dependencies[index].Select(other => Find(group, other)).Where(other => other != root));
        }

        var order = new List<int>();
        var placed = new HashSet<int>();
        while (roots.Count > 0)
        {
            var next = roots.FindIndex(root => waitsFor[root].All(placed.Contains));
            if (next < 0)
            {
                UniteCircle(roots[0], waitsFor, placed, group);
                return null;
            }

            order.Add(roots[next]);
            placed.Add(roots[next]);
            roots.RemoveAt(next);
        }

        return order;
    }

    /// <summary>Follows what is waited for until a group comes up again: from there on it is a circle.</summary>
    private static void UniteCircle(int start, Dictionary<int, SortedSet<int>> waitsFor, HashSet<int> placed, int[] group)
    {
        var path = new List<int>();
        var at = start;
        while (!path.Contains(at))
        {
            path.Add(at);
            at = waitsFor[at].First(other => !placed.Contains(other));
        }

        path.ForEach(member => Unite(group, at, path.IndexOf(member) < path.IndexOf(at) ? at : member));
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
