using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Planning;

/// <summary>A source that names a key which must open nothing.</summary>
/// <param name="Source">The source as it was read.</param>
/// <param name="Given">Revoked keys that its next machine gets; empty where only other versions name one.</param>
/// <param name="Resources">Names of the revocations.</param>
/// <param name="To">What its keys become; null where it is left as it is.</param>
public sealed record SourceFinding(KeySource Source, KeySet Given, ImmutableArray<string> Resources, KeySet? To)
{
    /// <summary>Why it is left as it is although it is to be rewritten, as a clause, or null.</summary>
    public string? WhyFixed { get; init; }

    /// <summary>The version that becomes the default where an earlier run made it; null where nothing is rewritten, or a version has to be made.</summary>
    public PreparedVersion? Prepared => To is { } to ? Source.PreparedWith(to) : null;

    /// <summary>Revoked keys that its next machine gets whatever is planned.</summary>
    public KeySet ComingBack => Given.Intersect(To ?? Source.Keys);

    /// <inheritdoc/>
    public bool Equals(SourceFinding? other) =>
        other is not null
        && Source == other.Source
        && Given.Equals(other.Given)
        && Equals(To, other.To)
        && WhyFixed == other.WhyFixed
        && Resources.SequenceEqual(other.Resources);

    /// <inheritdoc/>
    public override int GetHashCode() => Source.GetHashCode();
}
