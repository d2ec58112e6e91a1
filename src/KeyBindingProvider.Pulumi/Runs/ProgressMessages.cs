using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// Tells the engine where an apply stands, in the words of every face: which wave begins, what is done and waited for, and when an instance has ended how far everything is.
/// There is a new line only when something has happened, since without a terminal the engine prints each; what a person should read now stays. A line is no longer than
/// <see cref="LongestLine"/>, and what matters comes first.
/// </summary>
internal sealed class ProgressMessages(OperationLog log) : IApplyProgress
{
    /// <summary>
    /// About what the engine's display leaves for a message on a terminal of 120 columns, beside short names, in a create. In an update it puts what differs first and cuts
    /// the row at the edge (docs/pulumi.md).
    /// </summary>
    public const int LongestLine = 44;

    private readonly DateTimeOffset _begun = log.Time.GetUtcNow();
    private readonly RolloutProgress _rollout = new();

    /// <inheritdoc/>
    public void Report(ApplyEvent applyEvent)
    {
        var elapsed = log.Time.GetUtcNow() - _begun;
        _rollout.Note(applyEvent, elapsed);
        switch (applyEvent)
        {
            case ApplyEvent.WaveStarted started:
                log.Status(
                    ProgressWording.Fitting($"{ProgressWording.Number(started)}: {ProgressWording.Of(started.Wave)}", LongestLine),
                    matters: true
                );
                break;
            case ApplyEvent.CallSent or ApplyEvent.Waiting when _rollout.Step.Length > 0:
                log.Status(ProgressWording.Fitting(_rollout.Step, LongestLine));
                break;
            case ApplyEvent.InstanceEnded when _rollout.Total > 0:
                log.Status(_rollout.Facts(elapsed, LongestLine));
                break;
            case ApplyEvent.SourceEnded { Outcome: { Problem: null } ended }:
                log.Status($"{ended.Finding.Source.Id} rewritten", matters: true);
                break;
            case ApplyEvent.Notice { Problem: var problem }:
                log.Warn(problem);
                break;
        }
    }
}
