using System.Collections.Immutable;
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
            if (index > 0)
            {
                page.Line();
            }

            page.Line($"account {Told(caller.AccountId)}");
            foreach (var (label, value) in Fields(caller))
            {
                page.Field(label, value);
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
                        page.Line($"- {label}: {value}");
                    }
                }
            )
        );

    /// <summary>JSON.</summary>
    public static string Json(IReadOnlyList<Caller> callers) =>
        RenderingJson.Write(IdentityFile.Of(callers), RenderingJson.Default.IdentityFile);

    /// <summary>Who signs, below the title of a page.</summary>
    internal static void Head(TextPage page, ImmutableArray<Signer> signers)
    {
        foreach (var (label, values) in Heads(signers))
        {
            page.Fields(label, values);
        }
    }

    /// <inheritdoc cref="Head(TextPage, ImmutableArray{Signer})"/>
    internal static void Head(MarkdownPage page, ImmutableArray<Signer> signers)
    {
        if (!signers.IsEmpty)
        {
            page.Line();
            page.Each([.. Heads(signers)], "account", "accounts", head => page.Line($"- {head.Label}: {string.Join(", ", head.Values)}"));
        }
    }

    /// <summary>Numbered as in the titles of regions.</summary>
    private static IEnumerable<(string Label, string[] Values)> Heads(ImmutableArray<Signer> signers) =>
        signers.Select((signer, index) => (signers.Length == 1 ? "account" : $"account {index + 1}", Short(signer)));

    private static string[] Short(Signer signer) =>
        signer switch
        {
            { Caller: { } caller } =>
            [
                Told(caller.AccountId),
                $"identity {Told(caller.Arn)}",
                $"source {signer.Source}",
                caller.EndsAt is null ? Until(caller) : $"until {Until(caller)}",
            ],
            { Problem: { } problem } =>
            [
                $"identity not known ({problem.Code.Id}): {MarkdownPage.Message(problem.Message.TrimEnd('.'))}",
                $"source {signer.Source}",
            ],
            _ => [$"source {signer.Source}"],
        };

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

    private static string Told(UntrustedText text) => text.IsEmpty ? "not told by the service" : text.ToString();
}
