using System.Globalization;
using System.Security.Cryptography;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>
/// The journal of one run: a file of its own, made before the first stop, which only this user can read. What cannot be written is said once and keeps no run from
/// its work. The file has a lock beside it for as long as the process lives: that is how others know.
/// </summary>
public sealed class WindowJournal : IWindowJournal, IDisposable
{
    /// <summary>A run over 5,000 machines writes about 3 MB.</summary>
    internal const int LargestFile = 16 << 20;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Action<Problem> _warn;
    private readonly Func<string, Stream> _open;
    private readonly HashSet<(string Region, InstanceId Id)> _down = [];
    private FileStream? _lock;
    private Stream? _file;
    private long _written;
    private bool _isGivenUp;

    /// <summary>A journal in a folder; nothing is made before the first stop.</summary>
    /// <param name="folder">The folder of all journals.</param>
    /// <param name="time">The clock of its lines.</param>
    /// <param name="warn">Told once where it cannot be written. Must not throw.</param>
    public WindowJournal(string folder, TimeProvider time, Action<Problem> warn)
        : this(folder, time, warn, Create) { }

    internal WindowJournal(string folder, TimeProvider time, Action<Problem> warn, Func<string, Stream> open) =>
        (_folder, _time, _warn, _open) = (folder, time, warn, open);

    /// <inheritdoc/>
    public void Sending(string region, CallAction action, IReadOnlyCollection<InstanceId> instances, bool takesDown)
    {
        lock (_gate)
        {
            if (takesDown)
            {
                _down.UnionWith(instances.Select(id => (region, id)));
            }

            Write(takesDown ? JournalLine.Stopping : JournalLine.Sending, region, instances, action: NameOf(action), isForGood: takesDown);
        }
    }

    /// <inheritdoc/>
    public void Answered(string region, IReadOnlyCollection<InstanceId> instances, string requestId)
    {
        lock (_gate)
        {
            Write(JournalLine.WasAnswered, region, instances, requestId: requestId);
        }
    }

    /// <inheritdoc/>
    public void Closed(string region, InstanceId instance, bool isUp)
    {
        lock (_gate)
        {
            Write(isUp ? JournalLine.Up : JournalLine.Missed, region, [instance]);
            if (isUp)
            {
                _down.Remove((region, instance));
            }
        }
    }

    /// <summary>The run ends: lets go of the file; what is open in it is a dead run's from then on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isGivenUp = true;
            Close();
        }
    }

    /// <summary>The action as the service names it on record.</summary>
    internal static string NameOf(CallAction action) =>
        action switch
        {
            CallAction.Stop => "StopInstances",
            CallAction.Start => "StartInstances",
            CallAction.Associate => "AssociateInstancesKeyPairs",
            CallAction.Disassociate => "DisassociateInstancesKeyPairs",
            _ => throw CallActions.Unknown(action),
        };

    /// <summary>Only machines that this run takes down are anything to note.</summary>
    private void Write(
        string what,
        string region,
        IReadOnlyCollection<InstanceId> instances,
        string? action = null,
        string? requestId = null,
        bool isForGood = false
    )
    {
        string[] ids = [.. instances.Where(id => _down.Contains((region, id))).Select(id => id.Value)];
        if (_isGivenUp || ids.Length == 0)
        {
            return;
        }

        try
        {
            var bytes = new JournalLine(JournalLine.Version, _time.GetUtcNow(), what, region, ids, action, requestId).ToBytes();
            if (_written + bytes.Length > LargestFile)
            {
                throw new IOException($"it has {_written} bytes, and may have {LargestFile}");
            }

            if (_file is null)
            {
                var path = Path.Combine(_folder, NewName());
                JournalFolder.Make(_folder);
                _lock = JournalFile.Lock(path);
                _file = _open(path);
            }

            _file.Write(bytes);
            _written += bytes.Length;
            Flush(isForGood);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or NotSupportedException
                        or ArgumentException
                        or System.Security.SecurityException
            )
        {
            _isGivenUp = true;
            Close();
            _warn(Problem.Warning(ProblemCodes.NoJournal, $"{_folder}: {exception.Message.TrimEnd('.')}."));
        }
    }

    private void Flush(bool isForGood)
    {
        if (isForGood && _file is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            _file!.Flush();
        }
    }

    /// <summary>What is in the buffer of a full disk is lost either way.</summary>
    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException) { }

        _lock?.Dispose();
        (_file, _lock) = (null, null);
    }

    /// <summary>One for each run: two of them never write into each other's lines.</summary>
    private string NewName() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}{JournalFolder.Extension}"
        );

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
