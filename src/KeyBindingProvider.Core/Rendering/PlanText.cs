using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A plan as plain text for a terminal: grouped by identical change, complete unless the limits say otherwise.</summary>
public static class PlanText
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line($"Plan of {PlainText.Name(document.Program)}");
        IdentityRendering.Head(page, document.Signers);
        foreach (var region in document.Regions)
        {
            page.Line();
            Region(page, region);
        }

        if (!document.IsRefused)
        {
            page.Line();
            page.Field("Digest", document.Digest);
        }

        if (document.Rehearsal is { } rehearsal)
        {
            RehearsalText.Render(page, rehearsal);
        }

        return page.ToString();
    }

    /// <summary>Renders one plan by itself, for an engine that shows whose it is: the first line is a sentence that stands alone.</summary>
    public static string Render(Plan plan, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line(Wording.Summary(plan));
        Body(page, plan);
        return page.ToString();
    }

    private static void Region(TextPage page, PlannedRegion region)
    {
        page.Line($"{PlainText.Name(region.Title)}: {Wording.Summary(region.Plan)}");
        Body(page, region.Plan);
    }

    private static void Body(TextPage page, Plan plan)
    {
        foreach (var resource in plan.Resources)
        {
            page.Line($"  {Resource(resource)}");
        }

        foreach (var rollout in plan.Rollouts)
        {
            page.Line();
            Rollout(page, plan, rollout);
        }

        Sources(page, plan);
        if (plan.Changes.Any() && !plan.IsRefused)
        {
            page.Line();
            page.Field("API writes", $"at most {Wording.Of(plan.Calls)}, the fewest among the groupings compared");
            page.Field("lower bound", $"{Wording.Of(plan.LowerBound)}, with these waves and the canary");
        }

        if (plan.Problems.Length > 0)
        {
            page.Line();
            page.Problems(plan.Problems);
        }
    }

    internal static void Sources(TextPage page, Plan plan)
    {
        if (plan.Sources.IsEmpty)
        {
            return;
        }

        page.Line();
        page.Line($"{SourceWording.Heading}");
        foreach (var line in SourceWording.Lines(plan))
        {
            page.Line($"  {line}");
        }

        if (plan.Rewrites.Any() && !plan.IsRefused)
        {
            page.Field("API writes", $"{SourceWording.Writes(plan)}, for these, before any machine is changed");
        }
    }

    internal static string Resource(ResourceSummary resource)
    {
        var adopted =
            resource.Adopted == 0
                ? ""
                : $"; {Grammar.Pairs(resource.Adopted)} already bound, adopted: destroying the resource takes them off";
        var ended = resource.AccessEnded is { } end ? $", access ended at {end}" : "";
        var scope = resource.Kind.IsOfRegion ? "" : $": {Grammar.Instances(resource.Instances)}, {resource.AlreadySo} already so";
        return $"{PlainText.Name(resource.Name)} ({resource.Kind}{ended}){scope}{adopted}";
    }

    private static void Rollout(TextPage page, Plan plan, Rollout rollout)
    {
        page.Line($"{PlainText.Escape(string.Join(" + ", rollout.Resources))}:");
        if (!rollout.DependsOn.IsEmpty)
        {
            page.Field("after", PlainText.Escape(string.Join(", ", rollout.DependsOn)));
        }

        foreach (var (label, fields) in Wording.Policies(rollout))
        {
            page.Fields(label, fields);
        }

        if (!rollout.Waves.IsEmpty && !plan.IsRefused)
        {
            page.Field("waves", Wording.Waves(rollout));
        }

        foreach (var group in ChangeGroup.Of(rollout.Waves.SelectMany(wave => wave.Changes)))
        {
            Group(page, plan, group, $"{Grammar.Instances(group.Changes.Length)}, {Wording.Of(group, rollout.Policy, plan.IsRefused)}");
        }

        foreach (var group in WaitingGroup.Of(rollout.Pending))
        {
            Group(
                page,
                plan,
                group.Change,
                $"{Grammar.Instances(group.Change.Changes.Length)} {Wording.Of(group.Disposition)}: {Wording.Of(group.Code)} [{Wording.CodeOf(group.Code)}]"
            );
        }

        Foreign(page, plan, rollout);
    }

    private static void Group(TextPage page, Plan plan, ChangeGroup group, string head)
    {
        page.Line($"  * {head}");
        Keys(page, "- lose", group.Lose, plan);
        Keys(page, "+ gain", group.Gain, plan);
        page.Items("      ", [.. group.Changes.Select(change => TextPage.Instance(change.Id, change.Name))]);
    }

    private static void Keys(TextPage page, string label, KeySet keys, Plan plan)
    {
        if (!keys.IsEmpty)
        {
            page.Line($"    {label} {TextPage.Keys(keys, plan.KeyNames)}");
        }
    }

    private static void Foreign(TextPage page, Plan plan, Rollout rollout)
    {
        var changes = rollout.Waves.SelectMany(wave => wave.Changes).Concat(rollout.Pending.Select(pending => pending.Change)).ToArray();
        var foreign = ForeignKey.Of(changes);
        if (foreign.IsEmpty)
        {
            return;
        }

        var carriers = changes.Count(change => !change.Foreign.IsEmpty);
        page.Line($"  = other keys that stay on {carriers} of these instances (not managed here):");
        page.Items("      ", [.. foreign.Select(key => $"{TextPage.Key(key.Key, plan.KeyNames)} on {key.Instances}")]);
    }
}
