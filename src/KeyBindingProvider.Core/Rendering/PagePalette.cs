namespace KeyBindingProvider.Core.Rendering;

/// <summary>The colours of the pages and what all of them share: light and dark, as the reader's machine is. Text on its ground has a contrast of 4.5 and more.</summary>
internal static class PagePalette
{
    /// <summary>The head of a style.</summary>
    public const string Text = """
        :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#566273;--line:#dde2e9;--grid:#eef1f5;--head:#eef1f5;--hot:#e6eefc;--accent:#1d4ed8;--on:#1d4ed8;--warn:#8a5300;--warnbg:#fdf1d8;--bad:#b42318;--badbg:#fde8e6;--group:#f1f4f8}
        @media (prefers-color-scheme:dark){:root{--bg:#0f141b;--card:#171e27;--ink:#e7ecf3;--soft:#a3afbf;--line:#2b3542;--grid:#202936;--head:#222d3a;--hot:#1f2f4a;--accent:#8ab4ff;--on:#7fb0ff;--warn:#f0bd5c;--warnbg:#382a10;--bad:#ff9d92;--badbg:#41201d;--group:#1a222d}}
        *{box-sizing:border-box}
        html{background:var(--bg);color:var(--ink);font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
        body{margin:0 auto;padding:20px 28px 48px;max-width:1720px}
        h1{font-size:24px;margin:0;letter-spacing:-.01em}
        h2{font-size:18px;margin:26px 0 10px}
        h3{font-size:15px;margin:0 0 6px}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}

        """;
}
