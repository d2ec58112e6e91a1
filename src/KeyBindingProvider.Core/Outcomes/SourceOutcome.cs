using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Outcomes;

/// <summary>How the change of what starts machines ended.</summary>
/// <param name="Finding">What was planned.</param>
/// <param name="Kind">How; never <see cref="OutcomeKind.Pending"/>.</param>
/// <param name="Now">The source as last read; null when it is gone or was not read.</param>
public sealed record SourceOutcome(SourceFinding Finding, OutcomeKind Kind, KeySource? Now)
{
    /// <summary>What went wrong.</summary>
    public Problem? Problem { get; init; }
}
