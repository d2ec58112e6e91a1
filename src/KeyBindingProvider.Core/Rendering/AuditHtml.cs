using System.Buffers;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// An audit as one HTML file (<c>ADR 0055</c>): a matrix of machines and keys with search, groups and order. It loads nothing and sends nothing: its policy lets run the
/// one script and the one style that it holds, by their hashes. What others wrote is JSON in it, and the script shows it as text.
/// </summary>
public static class AuditHtml
{
    /// <summary>What every such file begins with.</summary>
    public const string Start = "<!doctype html>\n<!-- keybinding audit -->\n";

    /// <summary>The whole file.</summary>
    public static string Render(AuditDocument document)
    {
        var title = PageParts.Escape(document.Program.Length == 0 ? "Key audit" : $"Key audit of {document.Program}");
        return $"""
            {PageParts.Head(Start, title, Policy, AuditPageStyle.Text)}
            <body>
            <header><h1>{title}</h1><p>Read {PageParts.Escape(document.ReadAt)}. Findings: {PageParts.Escape(
                AuditRendering.Findings(document)
            )}.</p></header>
            <main id="main"><noscript><p>This page shows its tables by a script that it holds, which is switched off here. keybinding audit writes the same as text, JSON and CSV.</p></noscript></main>
            <script type="application/json" id="audit">{DataOf(document)}</script>
            <script>{AuditPageScript.Text}</script>
            </body>
            </html>

            """;
    }

    /// <summary>Nothing but the one script and the one style.</summary>
    private static string Policy =>
        $"default-src 'none'; script-src '{PageParts.HashOf(AuditPageScript.Text)}'; style-src '{PageParts.HashOf(AuditPageStyle.Text)}'; base-uri 'none'; form-action 'none'";

    /// <summary>For the script alone, which is in the same file: no schema, short names. The writer escapes what could end a script.</summary>
    private static string DataOf(AuditDocument document)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var region in document.Regions)
            {
                json.WriteStartObject();
                Write(json, region);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, AuditReport report)
    {
        KeyAccess[] columns =
        [
            .. report
                .Keys.Where(key => !key.Instances.IsEmpty)
                .Concat(report.PinnedMissing.Where(key => !key.Instances.IsEmpty))
                .DistinctBy(key => key.Key)
                .OrderBy(key => key.Key),
        ];
        var pinned = report.PinnedMissing.Select(key => key.Key).ToHashSet();
        var column = columns.Select((key, at) => (key.Key, at)).ToDictionary(each => each.Key, each => each.at);
        var lacking = report
            .PinnedMissing.SelectMany(key => key.Instances, (key, instance) => (instance.Id, key.Key))
            .ToLookup(each => each.Id, each => each.Key);
        var ending = report
            .Ends.SelectMany(access => access.Pairs, (access, pair) => (access.HasEnded, pair.Key, pair.Value))
            .ToLookup(each => each.Key, each => (each.HasEnded, each.Value));
        var keyless = report.Keyless.Select(instance => instance.Id).ToHashSet();

        json.WriteString("title", UntrustedText.Show(report.Title));
        json.Objects(
            "keys",
            columns,
            key =>
            {
                Name(json, key);
                json.WriteBoolean("pinned", pinned.Contains(key.Key));
            }
        );
        json.Objects(
            "machines",
            report.Instances,
            audited =>
            {
                var instance = audited.Instance;
                json.WriteString("id", instance.Id.ToString());
                json.WriteString("name", instance.Name.ToString());
                json.WriteString("state", instance.State.ToString());
                json.WriteString("zone", UntrustedText.Show(instance.Zone));
                json.WriteString("blocked", audited.IsBlocked ? Wording.Of(audited.Code) : "");
                json.WriteBoolean("keyless", keyless.Contains(instance.Id));
                Columns("has", instance.Keys);
                Columns("lacks", lacking[instance.Id]);
                Columns("ends", ending[instance.Id].Where(each => !each.HasEnded).SelectMany(each => each.Value));
                Columns("over", ending[instance.Id].Where(each => each.HasEnded).SelectMany(each => each.Value));
                json.WriteStartObject("tags");
                foreach (var (name, value) in instance.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
                {
                    json.WriteString(UntrustedText.Show(name), UntrustedText.Show(value));
                }

                json.WriteEndObject();
            }
        );
        json.Objects("idle", report.OpenNothing, key => Name(json, key));
        json.Objects(
            "ends",
            report.Ends,
            access =>
            {
                json.WriteString("resource", UntrustedText.Show(access.Resource));
                json.WriteString("when", AuditRendering.When(access));
                json.WriteBoolean("over", access.HasEnded);
                json.WriteNumber("pairs", access.PairCount);
            }
        );
        json.Objects(
            "later",
            report.Coming,
            key =>
            {
                json.WriteString("id", key.Key.ToString());
                json.WriteString("name", key.Name.ToString());
                Texts("lines", SourceWording.Lines(key).Select(UntrustedText.Show));
            }
        );
        json.WriteString("looked", report.Sources is { } looked ? SourceWording.Later(looked) : "");
        json.WriteString("unread", UntrustedText.Show(report.Sources is { } sources ? SourceWording.NotLookedAt(sources) : null));
        Texts(
            "missing",
            [
                .. report.MissingInstances.Select(id => id.ToString()),
                .. report.MissingKeys.Select(key => key.ToString()),
                .. report.PinnedNotFound.Select(key => $"{key} (pinned)"),
                .. LookUpWarnings.Unmatched(report.Access),
            ]
        );

        void Columns(string name, IEnumerable<KeyId> keys)
        {
            json.WriteStartArray(name);
            foreach (var at in keys.Where(column.ContainsKey).Select(key => column[key]).Distinct())
            {
                json.WriteNumberValue(at);
            }

            json.WriteEndArray();
        }

        void Texts(string name, IEnumerable<string> texts)
        {
            json.WriteStartArray(name);
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }

    private static void Name(Utf8JsonWriter json, KeyAccess key)
    {
        json.WriteString("id", key.Key.ToString());
        json.WriteString("name", key.Name.ToString());
    }
}
