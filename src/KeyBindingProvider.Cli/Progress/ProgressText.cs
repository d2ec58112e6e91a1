using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>What an event says to a person, in one line; null where it says nothing by itself.</summary>
internal static class ProgressText
{
    /// <param name="applyEvent">The event.</param>
    /// <param name="listed">
    /// Most ids of a wave. All of them, unless somebody asks for less: after a kill, the log is what tells which machines were being stopped.
    /// </param>
    public static string? Of(ApplyEvent applyEvent, int listed = int.MaxValue) =>
        applyEvent switch
        {
            ApplyEvent.WaveStarted started =>
                $"{ProgressWording.Number(started)}: {ProgressWording.Of(started.Wave)}{Listed(started.Wave, listed)}",
            ApplyEvent.InstanceEnded { Outcome: { Kind: OutcomeKind.Failed, Problem: { } problem } } => ProblemText.Line(problem),
            ApplyEvent.SourceEnded ended => SourceWording.Of(ended.Outcome),
            ApplyEvent.Notice notice => ProblemText.Line(notice.Problem),
            _ => null,
        };

    private static string Listed(Wave wave, int listed)
    {
        if (wave.Kind == WaveKind.Stopped)
        {
            return "";
        }

        var more = wave.Changes.Length > listed ? $" and {wave.Changes.Length - listed} more" : "";
        return $": {string.Join(", ", wave.Changes.Take(listed).Select(change => change.Id))}{more}";
    }
}
