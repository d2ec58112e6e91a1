using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Recovery;

/// <summary>One machine that was found, and what it is.</summary>
/// <param name="Id">The instance.</param>
/// <param name="State">What it is.</param>
/// <param name="Sources">By what it was found.</param>
public sealed record RecoverCandidate(InstanceId Id, RecoverState State, ImmutableArray<RecoverSource> Sources)
{
    /// <summary>As it was seen; null where the service does not know it here.</summary>
    public InstanceSnapshot? Instance { get; init; }

    /// <summary>When a run noted its stop, in UTC; null where none has.</summary>
    public string? OpenedAt { get; init; }

    /// <summary>The call that stopped it; null where the audit log was not asked, or does not have it.</summary>
    public StopEvent? Stop { get; init; }

    /// <summary>Whether a marker of nobody who lives is on a machine that is up, or comes up.</summary>
    public bool HasOldMark => State is RecoverState.Running or RecoverState.LeftDown && Instance is { Marker: not RestartMark.None };

    /// <summary>Whether something goes on that is over soon, so that waiting for it tells more.</summary>
    public bool IsBusy =>
        State == RecoverState.Unsettled
        && Instance is { IsUnreadable: false } instance
        && (instance.LatestOperation.IsOperating || (instance.State != PowerState.Running && instance.State != PowerState.Stopped));

    /// <summary>Whether nothing of ours is left here, so that its entry in the journal may go.</summary>
    public bool IsSettled => State is RecoverState.Running or RecoverState.StoppedByAnother;
}
