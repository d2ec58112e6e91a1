using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Drift as Markdown, shorter than 65,536 characters; waiting instances stand apart.</summary>
public static class DriftMarkdown
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) =>
        MarkdownPage.Fit(page =>
        {
            page.Line($"## Drift of {MarkdownText.Code(document.Program)}");
            page.Line();
            page.Line($"**{DriftText.Summary([.. document.Plans.Select(DriftView.Of)])}**");
            IdentityRendering.Head(page, document.Signers);
            page.Each(document.Regions, "region", "regions", region => Region(page, region, document.Regions.Length > 1));
            WhoMarkdown.Notes(page, document.Regions);
        });

    private static void Region(MarkdownPage page, PlannedRegion region, bool isOneOfSeveral)
    {
        var (plan, view) = (region.Plan, DriftView.Of(region.Plan));
        page.Line();
        page.Line($"### {MarkdownText.Code(region.Title)}");
        if (isOneOfSeveral)
        {
            page.Line();
            page.Line($"**{DriftText.Summary(view)}**");
        }

        page.Line();
        page.Each(view.Drift, "drifted instance", "drifted instances", entry => Entry(page, plan, entry));
        if (!view.Waiting.IsEmpty)
        {
            page.Line();
            page.Line("Waiting, as the policy has it:");
            page.Line();
            page.Each(
                WaitingGroup.Of(view.Waiting),
                "group",
                "groups",
                group =>
                {
                    page.Line(
                        $"- **{Grammar.Instances(group.Change.Changes.Length)}** {Wording.Of(group.Disposition)}: {Wording.Of(group.Code)} ({MarkdownText.Code(Wording.CodeOf(group.Code))})"
                    );
                    page.Instances([.. group.Change.Changes.Select(change => (change.Id, change.Name))]);
                }
            );
        }

        PlanMarkdown.Sources(page, plan);
        WhoMarkdown.Render(page, region);
        if (DriftView.ProblemsOf(plan) is { IsEmpty: false } problems)
        {
            page.Line();
            page.Problems(problems);
        }
    }

    private static void Entry(MarkdownPage page, Plan plan, DriftEntry entry)
    {
        var (change, refused) = entry;
        var why = DriftText.Refusal(refused);
        var extra = change.Remove.IsEmpty
            ? Markup.None
            : Markup.Of($"; bound and should not be: {page.Keys(change.Remove, plan.KeyNames)}");
        var missing = change.Add.IsEmpty ? Markup.None : Markup.Of($"; declared and not bound: {page.Keys(change.Add, plan.KeyNames)}");
        page.Line($"- {MarkdownPage.Instance(change.Id, change.Name)}{why}{extra}{missing}");
    }
}
