using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Auditing;

/// <summary>One accepted StopInstances, as the audit log has it.</summary>
/// <param name="At">When, by the log, to the second.</param>
/// <param name="RequestId">RequestId of the call, which a machine that it stopped keeps as its last operation's.</param>
/// <param name="User">Name of the user; <c>root</c> for the main account, <c>roleUser</c> for a role; may be empty.</param>
public sealed record StopEvent(DateTimeOffset At, string RequestId, UntrustedText User);

/// <summary>What was read of the audit log about stops, in no order that is promised.</summary>
/// <param name="Events">Accepted calls.</param>
/// <param name="From">Where the time begins that was asked for.</param>
/// <param name="WholeFrom">Since when nothing is missing but what is not visible yet: later than <paramref name="From"/> where the log held more than is read of it.</param>
public sealed record StopEventLog(ImmutableArray<StopEvent> Events, DateTimeOffset From, DateTimeOffset WholeFrom)
{
    /// <summary>Whether nothing of the time that was asked for is missing.</summary>
    public bool IsWhole => WholeFrom <= From;

    /// <summary>That the log holds more than was read.</summary>
    public Problem NotWhole() =>
        Problem.Warning(
            ProblemCodes.AuditLogNotRead,
            $"The log holds more stops than are read of it: what was stopped before {WhoText.Time(WholeFrom)} is not listed."
        ) with
        {
            Remedy = "Ask for a shorter time, or leave --since away.",
        };

    /// <summary>The call with a RequestId; null where the log does not have it, and for the empty one, which names no call.</summary>
    public StopEvent? Find(string requestId) => requestId.Length == 0 ? null : Events.FirstOrDefault(stop => stop.RequestId == requestId);
}
