using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Sets of resources that change one instance, as numbers: a fleet of 100,000 has a handful of them. A set grows by one resource at a time; equal sets are answered
/// as the same arrays, in whatever order they grew, so that they compare by reference.
/// </summary>
internal sealed class ResourceSets(ResourceIntent[] intents)
{
    /// <summary>The set with no resource.</summary>
    public const int None = 0;

    private readonly Dictionary<(int Set, int Resource), int> _with = [];
    private readonly List<(int Set, int Resource)> _grownFrom = [(None, -1)];
    private readonly Dictionary<int, (ImmutableArray<int> Indexes, ImmutableArray<string> Names)> _made = [];

    /// <summary>The set with one more resource, which may be in it already.</summary>
    public int With(int set, int resource)
    {
        if (!_with.TryGetValue((set, resource), out var with))
        {
            with = Contains(set, resource) ? set : _grownFrom.Count;
            if (with != set)
            {
                _grownFrom.Add((set, resource));
            }

            _with[(set, resource)] = with;
        }

        return with;
    }

    /// <summary>The set, sorted, as indexes and as names.</summary>
    public (ImmutableArray<int> Indexes, ImmutableArray<string> Names) Of(int set)
    {
        // Only of sets that are asked for: of a thousand resources on one instance there are a thousand beginnings.
        if (_made.TryGetValue(set, out var made))
        {
            return made;
        }

        var resources = new List<int>();
        for (var at = set; at != None; at = _grownFrom[at].Set)
        {
            resources.Add(_grownFrom[at].Resource);
        }

        resources.Sort();
        var sorted = resources.Aggregate(None, With);
        return _made[set] = sorted == set ? ([.. resources], [.. resources.Select(resource => intents[resource].Name)]) : Of(sorted);
    }

    private bool Contains(int set, int resource)
    {
        while (set != None && _grownFrom[set].Resource != resource)
        {
            set = _grownFrom[set].Set;
        }

        return set != None;
    }
}
