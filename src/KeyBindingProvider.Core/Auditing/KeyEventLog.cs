using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Auditing;

/// <summary>What was read of the audit log of an account, in no order that is promised.</summary>
/// <param name="Events">Accepted calls that bound or unbound keys.</param>
/// <param name="From">Where the time begins that was asked for.</param>
/// <param name="Until">Where it ends. The log is some minutes late: what happened just before is not in it yet.</param>
public sealed record KeyEventLog(ImmutableArray<KeyEvent> Events, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Since when nothing is missing but what is not visible yet: later than <see cref="From"/> where the log held more than is read of it.</summary>
    public DateTimeOffset WholeFrom { get; init; } = From;

    /// <summary>Events of the two actions of which cannot be read when they were, or what they named.</summary>
    public int Unreadable { get; init; }
}
