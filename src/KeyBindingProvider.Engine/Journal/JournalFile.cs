using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>One journal as a reader has it: its run is dead where the lock beside it can be had.</summary>
internal sealed class JournalFile : IDisposable
{
    private const string LockExtension = ".lock";

    private readonly string _path;
    private readonly FileStream? _lock;
    private readonly FileStream _file;
    private JournalText _text = JournalText.Of([]);

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

    /// <inheritdoc cref="JournalText.Unread"/>
    public int Unread => _text.Unread;

    /// <summary>Whether all of it was read.</summary>
    public bool IsUnderstood => Unread == 0;

    /// <summary>Null where it cannot be read, or is larger than a journal can be; a problem says so.</summary>
    public static JournalFile? TryOpen(string path, List<Problem> problems)
    {
        try
        {
            var journal = Open(path);
            if (!journal._file.CanSeek || journal._file.Length > WindowJournal.LargestFile)
            {
                journal.Dispose();
                problems.Add(JournalFolder.Unread($"{path}: it is no journal, or larger than one can be"));
                return null;
            }

            journal._text = journal.Read();
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
    public IReadOnlyList<OpenWindow> Windows(DateTimeOffset now) => _text.Windows(now, IsAlive);

    /// <summary>Adds a line; only for who has it alone.</summary>
    public void Append(JournalLine line, List<Problem> problems) =>
        Try(
            () =>
            {
                // A torn last line must not swallow this one.
                _file.SetLength(_text.End);
                _file.Seek(_text.End, SeekOrigin.Begin);
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

    private static JournalFile Open(string path)
    {
        var locked = TryLock(path);
        try
        {
            return new JournalFile(path, locked);
        }
        catch
        {
            locked?.Dispose();
            throw;
        }
    }

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

    private JournalText Read()
    {
        var bytes = new byte[_file.Length];
        return JournalText.Of(bytes.AsSpan(0, _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
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
