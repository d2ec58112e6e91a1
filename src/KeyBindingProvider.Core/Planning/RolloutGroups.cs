using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Resources that change common instances, in the order in which their rollouts run.</summary>
/// <param name="Resources">The resources, by name.</param>
/// <param name="DependsOn">Resources outside the group that come directly before it.</param>
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
    /// <param name="running">Resources that change instances together, and how many of these run.</param>
    public int MaxUnavailable(IEnumerable<(ImmutableArray<int> Resources, int Count)> running)
    {
        var runningOf = new SortedDictionary<int, int>();
        foreach (var (resources, count) in running)
        {
            foreach (var index in resources)
            {
                runningOf[index] = runningOf.GetValueOrDefault(index) + count;
            }
        }

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

/// <summary>
/// Gathers resources whose changes meet on an instance: they share one stop window, one policy and one count of what is down. What waits for each other in a
/// circle is gathered too. The work grows with the number of resources and arrows: a chain may be as long as a program.
/// </summary>
internal static class RolloutGroups
{
    public static ImmutableArray<RolloutGroup> Of(ResourceIntent[] intents, RequiredChanges needs)
    {
        var meeting = Enumerable.Range(0, intents.Length).ToArray();
        foreach (var need in needs.Different)
        {
            foreach (var index in need.ResourceIndexes)
            {
                Unite(meeting, need.ResourceIndexes[0], index);
            }
        }

        // A resource that changes nothing has nothing to wait for; what lies behind it is waited for all the same, so it stays among the nodes.
        var changing = needs.Different.SelectMany(need => need.ResourceIndexes).ToHashSet();
        var dependsOn = DependsOn(intents);
        var arrows = new List<int>[intents.Length];
        foreach (var (index, others) in dependsOn.Index())
        {
            (arrows[Find(meeting, index)] ??= []).AddRange(others.Select(other => Find(meeting, other)));
            arrows[index] ??= [];
        }

        var components = Components.Of(arrows);
        var componentOf = new int[intents.Length];
        foreach (var (number, component) in components.Index())
        {
            foreach (var node in component)
            {
                componentOf[node] = number;
            }
        }

        var membersOf = changing.Order().ToLookup(index => componentOf[Find(meeting, index)]);
        var leadsTo = components
            .Select(
                (component, number) =>
                    component
                        .SelectMany(node => arrows[node])
                        .Select(node => componentOf[node])
                        .Where(other => other != number)
                        .Distinct()
                        .ToArray()
            )
            .ToArray();
        var needsOf = new ImmutableArray<RequiredChange>.Builder[components.Length];
        foreach (var need in needs.Changes)
        {
            (needsOf[componentOf[Find(meeting, need.ResourceIndexes[0])]] ??= ImmutableArray.CreateBuilder<RequiredChange>()).Add(need);
        }

        var before = Before(dependsOn, changing);
        return
        [
            .. Ordered(leadsTo, membersOf)
                .Select(number => new RolloutGroup(
                    [.. membersOf[number].Select(index => intents[index].Name)],
                    [.. membersOf[number].SelectMany(before).Except(membersOf[number]).Order().Select(index => intents[index].Name)],
                    membersOf[number].ToImmutableSortedDictionary(index => index, index => intents[index].Policy),
                    needsOf[number].DrainToImmutable()
                )),
        ];
    }

    private static int[][] DependsOn(ResourceIntent[] intents)
    {
        var indexOf = intents
            .Select((intent, index) => (intent.Name, index))
            .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        return
        [
            .. intents.Select(intent => intent.DependsOn.Where(indexOf.ContainsKey).Select(name => indexOf[name]).Distinct().ToArray()),
        ];
    }

    /// <summary>
    /// The changing resources that each resource waits for directly, or through resources that change nothing. What those wait for in turn is theirs to name. Where
    /// only one way leads on, its list serves as it is.
    /// </summary>
    private static Func<int, IEnumerable<int>> Before(int[][] dependsOn, HashSet<int> changing)
    {
        int[][] idle =
        [
            .. dependsOn.Select(
                (others, index) => changing.Contains(index) ? [] : others.Where(other => !changing.Contains(other)).ToArray()
            ),
        ];
        var beyond = new int[dependsOn.Length][];
        foreach (var component in Components.Of(idle).Where(component => !changing.Contains(component[0])))
        {
            int[][] lists =
            [
                .. component.SelectMany(index => dependsOn[index]).Except(component).Select(Behind).Where(list => list.Length > 0),
            ];
            var list =
                lists.Length == 0 ? []
                : lists.Length == 1 ? lists[0]
                : lists.SelectMany(list => list).Distinct().ToArray();
            foreach (var index in component)
            {
                beyond[index] = list;
            }
        }

        return index => dependsOn[index].SelectMany(Behind);

        int[] Behind(int index) => changing.Contains(index) ? [index] : beyond[index];
    }

    /// <summary>The components that change something, each after all that it waits for; of those whose turn it is, the first of the program.</summary>
    private static IEnumerable<int> Ordered(int[][] leadsTo, ILookup<int, int> membersOf)
    {
        var waitedForBy = leadsTo
            .SelectMany((others, number) => others.Select(other => (other, number)))
            .ToLookup(pair => pair.other, pair => pair.number);
        var waitsFor = leadsTo.Select(others => others.Length).ToArray();
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, leadsTo.Length).Where(number => waitsFor[number] == 0).Select(Turn));
        while (ready.TryDequeue(out var number, out _))
        {
            if (membersOf.Contains(number))
            {
                yield return number;
            }

            foreach (var waiting in waitedForBy[number].Where(waiting => --waitsFor[waiting] == 0))
            {
                ready.Enqueue(waiting, Turn(waiting).Priority);
            }
        }

        // What changes nothing takes no turn: who stands behind it is ready when it is.
        (int Number, int Priority) Turn(int number) => (number, membersOf[number].DefaultIfEmpty(-1).First());
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
