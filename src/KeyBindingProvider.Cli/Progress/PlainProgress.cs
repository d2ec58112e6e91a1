using System.Globalization;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>A line for each thing that happens, for logs and pipes. Waits are told when they change, not at every look.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : IApplyProgress
{
    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private (string Goal, int Done) _waiting;

    public void Report(ApplyEvent applyEvent)
    {
        if (Line(applyEvent) is { } line)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{(time.GetUtcNow() - _begun).TotalSeconds, 7:0.0}s] {line}"));
        }
    }

    private string? Line(ApplyEvent applyEvent)
    {
        switch (applyEvent)
        {
            case ApplyEvent.Waiting waiting:
                var isNews = waiting.Done > 0 && _waiting != (waiting.Goal, waiting.Done);
                _waiting = (waiting.Goal, waiting.Done);
                return isNews ? $"  {waiting.Done} of {waiting.Total} {waiting.Goal}" : null;
            default:
                return ProgressText.Of(applyEvent);
        }
    }
}
