using System.Text;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// An audit as CSV (RFC 4180: UTF-8, CRLF, a header): one row for each pair of a machine and a key. A machine that no key opens has one row without a key, a key that
/// opens nothing one without a machine, a pinned key that a machine lacks one with <c>bound</c> <c>no</c>, a key that later machines get one for each source. No cell is a
/// formula to a spreadsheet.
/// </summary>
public static class AuditCsv
{
    private static readonly string[] s_header =
    [
        "region",
        "instance_id",
        "instance_name",
        "state",
        "zone",
        "key_id",
        "key_name",
        "bound",
        "pinned",
        "not_after",
        "cannot_change",
        "finding",
        "source",
    ];

    /// <summary>The whole file.</summary>
    public static string Render(AuditDocument document)
    {
        var text = new StringBuilder();
        Row(text, s_header);
        foreach (var region in document.Regions)
        {
            Write(text, region);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, AuditReport report)
    {
        var names = report.Keys.Concat(report.PinnedMissing).DistinctBy(key => key.Key).ToDictionary(key => key.Key, key => key.Name);
        var columns = report.Keys.Select(key => key.Key).ToHashSet();
        var pinned = KeySet.Of(report.PinnedMissing.Select(key => key.Key));
        // The last to end decides: the report leaves out what another resource declares for longer.
        var ends = report
            .Ends.SelectMany(access => access.Pairs, (access, pair) => (access, pair.Key, pair.Value))
            .ToLookup(each => each.Key, each => (each.access, each.Value));
        var lacking = report
            .PinnedMissing.SelectMany(key => key.Instances, (key, instance) => (instance.Id, key.Key))
            .ToLookup(each => each.Id, each => each.Key);
        var keyless = report.Keyless.Select(instance => instance.Id).ToHashSet();
        foreach (var audited in report.Instances)
        {
            var instance = audited.Instance;
            var bound = KeySet.Of(instance.Keys.Where(columns.Contains));
            foreach (var key in bound)
            {
                var end = ends[instance.Id].Where(each => each.Value.Contains(key)).Select(each => each.access).LastOrDefault();
                Pair(audited, key, isBound: true, end?.Ends.Written ?? "", end is { HasEnded: true } ? "expired" : "");
            }

            foreach (var key in lacking[instance.Id])
            {
                Pair(audited, key, isBound: false, "", "pinned-missing");
            }

            if (keyless.Contains(instance.Id))
            {
                Cells(audited, "", "", "", "", "", "keyless");
            }
        }

        foreach (var key in report.OpenNothing)
        {
            Row(text, [report.Title, "", "", "", "", key.Key.Value, key.Name.Raw, "", "", "", "", "opens-nothing", ""]);
        }

        foreach (var key in report.Coming)
        {
            Later(key, key.Next, "later-machine");
            Later(key, key.Sources.Where(source => key.VersionsOf(source).Any()), "older-version");
        }

        foreach (var gap in report.Sources is { } sources ? SourceWording.Gaps(sources) : [])
        {
            Row(text, [report.Title, "", "", "", "", "", "", "", "", "", "", "not-looked-at", gap]);
        }

        void Later(KeyComing key, IEnumerable<KeySource> sources, string finding)
        {
            foreach (var source in sources)
            {
                Row(text, [report.Title, "", "", "", "", key.Key.Value, key.Name.Raw, "", "", "", "", finding, source.Id]);
            }
        }

        void Pair(AuditedInstance audited, KeyId key, bool isBound, string notAfter, string finding) =>
            Cells(audited, key.Value, names[key].Raw, isBound ? "yes" : "no", pinned.Contains(key) ? "yes" : "no", notAfter, finding);

        void Cells(AuditedInstance audited, string key, string name, string bound, string isPinned, string notAfter, string finding)
        {
            var instance = audited.Instance;
            Row(
                text,
                [
                    report.Title,
                    instance.Id.Value,
                    instance.Name.Raw,
                    instance.State.Name,
                    instance.Zone,
                    key,
                    name,
                    bound,
                    isPinned,
                    notAfter,
                    audited.IsBlocked ? Wording.Of(audited.Code) : "",
                    finding,
                    "",
                ]
            );
        }
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>
    /// One cell. What a spreadsheet would calculate gets an apostrophe before it, also behind the separators that some of them cut at; what moves a cursor is written as
    /// what it is, so that a cell is one line.
    /// </summary>
    internal static string Cell(string? raw)
    {
        var shown = UntrustedText.Show(raw);
        var cell = new StringBuilder(shown.Length + 2);
        var isStart = true;
        foreach (var letter in shown)
        {
            if (isStart && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".Contains(letter, StringComparison.Ordinal))
            {
                cell.Append('\'');
            }

            isStart = letter is ';' or '|' || (isStart && char.IsWhiteSpace(letter));
            cell.Append(letter == '"' ? "\"\"" : letter.ToString());
        }

        return shown.AsSpan().IndexOfAny(",;|\"'") >= 0 || cell.Length != shown.Length || shown.Trim().Length != shown.Length
            ? $"\"{cell}\""
            : cell.ToString();
    }
}
