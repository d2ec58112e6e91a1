using System.Text;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rehearsing;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// A plan as one HTML file (<c>ADR 0058</c>): its waves on a line of time, and the same as a table. It has no script at all, loads nothing and sends nothing.
/// </summary>
public static class PlanHtml
{
    /// <summary>What every such file begins with.</summary>
    public const string Start = "<!doctype html>\n<!-- keybinding plan -->\n";

    private const string Unknown = "not known: plan --simulate rehearses it";

    private const string NotReached = "not known: the rehearsal did not reach it";

    /// <summary>Nothing but the one style.</summary>
    private static string Policy =>
        $"default-src 'none'; style-src '{PageParts.HashOf(PlanPageStyle.Text)}'; base-uri 'none'; form-action 'none'";

    /// <summary>The whole file.</summary>
    public static string Render(PlanDocument document)
    {
        var title = PageParts.Escape($"Plan of {document.Program}");
        var html = new StringBuilder();
        var verdict = PageParts.Escape(Wording.Summary([.. document.Plans]));
        html.Append(PageParts.Head(Start, title, Policy, PlanPageStyle.Text))
            .Append($"\n<body>\n<header><h1>{title}</h1>\n")
            .Append($"<p class=\"verdict{(document.IsRefused ? " refused" : "")}\">{verdict}</p>\n")
            .Append(document.IsRefused ? "" : $"<p>Digest <code>{document.Digest}</code></p>\n")
            .Append("</header>\n<main>\n");
        var run = document.Rehearsal?.Runs.FirstOrDefault(each => each.Fault == RehearsedRun.NoFault);
        foreach (var (at, region) in document.Regions.Index())
        {
            Region(html, region, at, run, document.Regions.Length > 1);
        }

        if (document.Rehearsal is { } rehearsal)
        {
            Rehearsed(html, rehearsal, run);
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Region(StringBuilder html, PlannedRegion region, int at, RehearsedRun? run, bool isOneOfSeveral)
    {
        var plan = region.Plan;
        html.Append(
            $"<section class=\"region\" aria-labelledby=\"region-{at}\">\n<h2 id=\"region-{at}\">{PageParts.Escape(region.Title)}</h2>\n"
        );
        if (isOneOfSeveral)
        {
            html.Append($"<p>{PageParts.Escape(Wording.Summary(plan))}</p>\n");
        }

        Problems(html, plan.Problems);
        html.Append("<ul>\n");
        foreach (var resource in plan.Resources)
        {
            html.Append($"<li>{PageParts.Escape(PlanText.Resource(resource))}</li>\n");
        }

        html.Append("</ul>\n");
        foreach (var (number, rollout) in plan.Rollouts.Index())
        {
            Rollout(html, region, rollout, $"{at}-{number}", run);
        }

        if (!plan.Sources.IsEmpty)
        {
            html.Append($"<h3>{PageParts.Escape(SourceWording.Heading)}</h3>\n<ul>\n");
            foreach (var line in SourceWording.Lines(plan))
            {
                html.Append($"<li>{PageParts.Escape(line)}</li>\n");
            }

            html.Append("</ul>\n");
        }

        html.Append("</section>\n");
    }

    private static void Rollout(StringBuilder html, PlannedRegion region, Rollout rollout, string id, RehearsedRun? run)
    {
        var plan = region.Plan;
        var name = PageParts.Escape(string.Join(" + ", rollout.Resources));
        html.Append($"<section class=\"card\" aria-labelledby=\"rollout-{id}\">\n<h3 id=\"rollout-{id}\">{name}</h3>\n<dl>\n");
        if (!rollout.DependsOn.IsEmpty)
        {
            html.Append($"<dt>after</dt><dd>{PageParts.Escape(string.Join(", ", rollout.DependsOn))}</dd>\n");
        }

        foreach (var (label, fields) in Wording.Policies(rollout))
        {
            html.Append($"<dt>{PageParts.Escape(label)}</dt><dd>{PageParts.Escape(string.Join(", ", fields))}</dd>\n");
        }

        if (!rollout.Waves.IsEmpty && !plan.IsRefused)
        {
            html.Append($"<dt>waves</dt><dd>{PageParts.Escape(Wording.Waves(rollout))}</dd>\n");
        }

        html.Append("</dl>\n");
        if (!rollout.Waves.IsEmpty)
        {
            var times = run
                ?.Waves.Where(wave => wave.Region == region.Title && wave.Resources.SequenceEqual(rollout.Resources))
                .ToDictionary(wave => wave.Number);
            WaveChart.Draw(html, rollout, times, run?.Took);
            Table(html, plan, rollout, name, times);
        }

        foreach (var group in WaitingGroup.Of(rollout.Pending))
        {
            html.Append(
                $"<p><strong>{PageParts.Escape($"{Grammar.Instances(group.Change.Changes.Length)} {Wording.Of(group.Disposition)}")}</strong>: {PageParts.Escape(Wording.Of(group.Code))} <code>{Wording.CodeOf(group.Code)}</code>; {Keys(plan, group.Change)}</p>\n"
            );
            Machines(html, group.Change.Changes);
        }

        html.Append("</section>\n");
    }

    private static void Table(StringBuilder html, Plan plan, Rollout rollout, string name, Dictionary<int, RehearsedWave>? times)
    {
        html.Append(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Waves of {name}\">\n<table>\n<caption>Waves of {name}, in their order; at most {rollout.MaxUnavailable} down at once because of this</caption>\n<thead><tr><th scope=\"col\">Wave</th><th scope=\"col\">Machines</th><th scope=\"col\">Down at once</th><th scope=\"col\">What happens</th><th scope=\"col\">Calls</th><th scope=\"col\">Expected</th></tr></thead>\n<tbody>\n"
        );
        foreach (var wave in rollout.Waves)
        {
            var time = times?.GetValueOrDefault(wave.Number);
            html.Append($"<tr><th scope=\"row\">{wave.Number}{PageParts.Escape(KindOf(wave.Kind))}</th><td>");
            Machines(html, wave.Changes);
            html.Append($"</td><td>{PageParts.Escape(Down(wave, rollout, time))}</td><td><ul>");
            foreach (var group in ChangeGroup.Of(wave.Changes))
            {
                html.Append(
                    $"<li>{PageParts.Escape($"{Grammar.Instances(group.Changes.Length)}, {Wording.Of(group, rollout.Policy, plan.IsRefused)}")}: {Keys(plan, group)}</li>"
                );
            }

            html.Append(
                $"</ul></td><td>{PageParts.Escape(Wording.Of(CallCounts.Of(wave.Calls)))}</td><td>{PageParts.Escape(Expected(time, times is not null))}</td></tr>\n"
            );
        }

        html.Append("</tbody>\n</table>\n</div>\n");
    }

    /// <summary>What follows the number of a wave.</summary>
    internal static string KindOf(WaveKind kind) =>
        kind switch
        {
            WaveKind.Stopped => " stopped already",
            WaveKind.Canary => " (canary)",
            _ => "",
        };

    /// <summary>Machines of a wave that are down because of it, against the limit.</summary>
    private static string Down(Wave wave, Rollout rollout, RehearsedWave? time) =>
        wave.Kind == WaveKind.Stopped ? "none because of this"
        : time is null ? $"at most {wave.Changes.Length} of {rollout.MaxUnavailable} allowed"
        : $"at most {wave.Changes.Length} of {rollout.MaxUnavailable} allowed, {time.MostDown} when rehearsed";

    private static string Expected(RehearsedWave? time, bool isRehearsed) =>
        time is null
            ? isRehearsed
                ? NotReached
                : Unknown
            : $"{RehearsalText.Span(time.Length)}, from {RehearsalText.Span(time.From)} to {RehearsalText.Span(time.To)} after the begin, rehearsed";

    private static string Keys(Plan plan, ChangeGroup group)
    {
        string[] parts =
        [
            .. group.Lose.IsEmpty ? [] : new[] { $"lose {TextPage.Keys(group.Lose, plan.KeyNames)}" },
            .. group.Gain.IsEmpty ? [] : new[] { $"gain {TextPage.Keys(group.Gain, plan.KeyNames)}" },
        ];
        return PageParts.Escape(parts.Length == 0 ? "no key changes" : string.Join("; ", parts));
    }

    private static void Machines(StringBuilder html, IReadOnlyCollection<InstanceChange> changes)
    {
        html.Append($"<details><summary>{Grammar.Instances(changes.Count)}</summary><ul>");
        foreach (var change in changes)
        {
            var name = PlainText.Name(change.Name.Raw);
            html.Append(
                $"<li><code>{PageParts.Escape(change.Id.ToString())}</code>{(name.Length > 0 ? " " : "")}{PageParts.Escape(name)}</li>"
            );
        }

        html.Append("</ul></details>");
    }

    private static void Problems(StringBuilder html, IReadOnlyCollection<Problem> problems)
    {
        if (problems.Count == 0)
        {
            return;
        }

        html.Append("<ul class=\"problems\">\n");
        foreach (var problem in problems)
        {
            html.Append(
                $"<li class=\"{(problem.Severity == Severity.Error ? "error" : "warning")}\">{PageParts.Escape(ProblemText.Line(problem))}<br>{PageParts.Escape(problem.EffectiveRemedy)}</li>\n"
            );
        }

        html.Append("</ul>\n");
    }

    private static void Rehearsed(StringBuilder html, Rehearsal rehearsal, RehearsedRun? run)
    {
        html.Append("<section class=\"region\" aria-labelledby=\"rehearsal\">\n<h2 id=\"rehearsal\">Rehearsal</h2>\n");
        html.Append($"<p>{PageParts.Escape(RehearsalText.Disclaimer)}</p>\n");
        Problems(html, rehearsal.Problems);
        if (run is not null)
        {
            html.Append("<dl>\n");
            html.Append($"<dt>assumed</dt><dd>{PageParts.Escape(string.Join(", ", RehearsalText.Assumed(rehearsal)))}</dd>\n");
            foreach (var (label, values) in RehearsalText.Fields(run))
            {
                html.Append($"<dt>{PageParts.Escape(label)}</dt><dd>{PageParts.Escape(string.Join(", ", values))}</dd>\n");
            }

            html.Append("</dl>\n");
        }

        html.Append("</section>\n");
    }
}
