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
            ApplyEvent.WaveStarted started => $"wave {started.Wave.Number} of {started.WaveCount}: {Describe(started.Wave, listed)}",
            ApplyEvent.CallSent call => $"  {Doing(call)}{Keys(call)} (request {call.RequestId})",
            ApplyEvent.InstanceEnded { Outcome: { Kind: OutcomeKind.Failed, Problem: { } problem } } => ProblemText.Line(problem),
            ApplyEvent.SourceEnded ended => SourceWording.Of(ended.Outcome),
            ApplyEvent.Notice notice => ProblemText.Line(notice.Problem),
            _ => null,
        };

    /// <summary><c>stopping 2 instances</c>.</summary>
    public static string Doing(ApplyEvent.CallSent call) => $"{Verb(call)} {Grammar.Instances(call.Instances.Count)}";

    /// <summary>The state as the console shows it.</summary>
    public static string Of(WaitGoal goal) =>
        goal switch
        {
            WaitGoal.Stopped => "STOPPED",
            WaitGoal.Keys => "keys",
            _ => "RUNNING",
        };

    private static string Describe(Wave wave, int listed)
    {
        var ids = string.Join(", ", wave.Changes.Take(listed).Select(change => change.Id));
        var more = wave.Changes.Length > listed ? $" and {wave.Changes.Length - listed} more" : "";
        return wave.Kind switch
        {
            WaveKind.Stopped => $"{wave.Changes.Length} that {Grammar.Is(wave.Changes.Length)} stopped already",
            WaveKind.Canary => $"canary, {wave.Changes.Length} to be stopped, changed and started: {ids}{more}",
            _ => $"{wave.Changes.Length} to be stopped, changed and started: {ids}{more}",
        };
    }

    private static string Verb(ApplyEvent.CallSent call) =>
        call.Action switch
        {
            CallAction.Stop => call.ForceStop ? "pulling the plug of" : "stopping",
            CallAction.Start => "starting",
            CallAction.Associate => call.ForceStop ? "binding with ForceStop on" : "binding on",
            CallAction.Disassociate => call.ForceStop ? "unbinding with ForceStop from" : "unbinding from",
            _ => throw CallActions.Unknown(call.Action),
        };

    private static string Keys(ApplyEvent.CallSent call) => call.Keys.IsEmpty ? "" : $": {call.Keys}";
}
