using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Who signs the calls, as text, Markdown and JSON (<c>docs/schemas/identity.schema.json</c>).</summary>
public static class IdentityRendering
{
    /// <summary>Plain text.</summary>
    public static string Text(IReadOnlyList<Caller> callers, TextLimits? limits = null)
    {
        var page = new TextPage(limits ?? TextLimits.Default);
        foreach (var (index, caller) in callers.Index())
        {
            page.Line($"{(index > 0 ? "\n" : "")}account {PlainText.Clean(Told(caller.AccountId))}");
            foreach (var (label, value) in Fields(caller))
            {
                page.Field(label, PlainText.Clean(value));
            }
        }

        return page.ToString();
    }

    /// <summary>Markdown, shorter than 65,536 characters.</summary>
    public static string Markdown(IReadOnlyList<Caller> callers) =>
        MarkdownPage.Fit(page =>
            page.Each(
                callers,
                "account",
                "accounts",
                caller =>
                {
                    page.Line($"## Account {MarkdownText.Code(Told(caller.AccountId))}");
                    page.Line();
                    foreach (var (label, value) in Fields(caller))
                    {
                        page.Line($"- {label}: {MarkdownText.Escape(value)}");
                    }
                }
            )
        );

    /// <summary>JSON.</summary>
    public static string Json(IReadOnlyList<Caller> callers) =>
        RenderingJson.Write(IdentityFile.Of(callers), RenderingJson.Default.IdentityFile);

    private static (string Label, string Value)[] Fields(Caller caller) =>
        [
            ("identity", Told(caller.Arn)),
            ("type", Told(caller.Type)),
            ("user", Told(caller.UserId)),
            ("credentials of", Told(caller.PrincipalId)),
            ("source", caller.Source),
            ("until", Until(caller)),
        ];

    private static string Until(Caller caller) =>
        caller.EndsAt is { } end ? $"{end}{(caller.IsRenewed ? ", then renewed" : "")}" : "no end is known";

    private static string Told(string text) => PlainText.Name(text).Length > 0 ? text : "not told by the service";
}
