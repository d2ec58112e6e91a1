using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine;

/// <summary>
/// What the plans of one run would stop, all resources and regions together. From it a preview says with whom a stop is shared, and the provider's <c>maxStops</c>
/// bounds the run: a plan that goes beyond is refused before its first write (rule <c>process-wide-limit</c>).
/// </summary>
/// <param name="maxStops">The provider's limit; null for none.</param>
internal sealed class PlannedStops(int? maxStops)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Region, string Owner), Entry> _plans = [];

    /// <summary>
    /// The plan as one of the run: with a warning for each set of instances that others stop as well, and refused where the run would stop more with it than it may.
    /// A later plan of the same owner replaces the one before.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="name">What people call the owner; null where nobody is to be told of shared stops.</param>
    public Plan InRun(Plan plan, string owner, string? name = null)
    {
        InstanceChange[] stops = [.. plan.Changes.Where(change => change.StopMode != StopMode.None).OrderBy(change => change.Id)];
        var problems = new List<Problem>();
        lock (_gate)
        {
            var key = (plan.Region, owner);
            _plans[key] = new Entry(name ?? _plans.GetValueOrDefault(key)?.Name ?? "", stops.ToDictionary(change => change.Id));
            if (name is not null)
            {
                problems.AddRange(Shared(plan.Region, stops));
            }

            var all = _plans.SelectMany(entry => entry.Value.Stops.Keys, (entry, id) => (entry.Key.Region, id)).Distinct().Count();
            if (plan.IsRefused || all > maxStops)
            {
                // None of it happens, so that it takes no part of what the others may.
                _plans.Remove(key);
            }

            if (all > maxStops && stops.Length > 0 && !plan.IsRefused)
            {
                problems.Add(TooMany(all, [.. stops.Select(change => change.Id)], maxStops.Value));
            }
        }

        return problems.Count == 0 ? plan : plan with { Problems = [.. plan.Problems, .. problems] };
    }

    /// <summary>A new run begins.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _plans.Clear();
        }
    }

    private IEnumerable<Problem> Shared(string region, InstanceChange[] stops) =>
        stops
            .Select(change => (change.Id, Who: Labels(region, change.Id)))
            .Where(stop => stop.Who.Length > 1)
            .GroupBy(stop => string.Join(", ", stop.Who), stop => stop.Id)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => SharedWindow(group.Key, [.. group]));

    /// <summary>Who stops it: names, with the keys where an engine tells no names apart.</summary>
    private string[] Labels(string region, InstanceId id)
    {
        var entries = _plans
            .Where(plan => plan.Key.Region == region && plan.Value.Stops.ContainsKey(id))
            .Select(plan => plan.Value)
            .ToArray();
        return
        [
            .. entries
                .Select(entry =>
                    entries.Count(other => other.Name == entry.Name) == 1
                        ? $"'{entry.Name}'"
                        : $"'{entry.Name}' of {entry.Stops[id].Declared.Union(entry.Stops[id].Remove)}"
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Problem SharedWindow(string who, InstanceId[] ids) =>
        Problem.Warning(
            ProblemCodes.SharedWindow,
            $"{who} stop {InstanceList.Of(ids)}: one stop and start for all of them where they run at once, one more for each that waits for another."
        ) with
        {
            Instances = ids,
        };

    private static Problem TooMany(int all, InstanceId[] stops, int most) =>
        Problem.Error(
            ProblemCodes.TooManyStops,
            $"This run would stop {Grammar.Instances(all)}, {InstanceList.Of(stops)} for this change; the provider's maxStops is {most}."
        ) with
        {
            Instances = stops,
            Remedy = "Raise maxStops in the provider's changePolicy after reading the plans, or change less at once.",
        };

    /// <summary>What the last plan of an owner would stop.</summary>
    private sealed record Entry(string Name, IReadOnlyDictionary<InstanceId, InstanceChange> Stops);
}
