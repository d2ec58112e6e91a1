using System.Security.Cryptography;
using System.Text;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What the HTML pages share: they are files that load nothing, and whose policy lets nothing run or load that is not theirs (<c>ADR 0055</c>).</summary>
internal static class PageParts
{
    /// <summary>What a <c>Content-Security-Policy</c> names the one script or style by.</summary>
    public static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>A text between tags, or between the double quotes of an attribute.</summary>
    public static string Escape(string text) =>
        UntrustedText
            .Show(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>The head of a page, up to the end of its style.</summary>
    /// <param name="start">What every such file begins with.</param>
    /// <param name="title">Its title, escaped.</param>
    /// <param name="policy">What may run and load.</param>
    /// <param name="style">Its style.</param>
    public static string Head(string start, string title, string policy, string style) =>
        $"""
            {start}<html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{style}</style>
            </head>
            """;
}
