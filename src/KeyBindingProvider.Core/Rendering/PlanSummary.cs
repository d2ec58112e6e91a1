using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// The plan of one resource in few lines, for an engine that shows hundreds of them. What is left out is in the full text; problems are told apart.
/// </summary>
public static class PlanSummary
{
    /// <summary>Lines that it has at most, the verdict among them.</summary>
    public const int MostLines = 6;

    private const int MostKeys = 5;

    /// <summary>What is changed and stopped, shortest and most important first: engines show the beginning of a first line.</summary>
    public static string Verdict(Plan plan)
    {
        var waiting = plan.Pending.Count(pending => pending.Disposition != Disposition.Refused);
        var waits = waiting == 0 ? "" : $"; {waiting} {Grammar.Verb(waiting, "wait")}";
        if (!plan.Changes.Any())
        {
            return (plan.IsActionable ? "No instance changes" : "Nothing to change") + SourceWording.Clause(plan) + waits;
        }

        var changes = plan.Changes.Count();
        var windows = plan.Rollouts.Sum(rollout => rollout.Waves.Count(wave => wave.Kind != WaveKind.Stopped));
        var stops =
            plan.StopCount == 0
                ? "none stopped"
                : $"{plan.StopCount} {Grammar.Verb(plan.StopCount, "stop")} in {Grammar.Count(windows, "wave")}";
        return $"{changes} {Grammar.Verb(changes, "change")}, {stops}{SourceWording.Clause(plan)}{waits}";
    }

    /// <summary>Everything, the verdict first.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="provider">The policy of resources that say nothing themselves.</param>
    /// <param name="listed">Instances that are named behind a key; the rest is counted.</param>
    public static string Render(Plan plan, ChangePolicyInput provider, int listed) =>
        string.Join('\n', Details(plan, provider, listed).Prepend(Verdict(plan)));

    /// <summary>What stands below the verdict.</summary>
    /// <inheritdoc cref="Render"/>
    public static IEnumerable<string> Details(Plan plan, ChangePolicyInput provider, int listed)
    {
        InstanceChange[] changes = [.. plan.Changes];
        string?[] lines =
        [
            Keys(plan, "- lose", changes, change => change.Remove, listed),
            Keys(plan, "+ gain", changes, change => change.Add, listed),
            Power(plan),
            Besides(plan),
            Policy(plan, ChangePolicyInput.None.Over(provider)),
        ];
        return lines.OfType<string>();
    }

    /// <summary>What all plans of a run would write, in one line.</summary>
    public static string OfRun(CallCounts calls) => $"API writes, all resources together: at most {Wording.Of(calls)}";

    private static string? Keys(Plan plan, string label, InstanceChange[] changes, Func<InstanceChange, KeySet> keysOf, int listed)
    {
        var byKey = changes
            .SelectMany(change => keysOf(change), (change, key) => (key, change))
            .GroupBy(pair => pair.key, pair => pair.change)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .ToArray();
        if (byKey.Length == 0)
        {
            return null;
        }

        var parts = byKey
            .Take(MostKeys)
            .Select(group =>
            {
                InstanceChange[] on = [.. group.OrderBy(change => change.Id)];
                var names = on.Take(listed).Select(change => TextPage.Instance(change.Id, change.Name));
                var rest = on.Length > listed ? $" and {on.Length - listed} more" : "";
                return $"{TextPage.Key(group.Key, plan.KeyNames)} on {on.Length}: {string.Join(", ", names)}{rest}";
            });
        var more = byKey.Length > MostKeys ? $"; and {Grammar.Keys(byKey.Length - MostKeys)} more" : "";
        return $"  {label} {string.Join("; ", parts)}{more}";
    }

    private static string? Power(Plan plan)
    {
        var rollouts = plan.Rollouts.Where(rollout => !rollout.Waves.IsEmpty).ToArray();
        if (rollouts.Length == 0)
        {
            return null;
        }

        var modes = rollouts
            .SelectMany(rollout => rollout.Waves.SelectMany(wave => wave.Changes), (rollout, change) => (rollout.Policy, change))
            .GroupBy(pair => Wording.Short(pair.change, pair.Policy))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key}");
        return $"  power: {string.Join(", ", modes)}; waves: {string.Join("; ", rollouts.Select(Wording.Waves))}";
    }

    /// <summary>What is there besides: pairs that are taken over, keys of others, and what starts machines later.</summary>
    private static string? Besides(Plan plan)
    {
        var adopted = plan.Resources.Sum(resource => resource.Adopted);
        var foreign = ForeignKey.Of([.. plan.Changes.Concat(plan.Pending.Select(pending => pending.Change))]);
        string[] later = [.. SourceWording.Lines(plan).Where(line => !line.StartsWith('='))];
        string[] parts =
        [
            .. adopted == 0 ? [] : new[] { $"{Grammar.Pairs(adopted)} already bound, adopted: destroying the resource takes them off" },
            .. foreign.IsEmpty
                ? []
                : new[]
                {
                    "other keys that stay: "
                        + string.Join(
                            ", ",
                            foreign.Take(MostKeys).Select(key => $"{TextPage.Key(key.Key, plan.KeyNames)} on {key.Instances}")
                        )
                        + (foreign.Length > MostKeys ? $" and {foreign.Length - MostKeys} more" : ""),
                },
            .. later.Length == 0
                ? []
                : new[]
                {
                    "later machines: "
                        + string.Join(", ", later.Take(MostKeys))
                        + (later.Length > MostKeys ? $" and {later.Length - MostKeys} more" : ""),
                },
        ];
        return parts.Length == 0 ? null : $"  = {string.Join("; ", parts)}";
    }

    private static string? Policy(Plan plan, ChangePolicy provider)
    {
        var inherited = provider.Values.ToDictionary(each => each.Field, each => each.Value);
        string[] own =
        [
            .. plan
                .Rollouts.SelectMany(rollout => rollout.Policy.Values)
                .Where(each => !Equals(each.Value, inherited.GetValueOrDefault(each.Field)))
                .Select(each => $"{each.Field.Name.Camel} {each.Field.Show(each.Value)}")
                .Distinct(),
        ];
        return own.Length == 0 ? null : $"  policy, where it is not the provider's: {string.Join(", ", own)}";
    }
}
