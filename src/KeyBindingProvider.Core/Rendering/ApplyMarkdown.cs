using System.Diagnostics.CodeAnalysis;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What an apply did, as Markdown shorter than 65,536 characters.</summary>
public static class ApplyMarkdown
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(ApplyDocument document) =>
        MarkdownPage.Fit(page =>
        {
            page.Line($"## Apply of {MarkdownText.Code(document.Program)}");
            page.Line();
            page.Line($"**{ApplyText.Headline(document.Status)}**");
            IdentityRendering.Head(page, document.Signers);
            page.Problems(document.Notes);
            page.Each(document.Regions, "region", "regions", region => Region(page, region, "###"));
        });

    /// <param name="page">The page.</param>
    /// <param name="region">What became of it.</param>
    /// <param name="heading">Marks of a heading, by how deep it stands.</param>
    internal static void Region(MarkdownPage page, AppliedRegion region, [ConstantExpected] string heading)
    {
        page.Line();
        page.Line($"{new Markup(heading)} {MarkdownText.Code(region.Title)}");
        page.Line();
        if (region.Report is not { } report)
        {
            page.Line($"{(region.Plan.IsActionable ? "Not begun." : "Nothing to do.")}");
            page.Line();
            page.Problems(region.Plan.Problems);
            return;
        }

        page.Line($"{ApplyText.Counts(report)}");
        page.Line();
        page.Each(
            OutcomeGroup.Of(report),
            "group of outcomes",
            "groups of outcomes",
            group =>
            {
                page.Line($"- **{Grammar.Instances(group.Outcomes.Length)}** {MarkdownPage.Message(group.Reason)}");
                if (group.Problem is { } problem)
                {
                    page.Line($"  *{MarkdownPage.Message(problem.EffectiveRemedy)}*");
                }

                if (!group.Requests.IsEmpty)
                {
                    page.Line($"  {MarkdownText.Escape(Wording.Requests(group.Requests))}");
                }

                page.Instances([
                    .. group.Outcomes.Select(outcome => (outcome.Instance, report.LastObserved.Find(outcome.Instance)?.Name ?? "")),
                ]);
            }
        );
        page.Problems(OutcomeGroup.Rest(report));
    }
}
