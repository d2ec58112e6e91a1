using System.Globalization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>One journal as a reader has it: its run is dead where the lock beside it can be had.</summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>A call names a hundred ids at most.</summary>
    private const int LongestLine = 16 << 10;

    private const string LockExtension = ".lock";

    private readonly string _path;
    private readonly FileStream? _lock;
    private readonly FileStream _file;
    private readonly List<JournalLine> _lines = [];

    /// <summary>Where the last whole line ends.</summary>
    private int _end;

    private JournalFile(string path, FileStream? locked)
    {
        (_path, _lock) = (path, locked);
        _file = new FileStream(
            path,
            FileMode.Open,
            locked is null ? FileAccess.Read : FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );
    }

    /// <summary>Whether the run that writes it lives, or another reader has it in its hands.</summary>
    public bool IsAlive => _lock is null;

    /// <summary>Lines that are none, other than a last one that was torn.</summary>
    public int Unread { get; private set; }

    /// <summary>Whether all of it was read.</summary>
    public bool IsUnderstood => Unread == 0;

    /// <summary>Null where it cannot be read, or is larger than a journal can be; a problem says so.</summary>
    public static JournalFile? TryOpen(string path, List<Problem> problems)
    {
        try
        {
            var journal = new JournalFile(path, TryLock(path));
            if (!journal._file.CanSeek || journal._file.Length > WindowJournal.LargestFile)
            {
                journal.Dispose();
                problems.Add(JournalFolder.Unread($"{path}: it is no journal, or larger than one can be"));
                return null;
            }

            journal.ReadLines();
            return journal;
        }
        catch (FileNotFoundException)
        {
            // Another reader was done with it.
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(JournalFolder.Unread($"{path}: {exception.Message.TrimEnd('.')}"));
            return null;
        }
    }

    /// <summary>What was opened in it and not closed.</summary>
    public IReadOnlyList<OpenWindow> Windows(DateTimeOffset now)
    {
        var open = new Dictionary<(string Region, InstanceId Id), OpenWindow>();
        foreach (var line in _lines)
        {
            foreach (var text in line.Instances)
            {
                if (InstanceId.TryParse(text, out var id))
                {
                    Note(open, (line.Region, id), line, now);
                }
            }
        }

        return [.. open.Values];
    }

    /// <summary>Adds a line; only for who has it alone.</summary>
    public void Append(JournalLine line, List<Problem> problems) =>
        Try(
            () =>
            {
                // A torn last line must not swallow this one.
                _file.SetLength(_end);
                _file.Seek(_end, SeekOrigin.Begin);
                _file.Write(line.ToBytes());
                _file.Flush(flushToDisk: true);
            },
            problems
        );

    /// <summary>Removes it; only for who has it alone.</summary>
    public void Delete(List<Problem> problems) =>
        Try(
            () =>
            {
                Dispose();
                File.Delete(_path);
                File.Delete(_path + LockExtension);
            },
            problems
        );

    public void Dispose()
    {
        _file.Dispose();
        _lock?.Dispose();
    }

    /// <summary>
    /// What a run holds for as long as it lives; the system takes it back from one that was killed. Beside the journal, which has to be readable meanwhile: file systems of
    /// a network know no lock that lets others read.
    /// </summary>
    public static FileStream Lock(string path) => new(path + LockExtension, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Null where somebody has it.</summary>
    private static FileStream? TryLock(string path)
    {
        try
        {
            return Lock(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void ReadLines()
    {
        var bytes = new byte[_file.Length];
        ReadOnlySpan<byte> left = bytes.AsSpan(0, _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        while (left.Length > 0)
        {
            var end = left.IndexOf((byte)'\n');
            var text = end < 0 ? left : left[..end];
            left = end < 0 ? [] : left[(end + 1)..];
            _end = end < 0 ? _end : bytes.Length - left.Length;
            var line = text.Length is > 0 and <= LongestLine ? JournalLine.Parse(text) : null;
            if (line is not null && RegionForm.IsWellFormed(line.Region))
            {
                _lines.Add(line);
            }
            else if (end >= 0 && text.Length > 0)
            {
                Unread++;
            }
        }
    }

    private void Note(
        Dictionary<(string Region, InstanceId Id), OpenWindow> open,
        (string Region, InstanceId Id) key,
        JournalLine line,
        DateTimeOffset now
    )
    {
        var age = now - line.At;
        switch (line.Event)
        {
            case JournalLine.Up:
                open.Remove(key);
                return;
            case JournalLine.Stopping when !open.ContainsKey(key):
                var openedAt = line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                open[key] = new OpenWindow(key.Region, key.Id, openedAt, age) { IsAlive = IsAlive };
                break;
        }

        if (!open.TryGetValue(key, out var window))
        {
            return;
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

    private void Try(Action change, List<Problem> problems)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(Problem.Warning(ProblemCodes.NoJournal, $"{_path}: {exception.Message.TrimEnd('.')}."));
        }
    }
}
