using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>Tells the engine where an apply stands: a line for each wave and how far it is; what a person should read now stays.</summary>
internal sealed class ProgressMessages(OperationLog log) : IApplyProgress
{
    private string _wave = "";

    /// <inheritdoc/>
    public void Report(ApplyEvent applyEvent)
    {
        switch (applyEvent)
        {
            case ApplyEvent.WaveStarted started:
                _wave = $"wave {started.Wave.Number} of {started.WaveCount}";
                log.Status($"{_wave}: {Describe(started.Wave)}", matters: true);
                break;
            case ApplyEvent.Waiting waiting:
                log.Status($"{_wave}: {waiting.Done} of {waiting.Total} {waiting.Goal}, {waiting.Elapsed.TotalSeconds:0} s");
                break;
            case ApplyEvent.CallSent call:
                log.Status($"{_wave}: {Verb(call)} {Grammar.Instances(call.Instances.Count)}");
                break;
            case ApplyEvent.Notice { Problem: var problem }:
                log.Warn(problem);
                break;
        }
    }

    private static string Describe(Wave wave) =>
        wave.Kind switch
        {
            WaveKind.Stopped => $"changing {wave.Changes.Length} that {Grammar.Is(wave.Changes.Length)} stopped already",
            WaveKind.Canary => $"canary: stopping, changing and starting {wave.Changes.Length}",
            _ => $"stopping, changing and starting {wave.Changes.Length}",
        };

    private static string Verb(ApplyEvent.CallSent call) =>
        call.Action switch
        {
            CallAction.Stop => call.ForceStop ? "pulling the plug of" : "stopping",
            CallAction.Start => "starting",
            CallAction.Associate => "binding keys on",
            _ => "unbinding keys from",
        };
}
