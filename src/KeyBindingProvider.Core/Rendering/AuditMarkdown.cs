using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>An audit as Markdown for an issue or a pull request: what was found first, shorter than 65,536 characters whatever the fleet.</summary>
public static class AuditMarkdown
{
    /// <summary>Renders all regions.</summary>
    public static string Render(AuditDocument document) =>
        MarkdownPage.Fit(page =>
        {
            var of = document.Program.Length == 0 ? Markup.None : Markup.Of($" of {MarkdownText.Code(document.Program)}");
            page.Line($"## Key audit{of}");
            page.Line();
            page.Line($"**Findings: {AuditRendering.Findings(document)}**");
            page.Line();
            page.Line($"Read {document.ReadAt}.");
            page.Each(document.Regions, "region", "regions", region => Region(page, region));
        });

    private static void Region(MarkdownPage page, AuditReport report)
    {
        page.Line();
        page.Line($"### {MarkdownText.Code(report.Title)}");
        page.Line();
        page.Line($"{AuditRendering.Counts(report)}");
        page.Line();
        if (!report.Keyless.IsEmpty)
        {
            page.Line($"- **{AuditRendering.NoKey}** {Grammar.Instances(report.Keyless.Length)}");
            Instances(page, report.Keyless);
        }

        ImmutableArray<KeyAccess> lacking = [.. report.PinnedMissing.Where(key => !key.Instances.IsEmpty)];
        page.Each(
            lacking,
            "pinned key",
            "pinned keys",
            key =>
            {
                page.Line(
                    $"- {Key(key.Key, key.Name)} is pinned and **missing on {Grammar.Instances(key.Instances.Length)}**{AuditRendering.NotHere(report, key)}"
                );
                Instances(page, key.Instances);
            }
        );
        page.Each(
            report.Ends,
            "resource whose access ends",
            "resources whose access ends",
            access =>
            {
                page.Line(
                    $"- {MarkdownText.Code(access.Resource)} {AuditRendering.When(access)}; {Grammar.Pairs(access.PairCount)}{AuditRendering.Bound(access)}"
                );
                var bound = KeySet.Of(access.Pairs.Values.SelectMany(keys => keys));
                page.Line($"  {page.Keys(bound, ImmutableDictionary<KeyId, UntrustedText>.Empty)}");
                page.Instances([.. access.Pairs.Keys.Select(id => (id, (UntrustedText)""))]);
            }
        );
        page.Each(
            [.. report.Blocked.GroupBy(instance => instance.Code).OrderBy(group => group.Key)],
            "reason",
            "reasons",
            group =>
            {
                page.Line($"- {AuditRendering.CannotChange}: {Grammar.Instances(group.Count())}: {Wording.Of(group.Key)}");
                Instances(page, group.Select(each => each.Instance));
            }
        );
        page.Each(
            report.Keys,
            "key",
            "keys",
            key =>
            {
                page.Line($"- {Key(key.Key, key.Name)} opens **{Grammar.Instances(key.Instances.Length)}**");
                Instances(page, key.Instances);
            }
        );
        if (!report.OpenNothing.IsEmpty)
        {
            var names = report.OpenNothing.ToDictionary(key => key.Key, key => key.Name);
            page.Line($"- {AuditRendering.OpensNothing}: {page.Keys([.. names.Keys], names)}");
        }

        Later(page, report);
        AccessRendering.NotFound(page, report.Access);
    }

    /// <inheritdoc cref="AuditReport.Coming"/>
    private static void Later(MarkdownPage page, AuditReport report)
    {
        if (report.Sources is not { } sources)
        {
            return;
        }

        page.Line();
        page.Line($"{SourceWording.Later(sources)}:");
        page.Line();
        page.Each(
            report.Coming,
            "key",
            "keys",
            key =>
            {
                page.Line($"- {Key(key.Key, key.Name)}");
                page.Each([.. SourceWording.Lines(key)], "source", "sources", line => page.Line($"  - {MarkdownPage.Message(line)}"));
            }
        );
        if (report.Coming.IsEmpty)
        {
            page.Line($"- {SourceWording.NothingLater}");
        }

        if (SourceWording.NotLookedAt(sources) is { } note)
        {
            page.Line($"- *{MarkdownPage.Message(note)}*");
        }
    }

    private static void Instances(MarkdownPage page, IEnumerable<InstanceSnapshot> instances) =>
        page.Instances([.. instances.Select(instance => (instance.Id, instance.Name))]);

    private static Markup Key(KeyId key, UntrustedText name) =>
        MarkdownPage.Key(key, ImmutableDictionary<KeyId, UntrustedText>.Empty.Add(key, name));
}
