using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Drift as plain text: what differs from the program, and apart from it what waits.</summary>
public static class DriftText
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line($"Drift of {PlainText.Name(document.Program)}");
        IdentityRendering.Head(page, document.Signers);
        foreach (var region in document.Regions)
        {
            page.Line();
            Region(page, region);
        }

        WhoText.Notes(page, document.Regions);
        return page.ToString();
    }

    internal static string Summary(params IReadOnlyCollection<DriftView> views)
    {
        var drift = views.Sum(view => view.Drift.Length) switch
        {
            0 => "no actionable drift",
            var count => $"{Grammar.Instances(count)} {Grammar.Has(count)} drifted",
        };
        var waits = views.Sum(view => view.Waiting.Length) is > 0 and var waiting ? $"; {Grammar.Instances(waiting)} waiting" : "";
        var grants = views.Sum(view => view.Granting) is > 0 and var sources
            ? $"; {Grammar.Count(sources, "source")} of machines with a revoked key"
            : "";
        return $"{drift}{waits}{grants}";
    }

    private static void Region(TextPage page, PlannedRegion region)
    {
        var (plan, view) = (region.Plan, DriftView.Of(region.Plan));
        page.Line($"{PlainText.Name(region.Title)}: {Summary(view)}");
        foreach (var (change, refused) in view.Drift)
        {
            page.Line($"  ! {TextPage.Instance(change.Id, change.Name)}{Refusal(refused)}");
            Keys(page, plan, change);
        }

        if (!view.Waiting.IsEmpty)
        {
            page.Line();
            page.Line("  Waiting, as the policy has it:");
            foreach (var group in WaitingGroup.Of(view.Waiting))
            {
                page.Line(
                    $"  * {Grammar.Instances(group.Change.Changes.Length)} {Wording.Of(group.Disposition)}: {Wording.Of(group.Code)} [{Wording.CodeOf(group.Code)}]"
                );
                Keys(page, plan, group.Change.Changes[0]);
                page.Items("      ", [.. group.Change.Changes.Select(change => TextPage.Instance(change.Id, change.Name))]);
            }
        }

        PlanText.Sources(page, plan);
        WhoText.Render(page, region);
        if (DriftView.ProblemsOf(plan) is { IsEmpty: false } problems)
        {
            page.Line();
            page.Problems(problems);
        }
    }

    private static void Keys(TextPage page, Plan plan, InstanceChange change)
    {
        foreach (var (label, keys) in Differences(plan, change))
        {
            page.Line($"      {label + ":", -24} {keys}");
        }
    }

    /// <summary>How the keys of an instance differ, in words.</summary>
    internal static IEnumerable<(string Label, string Keys)> Differences(Plan plan, InstanceChange change)
    {
        if (!change.Remove.IsEmpty)
        {
            yield return ("bound and should not be", TextPage.Keys(change.Remove, plan.KeyNames));
        }

        if (!change.Add.IsEmpty)
        {
            yield return ("declared and not bound", TextPage.Keys(change.Add, plan.KeyNames));
        }
    }

    /// <summary>What an apply would say, where it is refused for an instance.</summary>
    internal static string Refusal(PendingCode? refused) => refused is { } code ? $" (an apply is refused: {Wording.Of(code)})" : "";
}
