using System.Globalization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Recovery;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>The bytes of a journal, read as far as they are one.</summary>
internal sealed class JournalText
{
    /// <summary>A call names a hundred ids at most.</summary>
    private const int LongestLine = 16 << 10;

    private readonly List<JournalLine> _lines = [];

    private JournalText() { }

    /// <summary>Lines that are none, other than a last one that was torn.</summary>
    public int Unread { get; private set; }

    /// <summary>Where the last whole line ends.</summary>
    public int End { get; private set; }

    /// <summary>Whatever they are, nothing is thrown.</summary>
    public static JournalText Of(ReadOnlySpan<byte> bytes)
    {
        var text = new JournalText();
        var left = bytes;
        // What was sent after a line was whole by then: a last one without its end is of a write that never ended.
        for (var end = left.IndexOf((byte)'\n'); end >= 0; end = left.IndexOf((byte)'\n'))
        {
            text.Add(left[..end]);
            left = left[(end + 1)..];
        }

        text.End = bytes.Length - left.Length;
        return text;
    }

    /// <summary>What was opened and not closed.</summary>
    public IReadOnlyList<OpenWindow> Windows(DateTimeOffset now, bool isAlive)
    {
        var open = new Dictionary<(string Region, InstanceId Id), OpenWindow>();
        foreach (var line in _lines)
        {
            foreach (var text in line.Instances)
            {
                if (InstanceId.TryParse(text, out var id))
                {
                    Note(open, (line.Region, id), line, now, isAlive);
                }
            }
        }

        return [.. open.Values];
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        var line = bytes.Length is > 0 and <= LongestLine ? JournalLine.Parse(bytes) : null;
        if (line is not null && RegionForm.IsWellFormed(line.Region))
        {
            _lines.Add(line);
        }
        else if (bytes.Length > 0)
        {
            Unread++;
        }
    }

    private static void Note(
        Dictionary<(string Region, InstanceId Id), OpenWindow> open,
        (string Region, InstanceId Id) key,
        JournalLine line,
        DateTimeOffset now,
        bool isAlive
    )
    {
        var age = now - line.At;
        if (line.Event == JournalLine.Up)
        {
            open.Remove(key);
            return;
        }

        if (!open.TryGetValue(key, out var window))
        {
            if (line.Event != JournalLine.Stopping)
            {
                return;
            }

            var openedAt = line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            window = new OpenWindow(key.Region, key.Id, openedAt, age) { IsAlive = isAlive };
        }

        window = window with { Age = age };
        open[key] = line switch
        {
            { Event: JournalLine.Stopping or JournalLine.Sending, Action: { } action } => window with
            {
                Unanswered = window.Unanswered.Add(action),
                LastSent = action,
            },
            { Event: JournalLine.WasAnswered, RequestId: { } id } => window with
            {
                Requests = window.Requests.Add(id),
                Unanswered = window.Unanswered.Remove(window.LastSent),
            },
            _ => window,
        };
    }
}
