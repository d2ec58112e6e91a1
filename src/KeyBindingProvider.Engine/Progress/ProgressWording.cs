using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Progress;

/// <summary>Words for what an apply is doing, the same in every face.</summary>
public static class ProgressWording
{
    /// <summary><c>wave 2 of 5</c>.</summary>
    public static string Number(ApplyEvent.WaveStarted started)
    {
        ArgumentNullException.ThrowIfNull(started);
        return $"wave {started.Wave.Number} of {started.WaveCount}";
    }

    /// <summary><c>canary, 1 to be stopped, changed and started</c>.</summary>
    public static string Of(Wave wave)
    {
        ArgumentNullException.ThrowIfNull(wave);
        return wave.Kind switch
        {
            WaveKind.Stopped => $"{wave.Changes.Length} that {Grammar.Is(wave.Changes.Length)} stopped already",
            WaveKind.Canary => $"canary, {wave.Changes.Length} to be stopped, changed and started",
            _ => $"{wave.Changes.Length} to be stopped, changed and started",
        };
    }

    /// <summary><c>stopping 2 instances</c>.</summary>
    public static string Doing(ApplyEvent.CallSent call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return $"{Verb(call)} {Grammar.Instances(call.Instances.Count)}";
    }

    /// <summary>The state as the console shows it.</summary>
    public static string Of(WaitGoal goal) =>
        goal switch
        {
            WaitGoal.Stopped => "STOPPED",
            WaitGoal.Keys => "keys",
            _ => "RUNNING",
        };

    /// <summary>As many clauses of a line, from its beginning, as fit.</summary>
    /// <param name="line">Clauses with commas between them, what matters first.</param>
    /// <param name="longest">Most characters.</param>
    public static string Fitting(string line, int longest)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Length <= longest)
        {
            return line;
        }

        var end = line.LastIndexOf(", ", longest, StringComparison.Ordinal);
        return line[..(end > 0 ? end : longest)];
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
}
