using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Progress;

/// <summary>Receives what an apply is doing, for people. Called on the engine's own flow: it must return quickly and never throw.</summary>
public interface IApplyProgress
{
    /// <summary>One thing happened.</summary>
    void Report(ApplyEvent applyEvent);
}

/// <summary>What is waited for.</summary>
public enum WaitGoal
{
    /// <summary>To read STOPPED.</summary>
    Stopped,

    /// <summary>To read the keys that are wanted.</summary>
    Keys,

    /// <summary>To read RUNNING again.</summary>
    Running,
}

/// <summary>Something that happened during an apply.</summary>
public abstract record ApplyEvent
{
    private ApplyEvent() { }

    /// <summary>The plan is made and will be followed.</summary>
    public sealed record Planned(Plan Plan) : ApplyEvent;

    /// <summary>A wave begins with these instances.</summary>
    public sealed record WaveStarted(Rollout Rollout, Wave Wave, int WaveCount) : ApplyEvent;

    /// <summary>A write was accepted by the service.</summary>
    public sealed record CallSent(
        CallAction Action,
        IReadOnlyCollection<InstanceId> Instances,
        KeySet Keys,
        bool ForceStop,
        string RequestId
    ) : ApplyEvent;

    /// <summary>Waiting: <see cref="Done"/> of <see cref="Total"/> instances have reached <see cref="Goal"/>.</summary>
    public sealed record Waiting(WaitGoal Goal, int Done, int Total, TimeSpan Elapsed) : ApplyEvent;

    /// <summary>What starts machines was given other keys, or not.</summary>
    public sealed record SourceEnded(SourceOutcome Outcome) : ApplyEvent;

    /// <summary>An instance ended.</summary>
    public sealed record InstanceEnded(InstanceOutcome Outcome) : ApplyEvent;

    /// <summary>A wave ended.</summary>
    public sealed record WaveEnded(Rollout Rollout, Wave Wave) : ApplyEvent;

    /// <summary>Something that a person should read now.</summary>
    public sealed record Notice(Problem Problem) : ApplyEvent;
}
