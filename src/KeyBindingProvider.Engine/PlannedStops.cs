using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine;

/// <summary>
/// What the plans of one run would stop, all resources and regions together: the provider's <c>maxStops</c> bounds the run, and a plan that goes beyond is refused
/// before its first write (rule <c>process-wide-limit</c>).
/// </summary>
/// <param name="maxStops">The provider's limit; null for none.</param>
internal sealed class PlannedStops(int? maxStops)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Region, string Owner), InstanceId[]> _stops = [];

    /// <summary>The plan, refused where the run would stop more with it than it may. A later plan of the same owner replaces the one before.</summary>
    public Plan Bound(Plan plan, string owner)
    {
        if (maxStops is not { } most)
        {
            return plan;
        }

        InstanceId[] stops = [.. plan.Changes.Where(change => change.StopMode != StopMode.None).Select(change => change.Id).Order()];
        int all;
        lock (_gate)
        {
            _stops[(plan.Region, owner)] = plan.IsRefused ? [] : stops;
            all = _stops.SelectMany(entry => entry.Value, (entry, id) => (entry.Key.Region, id)).Distinct().Count();
            if (all > most)
            {
                _stops[(plan.Region, owner)] = [];
            }
        }

        return all <= most || stops.Length == 0 ? plan : plan with { Problems = [.. plan.Problems, TooMany(all, stops, most)] };
    }

    /// <summary>A new run begins.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _stops.Clear();
        }
    }

    private static Problem TooMany(int all, InstanceId[] stops, int most) =>
        Problem.Error(
            ProblemCodes.TooManyStops,
            $"This run would stop {Grammar.Instances(all)}, {InstanceList.Of(stops)} for this change; the provider's maxStops is {most}."
        ) with
        {
            Instances = stops,
        };
}
