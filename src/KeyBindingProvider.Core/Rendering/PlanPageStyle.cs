namespace KeyBindingProvider.Core.Rendering;

/// <summary>The one style of the page of a plan.</summary>
internal static class PlanPageStyle
{
    /// <summary>Its text, whose hash is in the policy of the page.</summary>
    public const string Text =
        PagePalette.Text
        + """
            body{max-width:1240px}
            h3{font-size:16px;margin:22px 0 6px}
            header p,figcaption,.soft{color:var(--soft)}
            header p{margin:2px 0 6px}
            .verdict{font-size:17px;font-weight:600;color:var(--ink)!important}
            .refused{color:var(--bad)!important}
            section.region{margin-top:8px}
            .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin:10px 0}
            ul{margin:6px 0;padding-left:20px}
            li{overflow-wrap:anywhere}
            .problems{list-style:none;padding:0}
            .problems li{border-left:4px solid var(--warn);background:var(--warnbg);padding:8px 12px;margin:6px 0;border-radius:0 8px 8px 0}
            .problems li.error{border-color:var(--bad);background:var(--badbg)}
            figure{margin:10px 0}
            svg{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
            svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
            svg .axis{stroke:var(--line)}
            svg .limit{stroke:var(--bad);stroke-dasharray:5 4}
            svg text.limited{fill:var(--bad)}
            svg .window{fill:var(--on)}
            svg .canary{fill:var(--warn)}
            svg .stopped{fill:var(--soft)}
            .key{display:inline-block;width:12px;height:12px;border-radius:3px;margin:0 6px 0 14px;vertical-align:-1px}
            .key.window{background:var(--on)}
            .key.canary{background:var(--warn)}
            .key.stopped{background:var(--soft)}
            .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--card)}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            caption{text-align:left;padding:8px 10px;color:var(--soft)}
            th,td{padding:6px 10px;border-top:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
            thead th{background:var(--head);font-weight:600;white-space:nowrap}
            tbody th{font-weight:600;white-space:nowrap}
            tbody tr:hover>*{background:var(--hot)}
            td ul{padding-left:16px;margin:2px 0}
            summary{cursor:pointer}
            code{font:13px ui-monospace,Menlo,Consolas,monospace}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:6px 0}
            dt{color:var(--soft)}
            dd{margin:0;overflow-wrap:anywhere}
            @media (max-width:700px){body{padding:14px}}
            @media print{details>*{display:revert}}
            @media (forced-colors:active){svg .window,svg .canary,svg .stopped{fill:CanvasText;stroke:Canvas}svg .limit{stroke:Highlight}}
            """;
}
