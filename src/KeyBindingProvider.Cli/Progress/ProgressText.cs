using KeyBindingProvider.Core;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>What an event says to a person, in one line; null where it says nothing by itself.</summary>
internal static class ProgressText
{
    public static string? Of(ApplyEvent applyEvent) =>
        applyEvent switch
        {
            ApplyEvent.WaveStarted started => $"wave {started.Wave.Number} of {started.WaveCount}: {Describe(started.Wave)}",
            ApplyEvent.CallSent call =>
                $"  {Verb(call)} {call.Instances.Count} {(call.Instances.Count == 1 ? "instance" : "instances")}{Keys(call)} (request {call.RequestId})",
            ApplyEvent.InstanceEnded { Outcome: { Kind: OutcomeKind.Failed, Problem: { } problem } } => ProblemText.Line(problem),
            ApplyEvent.Notice notice => ProblemText.Line(notice.Problem),
            _ => null,
        };

    private static string Describe(Wave wave) =>
        wave.Kind switch
        {
            WaveKind.Stopped => $"{wave.Changes.Length} that are stopped already",
            WaveKind.Canary => $"canary, {wave.Changes.Length}: {InstanceList.Of(wave.Changes.Select(change => change.Id))}",
            _ => $"{wave.Changes.Length} to be stopped, changed and started",
        };

    private static string Verb(ApplyEvent.CallSent call) =>
        call.Action switch
        {
            CallAction.Stop => call.ForceStop ? "pulling the plug of" : "stopping",
            CallAction.Start => "starting",
            CallAction.Associate => call.ForceStop ? "binding with ForceStop on" : "binding on",
            _ => call.ForceStop ? "unbinding with ForceStop from" : "unbinding from",
        };

    private static string Keys(ApplyEvent.CallSent call) => call.Keys.IsEmpty ? "" : $": {call.Keys}";
}
