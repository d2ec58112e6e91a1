using KeyBindingProvider.Core.Rehearsing;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A rehearsal as Markdown, below the plan that it tried.</summary>
internal static class RehearsalMarkdown
{
    private const int Rollouts = 10;

    internal static void Render(MarkdownPage page, Rehearsal rehearsal)
    {
        page.Line();
        page.Line("### Rehearsal");
        page.Line();
        page.Line($"{RehearsalText.Disclaimer}");
        page.Line();
        if (!rehearsal.Runs.IsEmpty)
        {
            page.Line($"Assumed: {string.Join(", ", RehearsalText.Assumed(rehearsal))}.");
        }
        else if (rehearsal.Problems.IsEmpty)
        {
            page.Line($"{RehearsalText.Nothing}");
        }

        page.Problems(rehearsal.Problems);
        page.Each(rehearsal.Runs, "run", "runs", run => Run(page, run));
    }

    private static void Run(MarkdownPage page, RehearsedRun run)
    {
        page.Line();
        page.Line($"#### {RehearsalText.Title(run)}");
        page.Line();
        foreach (var (label, values) in RehearsalText.Fields(run, Rollouts))
        {
            page.Line($"- {label}: {string.Join(", ", values)}");
        }

        if (!run.LeftDown.IsEmpty)
        {
            page.Line($"- **{RehearsalText.LeftDown}**: {Grammar.Instances(run.LeftDown.Length)}");
            page.Instances([.. run.LeftDown.Select(id => (id, (UntrustedText)""))]);
        }

        page.Problems(run.Problems);
        page.Each(run.Regions, "region", "regions", region => ApplyMarkdown.Region(page, region, "#####"));
    }
}
