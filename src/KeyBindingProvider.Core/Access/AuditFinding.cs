using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Access;

/// <summary>What an audit can be made to fail on.</summary>
public enum AuditFinding
{
    /// <summary>A machine that no key opens.</summary>
    Keyless,

    /// <summary>A machine without a pinned key.</summary>
    PinnedMissing,

    /// <summary>A pair whose access has ended and that is bound still.</summary>
    Expired,
}

/// <summary>The names of findings.</summary>
public static class AuditFindings
{
    /// <summary>Each finding with the word that a user writes for it.</summary>
    public static ImmutableArray<(AuditFinding Finding, string Word)> All { get; } =
    [(AuditFinding.Keyless, "keyless"), (AuditFinding.PinnedMissing, "pinned-missing"), (AuditFinding.Expired, "expired")];
}
