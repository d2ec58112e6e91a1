using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Harness.Running;

/// <summary>One operation of a process: what it was asked for, what it told, and how it ended, if it did.</summary>
internal sealed class CaseOperation(IReadOnlyList<ResourceIntent> intents, TimeProvider time, int? diskFullAfter) : IApplyProgress
{
    private readonly List<(InstanceId Id, DateTimeOffset At)> _takenDown = [];
    private int _told;

    /// <summary>What it was asked for.</summary>
    public IReadOnlyList<ResourceIntent> Intents { get; } = intents;

    /// <summary>Null when it could not even read, so that nothing was begun, and when its process died.</summary>
    public ApplyReport? Outcome { get; set; }

    /// <summary>The plan that it began; null when it was refused or could not read.</summary>
    public Plan? Plan { get; private set; }

    /// <summary>Which instances it took down by a call that was answered, and when it had the answer.</summary>
    public IReadOnlyList<(InstanceId Id, DateTimeOffset At)> TakenDown => _takenDown;

    /// <summary>How often whom it told had no room on its disk.</summary>
    public int Untold { get; private set; }

    public void Report(ApplyEvent applyEvent)
    {
        if (applyEvent is ApplyEvent.Planned planned)
        {
            Plan = planned.Plan;
        }
        else if (applyEvent is ApplyEvent.CallSent sent && (sent.Action == CallAction.Stop || sent.ForceStop))
        {
            _takenDown.AddRange(sent.Instances.Select(id => (id, time.GetUtcNow())));
        }

        if (++_told > diskFullAfter)
        {
            Untold++;
            throw new IOException("No space left on device");
        }
    }
}
