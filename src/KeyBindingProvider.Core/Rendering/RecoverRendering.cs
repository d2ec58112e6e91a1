using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What dead runs have left and what became of it, as text, Markdown and JSON (<c>docs/schemas/recover.schema.json</c>).</summary>
public static class RecoverRendering
{
    /// <summary>Plain text.</summary>
    public static string Text(RecoverDocument document, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line($"Recover: {Headline(document.Status)}");
        foreach (var region in document.Regions)
        {
            page.Line();
            page.Line($"{PlainText.Name(region.Title)}: {Counts(region)}");
            foreach (var (words, candidates) in Groups(region))
            {
                page.Line($"  * {Grammar.Instances(candidates.Length)} {words}");
                page.Items(
                    "      ",
                    [.. candidates.Select(candidate => $"{TextPage.Instance(candidate.Id, NameOf(candidate))} by {Sources(candidate)}")]
                );
            }

            page.Problems(region.Problems);
        }

        return page.ToString();
    }

    /// <summary>Markdown, shorter than 65,536 characters.</summary>
    public static string Markdown(RecoverDocument document) =>
        MarkdownPage.Fit(page =>
        {
            page.Line($"## Recover: {Headline(document.Status)}");
            page.Each(
                document.Regions,
                "region",
                "regions",
                region =>
                {
                    page.Line();
                    page.Line($"### {MarkdownText.Code(region.Title)}: {Counts(region)}");
                    page.Line();
                    page.Each(
                        [.. Groups(region)],
                        "group",
                        "groups",
                        group =>
                        {
                            page.Line($"- **{Grammar.Instances(group.Candidates.Length)}** {group.Words}");
                            page.Instances([.. group.Candidates.Select(candidate => (candidate.Id, NameOf(candidate)))]);
                        }
                    );
                    page.Problems([.. region.Problems]);
                }
            );
        });

    /// <summary>JSON.</summary>
    public static string Json(RecoverDocument document) => RenderingJson.Write(RecoverFile.Of(document), RenderingJson.Default.RecoverFile);

    private static string Headline(RecoverStatus status) =>
        status switch
        {
            RecoverStatus.NothingLeft => "no run that has ended left a machine down",
            RecoverStatus.LeftDown => "runs that have ended left machines down",
            RecoverStatus.Unsettled => "some machines are not at rest yet; run it again in two minutes",
            RecoverStatus.Recovered => "done, what was left down is up again",
            RecoverStatus.Cancelled => "cancelled; what was started is followed no longer",
            _ => "INCOMPLETE, some machines are down still",
        };

    private static string Counts(RecoveredRegion region)
    {
        var found = region.Findings.LeftDown.Count();
        return found == 0 ? "nothing to start"
            : region.Report is null ? $"{found} to start"
            : $"{region.Report.Recovered.Length} of {found} started";
    }

    private static IEnumerable<(string Words, RecoverCandidate[] Candidates)> Groups(RecoveredRegion region) =>
        region
            .Findings.Candidates.GroupBy(candidate => (candidate.State, Words: WordsOf(region, candidate)))
            .OrderBy(group => group.Key.State)
            .ThenBy(group => group.Key.Words, StringComparer.Ordinal)
            .Select(group => (group.Key.Words, group.ToArray()));

    private static string WordsOf(RecoveredRegion region, RecoverCandidate candidate) =>
        candidate.State switch
        {
            RecoverState.LeftDown => region.OutcomeOf(candidate.Id) switch
            {
                null => "left down by a run that has ended, to be started",
                { Kind: OutcomeKind.Changed or OutcomeKind.AlreadySo } => "left down by a run that has ended, started and read RUNNING",
                { Problem: { } problem } => $"left down and not started: {problem.Message}",
                _ => "left down and not started",
            },
            RecoverState.OtherRun => "in a window of another run that may be alive, left alone",
            RecoverState.Unsettled => "not at rest yet, perhaps about to go down",
            RecoverState.StoppedByAnother => "stopped by somebody else since, left alone",
            RecoverState.Running => "up again, with nothing left but a marker or a note",
            RecoverState.Missing => "not in this region, or of another account",
            _ when candidate.Stop is not null => "stopped by a StopInstances of that time, left alone unless named with --instance",
            _ => "stopped by a StopInstances of nobody knows whom, left alone unless named with --instance",
        };

    private static UntrustedText NameOf(RecoverCandidate candidate) => candidate.Instance?.Name ?? "";

    private static string Sources(RecoverCandidate candidate) =>
        string.Join(
            " and ",
            candidate.Sources.Select(source =>
                source switch
                {
                    RecoverSource.Marker => "marker",
                    RecoverSource.Journal => $"journal ({candidate.OpenedAt})",
                    RecoverSource.Named => "name",
                    _ => candidate.Stop is { } stop ? $"last operation ({WhoText.Time(stop.At)}{By(stop.User)})" : "last operation",
                }
            )
        );

    private static string By(UntrustedText user) => user.Raw.Length == 0 ? "" : $" by {PlainText.Name(user.Raw)}";
}
