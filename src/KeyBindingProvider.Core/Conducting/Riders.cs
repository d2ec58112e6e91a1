using System.Collections;
using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>The demands on one instance, oldest first; compared by value, so that two equal runs are equal.</summary>
public readonly struct Riders(ImmutableArray<Demand> demands) : IReadOnlyList<Demand>, IEquatable<Riders>
{
    private readonly ImmutableArray<Demand> _demands = demands;

    private ImmutableArray<Demand> All => _demands.IsDefault ? [] : _demands;

    /// <inheritdoc/>
    public int Count => All.Length;

    /// <inheritdoc/>
    public Demand this[int index] => All[index];

    /// <summary>The same with one more, at its age.</summary>
    public Riders With(Demand demand)
    {
        var at = All.Length;
        while (at > 0 && All[at - 1].Ask > demand.Ask)
        {
            at--;
        }

        return new(All.Insert(at, demand));
    }

    /// <summary>The same with each changed.</summary>
    public Riders Select(Func<Demand, Demand> change)
    {
        var changed = ImmutableArray.CreateBuilder<Demand>(Count);
        foreach (var demand in All)
        {
            changed.Add(change(demand));
        }

        return new(changed.MoveToImmutable());
    }

    /// <summary>Visits them without allocating.</summary>
    public ImmutableArray<Demand>.Enumerator GetEnumerator() => All.GetEnumerator();

    IEnumerator<Demand> IEnumerable<Demand>.GetEnumerator() => ((IEnumerable<Demand>)All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)All).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Riders other) => All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Riders other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var demand in All)
        {
            hash.Add(demand);
        }

        return hash.ToHashCode();
    }

    /// <summary>Equal by value.</summary>
    public static bool operator ==(Riders left, Riders right) => left.Equals(right);

    /// <summary>Not equal by value.</summary>
    public static bool operator !=(Riders left, Riders right) => !left.Equals(right);
}
