using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// Tells the engine where an apply stands: a line for each wave and how far it is; what a person should read now stays. A line is no longer than
/// <see cref="LongestLine"/>, and what matters comes first.
/// </summary>
internal sealed class ProgressMessages(OperationLog log) : IApplyProgress
{
    /// <summary>Characters that the engine's display leaves for a message on a terminal of 120 columns.</summary>
    public const int LongestLine = 44;

    private string _wave = "";

    /// <inheritdoc/>
    public void Report(ApplyEvent applyEvent)
    {
        switch (applyEvent)
        {
            case ApplyEvent.WaveStarted started:
                _wave = $"wave {started.Wave.Number}/{started.WaveCount}";
                log.Status($"{_wave}  {Describe(started.Wave)}", matters: true);
                break;
            case ApplyEvent.Waiting waiting:
                log.Status($"{_wave}  {waiting.Done} of {waiting.Total} {Reached(waiting.Goal)}");
                break;
            case ApplyEvent.CallSent call:
                log.Status($"{_wave}  {Verb(call)} {call.Instances.Count}");
                break;
            case ApplyEvent.SourceEnded { Outcome: { Problem: null } ended }:
                log.Status($"{ended.Finding.Source.Id} rewritten", matters: true);
                break;
            case ApplyEvent.Notice { Problem: var problem }:
                log.Warn(problem);
                break;
        }
    }

    private static string Describe(Wave wave) =>
        wave.Kind switch
        {
            WaveKind.Stopped => $"{wave.Changes.Length} stopped already, changing",
            WaveKind.Canary => $"stopping {wave.Changes.Length} as a canary",
            _ => $"stopping {wave.Changes.Length}",
        };

    private static string Reached(WaitGoal goal) =>
        goal switch
        {
            WaitGoal.Stopped => "stopped",
            WaitGoal.Keys => "have their keys",
            _ => "running again",
        };

    private static string Verb(ApplyEvent.CallSent call) =>
        call.Action switch
        {
            CallAction.Stop => call.ForceStop ? "pulling the plug of" : "stopping",
            CallAction.Start => "starting",
            CallAction.Associate => "binding keys on",
            CallAction.Disassociate => "unbinding keys from",
            _ => throw CallActions.Unknown(call.Action),
        };
}
