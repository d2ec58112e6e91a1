namespace KeyBindingProvider.Core.Rendering;

/// <summary>The one style of the page of an audit: light and dark, as the reader's machine is; nothing is loaded.</summary>
internal static class AuditPageStyle
{
    /// <summary>Its text, whose hash is in the policy of the page.</summary>
    public const string Text =
        PagePalette.Text
        + """
            header p{margin:2px 0 16px;color:var(--soft)}
            button,input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 10px}
            button{cursor:pointer}
            .tiles{display:flex;flex-wrap:wrap;gap:10px;margin-bottom:14px}
            .tile{min-width:118px;padding:10px 14px;text-align:left;border-radius:10px;line-height:1.25}
            .tile b{display:block;font-size:22px;font-weight:650;font-variant-numeric:tabular-nums}
            .tile span{color:var(--soft);font-size:13px}
            .tile.bad b{color:var(--bad)}
            .tile.warn b{color:var(--warn)}
            .tile:hover{border-color:var(--accent)}
            .tile[aria-pressed=true]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
            .tools{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:center;margin-bottom:10px}
            .tools label{display:inline-flex;gap:8px;align-items:center;color:var(--soft)}
            .tools input{width:320px;max-width:60vw}
            .tools [role=status]{margin-left:auto;color:var(--soft);font-variant-numeric:tabular-nums}
            .scroll{overflow:auto;max-height:82vh;border:1px solid var(--line);border-radius:10px;background:var(--card)}
            table{border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums;min-width:100%}
            th,td{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap;font-weight:400}
            thead th{position:sticky;top:0;z-index:2;background:var(--head);vertical-align:bottom;padding:6px 4px}
            thead th:first-child{left:0;z-index:3}
            thead button{border:0;background:none;padding:4px 6px;border-radius:6px;font-weight:600;font-size:13px;line-height:1.2}
            thead button:hover{background:var(--hot)}
            .k button{writing-mode:vertical-rl;transform:rotate(180deg);max-height:172px;overflow:hidden;text-overflow:ellipsis;text-align:left}
            .k{width:34px;text-align:center}
            .k small{display:block;text-align:center;color:var(--soft);font-size:12px;padding-top:4px}
            .k .pin{display:block;text-align:center;color:var(--warn);font-size:11px;font-weight:600}
            .hit button{color:var(--accent);text-decoration:underline}
            tbody th{position:sticky;left:0;z-index:1;background:var(--card);max-width:380px;overflow:hidden;text-overflow:ellipsis}
            tbody th small{color:var(--soft);margin-left:8px;font-size:12px;font-family:ui-monospace,Menlo,Consolas,monospace}
            tbody tr:hover th,tbody tr:hover td{background:var(--hot)}
            td.c{text-align:center;min-width:34px;padding:4px 2px;border-left:1px solid var(--grid)}
            .y{color:var(--on)}
            .e{color:var(--warn);background:var(--warnbg)}
            .o,.m{color:var(--bad);background:var(--badbg)}
            td.n{text-align:right;color:var(--soft)}
            .s{font-size:13px;color:var(--soft)}
            .s em{font-style:normal;color:var(--warn)}
            .n0{color:var(--bad)!important;font-weight:650}
            tr.g th,tr.g td{background:var(--group);font-weight:600}
            tr.g td.c{font-size:12px}
            tr.g td.full{color:var(--on)}
            tr.g td.o,tr.g td.m{background:var(--badbg)}
            tr.g td.e{background:var(--warnbg)}
            tr.g th{max-width:520px}
            tr.g button{border:0;background:none;padding:2px 4px;font-weight:600;max-width:360px;overflow:hidden;text-overflow:ellipsis}
            tr.g span{color:var(--soft);font-weight:400;margin-left:6px}
            col.hot{background:var(--hot)}
            .legend{display:flex;flex-wrap:wrap;gap:6px 20px;margin:8px 2px 0;padding:0;list-style:none;color:var(--soft);font-size:13px}
            .legend i{display:inline-block;width:20px;text-align:center;font-style:normal;border-radius:4px;margin-right:6px}
            .lists{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:12px;margin-top:16px}
            .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px}
            .card ul{margin:0;padding-left:18px}
            .card li{overflow-wrap:anywhere}
            .card li small,.none{color:var(--soft)}
            code{font:13px ui-monospace,Menlo,Consolas,monospace}
            .none{padding:18px}
            @media (forced-colors:active){.tile[aria-pressed=true]{outline:2px solid Highlight}}
            @media (max-width:700px){body{padding:14px}.tools [role=status]{margin-left:0}}
            @media print{.tools,.tiles{display:none}.scroll{max-height:none;overflow:visible;border:0}thead th,tbody th{position:static}}
            """;
}
