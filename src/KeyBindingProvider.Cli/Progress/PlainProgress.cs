using System.Globalization;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>
/// For logs and pipes: a line for each wave and for what a person should read now, and how far everything is no more often than a person would look. All calls with their
/// request ids are in the journal of the run and in the JSON.
/// </summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time, int listed = int.MaxValue) : IApplyProgress
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private readonly RolloutProgress _rollout = new();
    private TimeSpan _toldAt;

    public void Report(ApplyEvent applyEvent)
    {
        var elapsed = time.GetUtcNow() - _begun;
        _rollout.Note(applyEvent, elapsed);
        if (ProgressText.Of(applyEvent, listed) is { } line)
        {
            Write(line, elapsed);
        }
        else if (applyEvent is ApplyEvent.Waiting && elapsed - _toldAt >= Quiet)
        {
            Write($"  {_rollout.Facts(elapsed)}; {_rollout.Waiting(elapsed)}", elapsed);
        }
    }

    /// <summary>What it came to, where anything was to be done.</summary>
    public void End()
    {
        var elapsed = time.GetUtcNow() - _begun;
        if (_rollout.Total > 0)
        {
            Write(_rollout.Summary(elapsed), elapsed);
        }
    }

    private void Write(string line, TimeSpan elapsed)
    {
        _toldAt = elapsed;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{elapsed.TotalSeconds, 7:0.0}s] {line}"));
    }
}
