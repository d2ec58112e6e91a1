using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Recovery;

/// <summary>A window that a run has noted in its journal before the stop, and that it has not closed (rule <c>journal</c>).</summary>
/// <param name="Region">The region.</param>
/// <param name="Id">The instance.</param>
/// <param name="OpenedAt">When the stop was about to be sent, in UTC, such as 2026-01-02T03:04:05Z.</param>
/// <param name="Age">How long ago something was noted of it last.</param>
public sealed record OpenWindow(string Region, InstanceId Id, string OpenedAt, TimeSpan Age)
{
    /// <summary>RequestIds of the answers to what the run sent.</summary>
    public ImmutableHashSet<string> Requests { get; init; } = [];

    /// <summary>API actions that were sent and whose answer nobody has noted.</summary>
    public ImmutableHashSet<string> Unanswered { get; init; } = [];

    /// <summary>The API action that was sent last; empty for none.</summary>
    public string LastSent { get; init; } = "";

    /// <summary>Whether the run is alive: it has the machine in its hands.</summary>
    public bool IsAlive { get; init; }

    /// <summary>Whether an operation is one whose answer the run has noted.</summary>
    public bool Sent(LatestOperation operation) => operation.RequestId.Length > 0 && Requests.Contains(operation.RequestId);

    /// <summary>Whether an operation is one of the run's, or may be the one that was on its way when it ended.</summary>
    public bool MayHaveSent(LatestOperation operation) => Sent(operation) || Unanswered.Contains(operation.Name);
}
