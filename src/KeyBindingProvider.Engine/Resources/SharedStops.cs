using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>Which resources of this run would stop which instances, so that a preview says with whom a stop and start is shared.</summary>
internal sealed class SharedStops
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InstanceId, SortedDictionary<string, (string Name, KeySet Keys)>> _stops = [];

    /// <summary>The plan of <paramref name="owner"/>, with a warning for each set of instances that others of this run stop as well.</summary>
    public Plan AddTo(Plan plan, string owner, string name)
    {
        var shared = new SortedDictionary<string, List<InstanceId>>(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var change in plan.Changes.Where(change => change.StopMode != StopMode.None))
            {
                var names = _stops.TryGetValue(change.Id, out var known) ? known : _stops[change.Id] = new(StringComparer.Ordinal);
                names[owner] = (name, change.Declared.Union(change.Remove));
                if (names.Count > 1)
                {
                    var all = string.Join(", ", Labels(names.Values).Order(StringComparer.Ordinal));
                    (shared.TryGetValue(all, out var instances) ? instances : shared[all] = []).Add(change.Id);
                }
            }
        }

        return shared.Count == 0
            ? plan
            : plan with
            {
                Problems = [.. plan.Problems, .. shared.Select(entry => Warning(entry.Key, entry.Value))],
            };
    }

    /// <summary>A new run begins.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _stops.Clear();
        }
    }

    /// <summary>Names, with the keys where an engine tells no names apart.</summary>
    private static IEnumerable<string> Labels(IReadOnlyCollection<(string Name, KeySet Keys)> resources) =>
        resources.Select(resource =>
            resources.Count(other => other.Name == resource.Name) == 1 ? $"'{resource.Name}'" : $"'{resource.Name}' of {resource.Keys}"
        );

    private static Problem Warning(string names, List<InstanceId> instances)
    {
        InstanceId[] ids = [.. instances.Order()];
        return Problem.Warning(
            ProblemCodes.SharedWindow,
            $"{names} stop {InstanceList.Of(ids)}: one stop and start for all of them where they run at once, one more for each that waits for another."
        ) with
        {
            Instances = ids,
        };
    }
}
