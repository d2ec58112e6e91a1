using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>An audit as text and as JSON (<c>docs/schemas/audit.schema.json</c>).</summary>
public static class AuditRendering
{
    /// <summary>Plain text.</summary>
    public static string Text(AuditDocument document, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line($"Audit{Of(document)}, read {document.ReadAt}");
        foreach (var region in document.Regions)
        {
            page.Line();
            Write(page, region);
        }

        page.Line();
        page.Line($"Findings: {Findings(document)}");
        return page.ToString();
    }

    /// <summary>JSON.</summary>
    public static string Json(AuditDocument document) => RenderingJson.Write(AuditFile.Of(document), RenderingJson.Default.AuditFile);

    internal const string NoKey = "No key opens";

    internal const string OpensNothing = "Opens nothing in this region";

    internal const string CannotChange = "Keys cannot be changed now";

    /// <summary>How much there is.</summary>
    internal static string Counts(AuditReport report) =>
        $"{Grammar.Instances(report.Instances.Length)}, {Grammar.Keys(report.Keys.Length)}, {Grammar.Pairs(report.PairCount)}";

    /// <summary>What is said of access that is over.</summary>
    internal static string Bound(EndingAccess access) => access.HasEnded ? ", and still bound" : "";

    /// <summary>What an audit can fail on, with how much there is of it; <c>none</c> where there is nothing.</summary>
    public static string Findings(AuditDocument document)
    {
        string[] found =
        [
            .. AuditFindings
                .All.Select(each => (each.Word, Count: document.Count(each.Finding)))
                .Where(each => each.Count > 0)
                .Select(each => $"{each.Word} {each.Count}"),
        ];
        return found.Length == 0 ? "none" : string.Join(", ", found);
    }

    /// <summary>What is said of a pinned key that is missing because there is none.</summary>
    internal static string NotHere(AuditReport report, KeyAccess pinned) =>
        report.PinnedNotFound.Contains(pinned.Key) ? "; it does not exist in this region" : "";

    /// <summary>When access ends or ended, for people.</summary>
    internal static string When(EndingAccess access) =>
        access.HasEnded
            ? $"ended {AccessEnd.Show(access.Left)} ago, at {access.Ends.Written}"
            : $"ends in {AccessEnd.Show(access.Left)}, at {access.Ends.Written}";

    private static string Of(AuditDocument document) => document.Program.Length == 0 ? "" : $" of {PlainText.Name(document.Program)}";

    private static void Write(TextPage page, AuditReport report)
    {
        page.Line($"{PlainText.Name(report.Title)}: {Counts(report)}");
        var pinned = report.PinnedMissing.Select(key => key.Key).ToHashSet();
        foreach (var key in report.Keys)
        {
            page.Line($"  {Named(key)}{(pinned.Contains(key.Key) ? ", pinned," : "")} opens {Grammar.Instances(key.Instances.Length)}");
            Instances(page, key);
        }

        Section(page, NoKey, [.. report.Keyless.Select(instance => TextPage.Instance(instance.Id, instance.Name))]);
        Section(page, OpensNothing, [.. report.OpenNothing.Select(Named)]);
        if (report.Blocked.Any())
        {
            page.Line($"  {CannotChange}:");
            foreach (var group in report.Blocked.GroupBy(instance => instance.Code).OrderBy(group => group.Key))
            {
                page.Line($"    {Grammar.Instances(group.Count())}: {Wording.Of(group.Key)}");
                page.Items("      ", [.. group.Select(each => TextPage.Instance(each.Instance.Id, each.Instance.Name))]);
            }
        }

        if (!report.Ends.IsEmpty)
        {
            page.Line("  Access that ends:");
            foreach (var access in report.Ends)
            {
                page.Line($"    {PlainText.Name(access.Resource)} {When(access)}; {Grammar.Pairs(access.PairCount)}{Bound(access)}");
                page.Items("      ", [.. access.Pairs.Select(pair => $"{string.Join(" and ", pair.Value)} on {pair.Key}")]);
            }
        }

        foreach (var key in report.PinnedMissing.Where(key => !key.Instances.IsEmpty))
        {
            page.Line($"  {Named(key)} is pinned and missing on {Grammar.Instances(key.Instances.Length)}{NotHere(report, key)}");
            Instances(page, key);
        }

        Later(page, report);
        Section(
            page,
            "Not found in this region",
            [
                .. report.MissingInstances.Select(id => $"{id}"),
                .. report.MissingKeys.Select(key => $"{key}"),
                .. LookUpWarnings.Unmatched(report.Access),
            ]
        );
    }

    /// <summary>Nothing where nobody looked.</summary>
    private static void Later(TextPage page, AuditReport report)
    {
        if (report.Sources is not { } sources)
        {
            return;
        }

        page.Line($"  {SourceWording.Later(sources)}:");
        foreach (var key in report.Coming)
        {
            page.Line($"    {Named(key.Key, key.Name)}");
            foreach (var line in SourceWording.Lines(key))
            {
                page.Line($"      {line}");
            }
        }

        if (report.Coming.IsEmpty)
        {
            page.Line($"    {SourceWording.NothingLater}");
        }

        if (SourceWording.NotLookedAt(sources) is { } note)
        {
            page.Line($"    {note}");
        }
    }

    private static void Instances(TextPage page, KeyAccess key) =>
        page.Items("      ", [.. key.Instances.Select(instance => TextPage.Instance(instance.Id, instance.Name))]);

    private static string Named(KeyAccess key) => Named(key.Key, key.Name);

    private static string Named(KeyId key, UntrustedText name) => TextPage.Named(key.Value, name);

    private static void Section(TextPage page, string label, IReadOnlyCollection<string> items)
    {
        if (items.Count > 0)
        {
            page.Line($"  {label}:");
            page.Items("      ", items);
        }
    }
}
