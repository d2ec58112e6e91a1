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
    private readonly List<(ImmutableArray<int> Indexes, ImmutableArray<string> Names)> _sets = [([], [])];

    /// <summary>The set, sorted, as indexes and as names. Sorts <paramref name="resources"/>.</summary>
    public (ImmutableArray<int> Indexes, ImmutableArray<string> Names) Of(List<int> resources)
    {
        resources.Sort();
        var set = 0;
        foreach (var resource in resources)
        {
            if (!_next.TryGetValue((set, resource), out var next))
            {
                next = _next[(set, resource)] = _sets.Count;
                _sets.Add((_sets[set].Indexes.Add(resource), _sets[set].Names.Add(intents[resource].Name)));
            }

            set = next;
        }

        return _sets[set];
    }
}
