using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent;

/// <summary>Limits each of which holds; more than one where resources were merged.</summary>
/// <param name="Limits">The limits, counts before percentages.</param>
public readonly record struct LimitSet(ImmutableArray<MaxUnavailable> Limits)
{
    /// <summary>The limits of both.</summary>
    public LimitSet Union(LimitSet other) =>
        new([.. Limits.Union(other.Limits).OrderBy(limit => limit.IsPercent).ThenBy(limit => limit.Value)]);

    /// <inheritdoc/>
    public bool Equals(LimitSet other) => Limits.AsSpan().SequenceEqual(other.Limits.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Limits.Aggregate(0, HashCode.Combine);
}
