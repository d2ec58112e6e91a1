using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A plan as Markdown for a pull request comment: grouped by identical change, shorter than 65,536 characters whatever the fleet.</summary>
public static class PlanMarkdown
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) => MarkdownPage.Fit(page => Render(page, document));

    private static void Render(MarkdownPage page, PlanDocument document)
    {
        page.Line($"## Key bindings of {MarkdownText.Code(document.Program)}");
        page.Line();
        page.Line($"**{Wording.Summary([.. document.Plans])}**");
        IdentityRendering.Head(page, document.Signers);
        page.Each(document.Regions, "region", "regions", region => Region(page, region, document.Regions.Length > 1));
        if (!document.IsRefused)
        {
            page.Line();
            page.Line($"Digest `{document.Digest}`");
        }

        if (document.Rehearsal is { } rehearsal)
        {
            RehearsalMarkdown.Render(page, rehearsal);
        }
    }

    private static void Region(MarkdownPage page, PlannedRegion region, bool isOneOfSeveral)
    {
        var plan = region.Plan;
        page.Line();
        page.Line($"### {MarkdownText.Code(region.Title)}");
        if (isOneOfSeveral)
        {
            page.Line();
            page.Line($"**{Wording.Summary(plan)}**");
        }

        if (plan.Problems.Length > 0)
        {
            page.Line();
            page.Problems(plan.Problems);
        }

        page.Line();
        page.Each(plan.Resources, "resource", "resources", resource => page.Line($"- {PlanText.Resource(resource)}"));
        page.Each(plan.Rollouts, "rollout", "rollouts", rollout => Rollout(page, plan, rollout));
        Sources(page, plan);
        if (plan.Changes.Any() && !plan.IsRefused)
        {
            page.Line();
            page.Line(
                $"API writes: at most **{Wording.Of(plan.Calls)}**, the fewest among the groupings compared; lower bound {Wording.Of(plan.LowerBound)}, with these waves and the canary."
            );
        }
    }

    internal static void Sources(MarkdownPage page, Plan plan)
    {
        if (plan.Sources.IsEmpty)
        {
            return;
        }

        page.Line();
        page.Line($"{SourceWording.Heading}");
        page.Line();
        page.Each([.. SourceWording.Lines(plan)], "source", "sources", line => page.Line($"- {line}"));
        if (plan.Rewrites.Any() && !plan.IsRefused)
        {
            page.Line($"- API writes for these: {SourceWording.Writes(plan)}, before any machine is changed");
        }
    }

    private static void Rollout(MarkdownPage page, Plan plan, Rollout rollout)
    {
        page.Line();
        page.Line($"#### {MarkdownText.Code(string.Join(" + ", rollout.Resources))}");
        page.Line();
        if (!rollout.DependsOn.IsEmpty)
        {
            page.Line($"After {MarkdownText.Code(string.Join(", ", rollout.DependsOn))}.");
        }

        if (!rollout.Waves.IsEmpty && !plan.IsRefused)
        {
            page.Line($"Waves: {Wording.Waves(rollout)}.");
        }

        page.Line();
        page.Each(
            Wording.Policies(rollout),
            "policy",
            "policies",
            policy => page.Line($"- {policy.Label}: {string.Join(", ", policy.Fields)}")
        );
        page.Line();
        page.Each(
            ChangeGroup.Of(rollout.Waves.SelectMany(wave => wave.Changes)),
            "group of equal changes",
            "groups of equal changes",
            group => Group(page, plan, group, MarkdownText.Escape(Wording.Of(group, rollout.Policy, plan.IsRefused)))
        );
        page.Each(
            WaitingGroup.Of(rollout.Pending),
            "group of waiting instances",
            "groups of waiting instances",
            group =>
                Group(
                    page,
                    plan,
                    group.Change,
                    Markup.Of(
                        $"**{Wording.Of(group.Disposition)}**: {Wording.Of(group.Code)} ({MarkdownText.Code(Wording.CodeOf(group.Code))})"
                    )
                )
        );
        Foreign(page, plan, rollout);
    }

    private static void Group(MarkdownPage page, Plan plan, ChangeGroup group, Markup head)
    {
        page.Line($"- **{Grammar.Instances(group.Changes.Length)}** {head}");
        if (!group.Lose.IsEmpty)
        {
            page.Line($"  ➖ lose {page.Keys(group.Lose, plan.KeyNames)}");
        }

        if (!group.Gain.IsEmpty)
        {
            page.Line($"  ➕ gain {page.Keys(group.Gain, plan.KeyNames)}");
        }

        page.Instances([.. group.Changes.Select(change => (change.Id, change.Name))]);
    }

    private static void Foreign(MarkdownPage page, Plan plan, Rollout rollout)
    {
        var changes = rollout.Waves.SelectMany(wave => wave.Changes).Concat(rollout.Pending.Select(pending => pending.Change)).ToArray();
        var foreign = ForeignKey.Of(changes);
        if (!foreign.IsEmpty)
        {
            var carriers = changes.Count(change => !change.Foreign.IsEmpty);
            page.Line(
                $"- Other keys, not managed here, stay on {Grammar.Instances(carriers)}: {page.Keys([.. foreign.Select(key => key.Key)], plan.KeyNames)}"
            );
        }
    }
}
