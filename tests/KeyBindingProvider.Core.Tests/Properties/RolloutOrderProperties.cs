using CsCheck;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Which resources share a rollout, and in which order: as the closure of all that is waited for says, which is too slow for long programs.</summary>
public class RolloutOrderProperties
{
    private const int Resources = 7;

    /// <summary>Of each resource: its instance, whether it has nothing to do there, and whom it waits for.</summary>
    private static readonly Gen<(int Instance, bool IsIdle, int[] After)[]> s_programs = Gen.Select(
        Gen.Int[1, 5],
        Gen.Int[0, 2].Select(number => number == 0),
        Gen.Int[0, Resources - 1].Array[0, 2],
        (instance, isIdle, after) => (instance, isIdle, after)
    ).Array[Resources];

    [Fact]
    public void Rollouts_AreThoseOfTheClosure() =>
        s_programs.Sample(
            program =>
            {
                var fleet = FleetOf(Enumerable.Range(1, 5).Select(n => Stopped(n, 9)));
                ResourceIntent[] intents =
                [
                    .. program.Select(
                        (resource, number) =>
                            (ResourceIntent)
                                Association(Instances(resource.Instance), resource.IsIdle ? Keys(9) : Keys(1), Graceful, Name(number))
                                    .After([.. resource.After.Select(Name)])
                    ),
                ];
                var plan = PlanOf(fleet, intents);
                Assert.Equal(Naive(program), plan.Rollouts.Select(Text));
            },
            iter: 20_000
        );

    [Fact]
    public void Components_AreThoseThatReachEachOther_AndComeAfterWhatTheyLeadTo() =>
        Gen.Int[0, 6]
            .Array[0, 3]
            .Array[7]
            .Sample(
                arrows =>
                {
                    var components = Components.Of(arrows);
                    Assert.Equal(Enumerable.Range(0, 7), components.SelectMany(component => component).Order());
                    foreach (var (number, component) in components.Index())
                    {
                        var all = Enumerable
                            .Range(0, 7)
                            .Where(node =>
                                node == component[0] || (Reaches(arrows, node, component[0]) && Reaches(arrows, component[0], node))
                            );
                        Assert.Equal(all, component.Order());
                        var later = components.Skip(number + 1).SelectMany(other => other).ToHashSet();
                        Assert.DoesNotContain(component.SelectMany(node => arrows[node]), later.Contains);
                    }
                },
                iter: 5_000
            );

    private static string Name(int number) => ((char)('a' + number)).ToString();

    private static string Text(Rollout rollout) => $"{string.Join('+', rollout.Resources)} after {string.Join(',', rollout.DependsOn)}";

    /// <summary>Unites what reaches each other until nothing does, then takes the first group again and again that waits for nobody who is left.</summary>
    private static IEnumerable<string> Naive((int Instance, bool IsIdle, int[] After)[] program)
    {
        int[][] arrows = [.. program.Select((resource, number) => resource.After.Where(other => other != number).ToArray())];
        int[] changing = [.. Enumerable.Range(0, Resources).Where(number => !program[number].IsIdle)];
        List<SortedSet<int>> groups = [.. changing.GroupBy(number => program[number].Instance).Select(group => new SortedSet<int>(group))];
        bool WaitsFor(SortedSet<int> group, SortedSet<int> other) => group.Any(from => other.Any(to => Reaches(arrows, from, to)));
        // Over others too: what one member of a group waits for, all of it does.
        bool LeadsTo(SortedSet<int> group, SortedSet<int> other)
        {
            List<SortedSet<int>> reached = [group];
            for (var i = 0; i < reached.Count; i++)
            {
                reached.AddRange(groups.Where(next => !reached.Contains(next) && WaitsFor(reached[i], next)));
            }

            return reached.Contains(other);
        }

        while (
            groups
                .SelectMany(_ => groups, (a, b) => (a, b))
                .FirstOrDefault(pair => pair.a != pair.b && LeadsTo(pair.a, pair.b) && LeadsTo(pair.b, pair.a))
                is ({ } first, { } second)
        )
        {
            first.UnionWith(second);
            groups.Remove(second);
        }

        groups.Sort((a, b) => a.Min.CompareTo(b.Min));
        while (groups.Count > 0)
        {
            var next = groups.First(group => !groups.Exists(other => other != group && WaitsFor(group, other)));
            groups.Remove(next);
            var before = changing.Where(to =>
                !next.Contains(to) && next.Any(from => Reaches(arrows, from, to, number => program[number].IsIdle))
            );
            yield return $"{string.Join('+', next.Select(Name))} after {string.Join(',', before.Select(Name))}";
        }
    }

    /// <summary>Whether a way leads from one to another, over those only that may be passed.</summary>
    private static bool Reaches(int[][] arrows, int from, int to, Func<int, bool>? passes = null)
    {
        var open = new Stack<int>(arrows[from]);
        var seen = new HashSet<int>();
        while (open.TryPop(out var at))
        {
            if (at == to)
            {
                return true;
            }

            if (seen.Add(at) && (passes?.Invoke(at) ?? true))
            {
                foreach (var next in arrows[at])
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}
