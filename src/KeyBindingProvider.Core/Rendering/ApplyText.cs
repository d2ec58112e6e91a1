using KeyBindingProvider.Core.Outcomes;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What an apply did, as plain text: counts, then everything that is not as planned.</summary>
public static class ApplyText
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(ApplyDocument document, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line($"Apply of {PlainText.Name(document.Program)}: {Headline(document.Status)}");
        foreach (var region in document.Regions)
        {
            page.Line();
            Region(page, region);
        }

        return page.ToString();
    }

    internal static string Headline(ApplyStatus status) =>
        status switch
        {
            ApplyStatus.NothingToDo => "there was nothing to do",
            ApplyStatus.Applied => "done",
            ApplyStatus.Partial => "INCOMPLETE, some changes failed or were not reached",
            ApplyStatus.Cancelled => "cancelled; what was stopped has been started again unless a line below says otherwise",
            _ => "REFUSED, nothing was changed",
        };

    /// <summary>How many instances ended how, and how many were stopped for it, in one line.</summary>
    public static string Counts(ApplyReport report)
    {
        var counts = Enum.GetValues<OutcomeKind>()
            .Select(kind => (kind, count: report.Outcomes.Count(outcome => outcome.Kind == kind)))
            .Where(pair => pair.count > 0)
            .Select(pair => $"{pair.count} {Wording.Of(pair.kind)}");
        var cycled = report.Outcomes.Count(outcome => outcome.PowerCycled);
        return string.Join(", ", counts.DefaultIfEmpty("no instance needed anything"))
            + $"; {cycled} stopped and started"
            + Shared(report)
            + SourceWording.Clause(report);
    }

    /// <summary>With whom a stop and start was shared: each of those counts it too, and it was one.</summary>
    private static string Shared(ApplyReport report)
    {
        var shared = report.Outcomes.Count(outcome => !outcome.SharedWith.IsEmpty);
        var names = report
            .Outcomes.SelectMany(outcome => outcome.SharedWith)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(PlainText.Name)
            .ToArray();
        return shared == 0 ? "" : $", {shared} of them together with {string.Join(", ", names)}";
    }

    internal static void Region(TextPage page, AppliedRegion region)
    {
        if (region.Report is not { } report)
        {
            page.Line($"{PlainText.Name(region.Title)}: {(region.Plan.IsActionable ? "not begun" : "nothing to do")}");
            page.Problems(region.Plan.Problems);
            return;
        }

        page.Line($"{PlainText.Name(region.Title)}: {Counts(report)}");
        if (report.IsRefused)
        {
            // What was not begun is told below its cause.
            page.Problems(OutcomeGroup.Rest(report));
        }

        var names = report.LastObserved;
        foreach (var group in OutcomeGroup.Of(report))
        {
            page.Line($"  * {Grammar.Instances(group.Outcomes.Length)} {group.Reason}");
            if (group.Problem is { } problem)
            {
                page.Line($"      -> {PlainText.Escape(problem.EffectiveRemedy)}");
            }

            if (!group.Requests.IsEmpty)
            {
                page.Line($"      {Wording.Requests(group.Requests)}");
            }

            page.Items(
                "      ",
                [.. group.Outcomes.Select(outcome => TextPage.Instance(outcome.Instance, names.Find(outcome.Instance)?.Name ?? ""))]
            );
        }

        if (!report.IsRefused)
        {
            page.Problems(OutcomeGroup.Rest(report));
        }
    }
}
