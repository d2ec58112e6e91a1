using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Sources;

/// <summary>What of a kind could not be looked at, and why: nothing is known of it.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Why">Why, as a clause.</param>
public sealed record SourceGap(KeySourceKind Kind, string Why);

/// <summary>What was found in a region that gives one of some keys to a later machine (rule <c>key-sources</c>).</summary>
/// <param name="Asked">The keys that were looked for.</param>
/// <param name="Found">Sources that name one of them, ordered by kind and id.</param>
/// <param name="Looked">How many of each kind were looked at.</param>
/// <param name="Gaps">What could not be looked at.</param>
public sealed record KeySources(
    KeySet Asked,
    ImmutableArray<KeySource> Found,
    ImmutableSortedDictionary<KeySourceKind, int> Looked,
    ImmutableArray<SourceGap> Gaps
)
{
    /// <inheritdoc/>
    public bool Equals(KeySources? other) =>
        other is not null
        && Asked.Equals(other.Asked)
        && Found.SequenceEqual(other.Found)
        && Looked.SequenceEqual(other.Looked)
        && Gaps.SequenceEqual(other.Gaps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Found.Length, Gaps.Length);
}
