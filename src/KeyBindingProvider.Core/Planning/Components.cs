using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// What waits for each other in circles (Tarjan's strongly connected components), in time that grows with the number of arrows and without recursion: a chain
/// may be as long as a program.
/// </summary>
public static class Components
{
    /// <summary>Every node in exactly one component; a component comes after all that its nodes lead to.</summary>
    /// <param name="arrows">Where each node leads, by its number.</param>
    public static ImmutableArray<ImmutableArray<int>> Of(IReadOnlyList<IReadOnlyList<int>> arrows)
    {
        var components = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        var number = new int[arrows.Count];
        var lowest = new int[arrows.Count];
        var isPending = new bool[arrows.Count];
        var pending = new Stack<int>();
        var path = new Stack<(int Node, int Next)>();
        var count = 0;
        for (var start = 0; start < arrows.Count; start++)
        {
            if (number[start] == 0)
            {
                Enter(start);
            }

            while (path.TryPop(out var at))
            {
                var (node, next) = at;
                if (next < arrows[node].Count)
                {
                    path.Push((node, next + 1));
                    var target = arrows[node][next];
                    if (number[target] == 0)
                    {
                        Enter(target);
                    }
                    else if (isPending[target])
                    {
                        lowest[node] = Math.Min(lowest[node], number[target]);
                    }

                    continue;
                }

                if (path.TryPeek(out var above))
                {
                    lowest[above.Node] = Math.Min(lowest[above.Node], lowest[node]);
                }

                if (lowest[node] == number[node])
                {
                    components.Add(Close(node));
                }
            }
        }

        return components.ToImmutable();

        void Enter(int node)
        {
            number[node] = lowest[node] = ++count;
            path.Push((node, 0));
            pending.Push(node);
            isPending[node] = true;
        }

        ImmutableArray<int> Close(int root)
        {
            var members = ImmutableArray.CreateBuilder<int>();
            do
            {
                members.Add(pending.Pop());
                isPending[members[^1]] = false;
            } while (members[^1] != root);

            return members.ToImmutable();
        }
    }
}
