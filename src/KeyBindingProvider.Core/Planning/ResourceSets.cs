using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Sets of resources that change one instance, each made once: a fleet of 100,000 has a handful of them. Equal sets are the same array, so
/// that they compare by reference.
/// </summary>
internal sealed class ResourceSets(ResourceIntent[] intents)
{
    private readonly Dictionary<(int Set, int Resource), int> _next = [];
    private readonly Dictionary<int, (ImmutableArray<int> Indexes, ImmutableArray<string> Names)> _sets = new() { [0] = ([], []) };

    /// <summary>The set, sorted, as indexes and as names. Sorts <paramref name="resources"/>.</summary>
    public (ImmutableArray<int> Indexes, ImmutableArray<string> Names) Of(List<int> resources)
    {
        resources.Sort();
        var set = 0;
        foreach (var resource in resources)
        {
            if (!_next.TryGetValue((set, resource), out var next))
            {
                next = _next[(set, resource)] = _next.Count + 1;
            }

            set = next;
        }

        // Only of sets that are asked for: of a thousand resources on one instance there are a thousand beginnings.
        return _sets.TryGetValue(set, out var made)
            ? made
            : _sets[set] = ([.. resources], [.. resources.Select(resource => intents[resource].Name)]);
    }
}
