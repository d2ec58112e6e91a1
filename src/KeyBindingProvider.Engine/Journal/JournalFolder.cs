using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>What the journals of a user tell, those of living runs and those of dead ones (rule <c>journal</c>).</summary>
/// <param name="Windows">Windows that were opened and not closed.</param>
/// <param name="Problems">What could not be read.</param>
public sealed record JournalReading(ImmutableArray<OpenWindow> Windows, ImmutableArray<Problem> Problems)
{
    /// <summary>A warning that runs have ended in the middle of their work; null where none has.</summary>
    public Problem? OfTheDead
    {
        get
        {
            InstanceId[] ids = [.. Windows.Where(window => !window.IsAlive).Select(window => window.Id).Distinct().Order()];
            return ids.Length == 0
                ? null
                : Problem.Warning(
                    ProblemCodes.DeadRuns,
                    $"By its journal a run on this computer ended while it had {InstanceList.Of(ids)} down."
                ) with
                {
                    Instances = ids,
                };
        }
    }
}

/// <summary>The folder of the journals: one file for each run. Read with limits, since files may be torn, old, or anybody's.</summary>
/// <param name="path">The folder; it need not be there.</param>
/// <param name="time">The clock.</param>
public sealed class JournalFolder(string path, TimeProvider time)
{
    internal const string Extension = ".jsonl";

    /// <summary>So many files are read, the newest first.</summary>
    private const int MostFiles = 1000;

    /// <summary>The folder of this user; null where there is none.</summary>
    public static string? Of(EngineEnvironment environment)
    {
        if (OperatingSystem.IsWindows())
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return local.Length == 0 ? null : Path.Combine(local, "keybinding", "journal");
        }

        var state = environment.Variable("XDG_STATE_HOME");
        return Path.IsPathRooted(state) ? Path.Combine(state, "keybinding", "journal")
            : environment.HomeFolder.Length == 0 ? null
            : Path.Combine(environment.HomeFolder, ".local", "state", "keybinding", "journal");
    }

    /// <summary>Removes journals of runs that ended and closed everything, and reads the others. Throws nothing for what cannot be read.</summary>
    public JournalReading Read()
    {
        var windows = new List<OpenWindow>();
        var problems = new List<Problem>();
        foreach (var file in Files(problems))
        {
            using var journal = JournalFile.TryOpen(file, problems);
            if (journal is null)
            {
                continue;
            }

            var open = journal.Windows(time.GetUtcNow());
            windows.AddRange(open);
            if (!journal.IsAlive && open.Count == 0 && journal.IsUnderstood)
            {
                journal.Delete(problems);
            }
            else if (!journal.IsUnderstood)
            {
                problems.Add(Unread($"{file}: {Grammar.Count(journal.Unread, "line")} cannot be read"));
            }
        }

        return new JournalReading([.. windows], [.. problems]);
    }

    /// <summary>Notes in the journals of dead runs that machines have been seen to; what is done with is removed. Answers what could not be written.</summary>
    public IReadOnlyList<Problem> Close(string region, IReadOnlyCollection<InstanceId> instances)
    {
        var problems = new List<Problem>();
        foreach (var file in Files(problems))
        {
            using var journal = JournalFile.TryOpen(file, problems);
            if (journal is null or { IsAlive: true })
            {
                continue;
            }

            var now = time.GetUtcNow();
            var open = journal.Windows(now);
            InstanceId[] closed =
            [
                .. open.Where(window => window.Region == region && instances.Contains(window.Id)).Select(window => window.Id),
            ];
            if (closed.Length == open.Count && journal.IsUnderstood)
            {
                journal.Delete(problems);
            }
            else if (closed.Length > 0)
            {
                journal.Append(
                    new JournalLine(JournalLine.Version, now, JournalLine.Up, region, [.. closed.Select(id => id.Value)]),
                    problems
                );
            }
        }

        return problems;
    }

    internal static Problem Unread(string what) =>
        Problem.Warning(ProblemCodes.NoJournal, $"{what}.") with
        {
            Remedy = "Remove the file once you know that nothing that it speaks of is down.",
        };

    internal static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string[] Files(List<Problem> problems)
    {
        try
        {
            string[] files = Directory.Exists(path)
                ? [.. Directory.EnumerateFiles(path, "*" + Extension).OrderDescending(StringComparer.Ordinal).Take(MostFiles + 1)]
                : [];
            if (files.Length > MostFiles)
            {
                problems.Add(Unread($"{path}: it holds more than {MostFiles} journals; the oldest are not read"));
            }

            return files.Length > MostFiles ? files[..MostFiles] : files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(Unread($"{path}: {exception.Message.TrimEnd('.')}"));
            return [];
        }
    }
}
