using System.Globalization;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>
/// A line for each thing that happens, for logs and pipes. A wait is told when it ends, and in between no more often than a person would look.
/// </summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time, int listed = int.MaxValue) : IApplyProgress
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private (WaitGoal? Goal, int Done) _told;
    private DateTimeOffset _toldAt;

    public void Report(ApplyEvent applyEvent)
    {
        if (Line(applyEvent) is { } line)
        {
            _toldAt = time.GetUtcNow();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{(_toldAt - _begun).TotalSeconds, 7:0.0}s] {line}"));
        }
    }

    private string? Line(ApplyEvent applyEvent)
    {
        if (applyEvent is not ApplyEvent.Waiting waiting)
        {
            return ProgressText.Of(applyEvent, listed);
        }

        (WaitGoal? Goal, int Done) now = (waiting.Goal, waiting.Done);
        var isNews = waiting.Done == waiting.Total ? _told != now : time.GetUtcNow() - _toldAt >= Quiet;
        if (!isNews)
        {
            return null;
        }

        _told = now;
        return $"  waiting for {ProgressText.Of(waiting.Goal)}: {waiting.Done} of {waiting.Total} done";
    }
}
