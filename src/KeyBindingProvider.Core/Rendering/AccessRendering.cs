using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Who can open what, as text, Markdown and JSON (<c>docs/schemas/access.schema.json</c>).</summary>
public static class AccessRendering
{
    /// <summary>Plain text.</summary>
    public static string Text(AccessReport report, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        page.Line($"{report.Region}: {Grammar.Instances(report.InstanceCount)} looked at, {Grammar.Keys(report.Keys.Length)}");
        foreach (var key in report.Keys)
        {
            page.Line();
            page.Line($"{TextPage.Key(key.Key, Names(key))} opens {Grammar.Instances(key.Instances.Length)}");
            page.Items("    ", [.. key.Instances.Select(instance => $"{TextPage.Instance(instance.Id, instance.Name)} {instance.State}")]);
        }

        Rest(page, "No key opens", [.. report.Keyless.Select(instance => TextPage.Instance(instance.Id, instance.Name))]);
        Rest(
            page,
            "Not found in this region",
            [
                .. report.MissingInstances.Select(id => $"{id}"),
                .. report.MissingKeys.Select(key => $"{key}"),
                .. LookUpWarnings.Unmatched(report),
            ]
        );
        if (report.Sources is { } sources)
        {
            page.Line();
            page.Line($"Starts machines later (looked at {SourceWording.Looked(sources)}):");
            foreach (var line in SourceWording.Lines(sources).DefaultIfEmpty("nothing with these keys"))
            {
                page.Line($"    {line}");
            }

            Rest(page, "Not looked at", [.. SourceWording.Gaps(sources)]);
        }

        return page.ToString();
    }

    /// <summary>Markdown, shorter than 65,536 characters.</summary>
    public static string Markdown(AccessReport report) =>
        MarkdownPage.Fit(page =>
        {
            page.Line($"## Who can open what in {MarkdownText.Code(report.Region)}");
            page.Line();
            page.Each(
                report.Keys,
                "key",
                "keys",
                key =>
                {
                    page.Line($"- {MarkdownPage.Key(key.Key, Names(key))} opens **{Grammar.Instances(key.Instances.Length)}**");
                    page.Instances([.. key.Instances.Select(instance => (instance.Id, instance.Name))]);
                }
            );
            if (!report.Keyless.IsEmpty)
            {
                page.Line($"- **no key** opens {Grammar.Instances(report.Keyless.Length)}");
                page.Instances([.. report.Keyless.Select(instance => (instance.Id, instance.Name))]);
            }

            NotFound(page, report);
            if (report.Sources is { } sources)
            {
                page.Line();
                page.Line($"Starts machines later (looked at {SourceWording.Looked(sources)}):");
                page.Line();
                string[] lines = [.. SourceWording.Lines(sources).DefaultIfEmpty("nothing with these keys")];
                page.Each(lines, "source", "sources", line => page.Line($"- {line}"));
                page.Each(
                    [.. SourceWording.Gaps(sources)],
                    "gap",
                    "gaps",
                    gap => page.Line($"- not looked at: {MarkdownPage.Message(gap)}")
                );
            }
        });

    /// <summary>JSON.</summary>
    public static string Json(AccessReport report) => RenderingJson.Write(AccessFile.Of(report), RenderingJson.Default.AccessFile);

    /// <summary>What was asked for and is not there.</summary>
    internal static void NotFound(MarkdownPage page, AccessReport report)
    {
        string[] ids = [.. report.MissingInstances.Select(id => id.Value), .. report.MissingKeys.Select(key => key.Value)];
        page.Each(ids, "id not found", "ids not found", id => page.Line($"- {MarkdownText.Code(id)} not found in this region"));
        page.Each(
            [.. report.MissingTags],
            "tag not found",
            "tags not found",
            tag => page.Line($"- no instance of this region has tag {MarkdownText.Code(tag.TagKey)} {MarkdownText.Code(tag.Value)}")
        );
        page.Each(
            [.. report.MissingGroups],
            "group without a member",
            "groups without a member",
            group => page.Line($"- {MarkdownText.Code(group)} has no member in this region")
        );
        page.Each(
            [.. report.MissingNames],
            "name not found",
            "names not found",
            name => page.Line($"- no instance of this region is named {MarkdownText.Code(name)}")
        );
    }

    private static ImmutableDictionary<KeyId, UntrustedText> Names(KeyAccess key) =>
        ImmutableDictionary<KeyId, UntrustedText>.Empty.Add(key.Key, key.Name);

    private static void Rest(TextPage page, string label, IReadOnlyCollection<string> items)
    {
        if (items.Count > 0)
        {
            page.Line();
            page.Line(label + ":");
            page.Items("    ", items);
        }
    }
}
