using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// A plan in one line that no other plan has: engines fold messages with equal headings into one, so it carries counts and ids.
/// </summary>
public static class PlanHeadline
{
    /// <summary>What is changed and stopped, and whose other keys are there.</summary>
    public static string Of(Plan plan)
    {
        var changes = plan.Changes.ToArray();
        var windows = plan.Rollouts.Sum(rollout => rollout.Waves.Count(wave => wave.Kind != WaveKind.Stopped));
        var stops =
            plan.StopCount == 0
                ? "none is stopped"
                : $"{plan.StopCount} of them stopped and started again in {Grammar.Count(windows, "stop window")}";
        var foreign = changes.Count(change => !change.Foreign.IsEmpty);
        var strangers = foreign == 0 ? "" : $", other keys stay on {foreign}";
        return $"{Grammar.Instances(changes.Length)} to change, {stops}, at most {Grammar.Count(plan.Calls.Total, "API write")}{strangers}{SourceWording.Clause(plan)}: "
            + (
                changes.Length > 0
                    ? InstanceList.Of(changes.Select(change => change.Id).Order())
                    : string.Join(", ", plan.Rewrites.Select(finding => finding.Source.Id))
            );
    }

    /// <summary>What is taken over without a change; null when nothing is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="of">Whose it is.</param>
    public static string? OfAdoption(Plan plan, string of) =>
        plan.Resources.Sum(resource => resource.Adopted) is > 0 and var adopted
            ? $"{Grammar.Pairs(adopted)} already bound, adopted without a change: {of}"
            : null;
}
