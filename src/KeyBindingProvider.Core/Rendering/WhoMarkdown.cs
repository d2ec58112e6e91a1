using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Who made the drift of a region, as Markdown below it.</summary>
internal static class WhoMarkdown
{
    internal static void Render(MarkdownPage page, PlannedRegion region)
    {
        if (region.Who is not { Log: { } log } who)
        {
            return;
        }

        var names = WhoText.NamesOf(region);
        page.Line();
        page.Line($"{WhoText.Title(log)}");
        page.Line();
        page.Each(
            [.. who.Acts.SelectMany(act => WhoText.ByKey(act.Pairs), (act, group) => (act.Event, group.Key, group.Instances))],
            "act",
            "acts",
            entry =>
            {
                var key = MarkdownPage.Key(entry.Key, region.Plan.KeyNames);
                page.Line(
                    $"- {key} {WhoText.Verb(entry.Event.Act)} by **{WhoText.Doer(entry.Event)}** at {WhoText.Circumstances(entry.Event)}"
                );
                Instances(page, entry.Instances, names);
            }
        );
        page.Each(
            [
                .. who
                    .Unexplained.GroupBy(pair => pair.Act)
                    .SelectMany(acts => WhoText.ByKey(acts), (acts, group) => (Act: acts.Key, group.Key, group.Instances)),
            ],
            "unexplained key",
            "unexplained keys",
            entry =>
            {
                page.Line($"- {MarkdownPage.Key(entry.Key, region.Plan.KeyNames)}: {WhoText.Nobody(entry.Act, log)}");
                Instances(page, entry.Instances, names);
            }
        );
        foreach (var caution in WhoText.Cautions(log))
        {
            page.Line();
            page.Line($"{caution}");
        }
    }

    /// <inheritdoc cref="WhoText.Notes"/>
    internal static void Notes(MarkdownPage page, ImmutableArray<PlannedRegion> regions)
    {
        if (WhoText.ProblemsOf(regions) is { Length: > 0 } problems)
        {
            page.Line();
            page.Problems(problems);
        }
    }

    private static void Instances(MarkdownPage page, InstanceId[] instances, Dictionary<InstanceId, UntrustedText> names) =>
        page.Instances([.. instances.Select(id => (id, names[id]))]);
}
