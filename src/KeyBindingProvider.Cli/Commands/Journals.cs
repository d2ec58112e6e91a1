using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Engine.Journal;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The journal of a command that may stop machines.</summary>
internal static class Journals
{
    /// <summary>Says what runs before have left open, clears away what they have closed, and gives the command a journal of its own; null where there is no place for one.</summary>
    public static WindowJournal? Begin(ref CliHost host)
    {
        if (host.JournalFolder is not { } folder)
        {
            return null;
        }

        var error = host.Error;
        var before = new JournalFolder(folder, host.Time).Read();
        ProblemWriter.Write(error, before.OfTheDead is { } left ? [.. before.Problems, left] : before.Problems);
        var journal = new WindowJournal(folder, host.Time, problem => ProblemWriter.Write(error, [problem]));
        host = host with { EngineOptions = host.EngineOptions with { Journal = journal } };
        return journal;
    }
}
