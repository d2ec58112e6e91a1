namespace KeyBindingProvider.Cli.Programs;

/// <summary>Finds what waits for itself, in time that grows with the number of arrows and without recursion: a chain may be as long as a program.</summary>
internal static class Circles
{
    /// <summary>Every name that lies on a circle, in the order of <paramref name="arrows"/> (Tarjan's strongly connected components).</summary>
    public static IEnumerable<string> Members(IReadOnlyDictionary<string, string[]> arrows)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var seen = new Dictionary<string, (int Number, int Lowest)>(StringComparer.Ordinal);
        var path = new Stack<(string Name, int Next)>();
        var pending = new Stack<string>();
        var isPending = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in arrows.Keys.Where(name => !seen.ContainsKey(name)))
        {
            Enter(start);
            while (path.TryPop(out var at))
            {
                var (name, next) = at;
                if (next < arrows[name].Length)
                {
                    path.Push((name, next + 1));
                    var target = arrows[name][next];
                    if (!seen.TryGetValue(target, out var met))
                    {
                        Enter(target);
                    }
                    else if (isPending.Contains(target))
                    {
                        Lower(name, met.Number);
                    }

                    continue;
                }

                if (path.TryPeek(out var above))
                {
                    Lower(above.Name, seen[name].Lowest);
                }

                if (seen[name].Lowest == seen[name].Number)
                {
                    Close(name);
                }
            }
        }

        return arrows.Keys.Where(members.Contains);

        void Enter(string name)
        {
            seen[name] = (seen.Count, seen.Count);
            path.Push((name, 0));
            pending.Push(name);
            isPending.Add(name);
        }

        void Lower(string name, int to) => seen[name] = (seen[name].Number, Math.Min(seen[name].Lowest, to));

        void Close(string root)
        {
            var component = new List<string>();
            do
            {
                component.Add(pending.Pop());
                isPending.Remove(component[^1]);
            } while (component[^1] != root);

            if (component.Count > 1 || arrows[root].Contains(root))
            {
                members.UnionWith(component);
            }
        }
    }
}
