using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Everything of a change but whose it is. Instances with the same keys, of which the same is wanted, share one: a fleet of hundreds of thousands has a few
/// thousand of them, and what follows from one is worked out once, when it is first asked for.
/// </summary>
internal sealed record ChangeTerms
{
    /// <summary>Nothing is bound, and nothing is wanted.</summary>
    public static readonly ChangeTerms None = new();

    private KeySet? _add;
    private KeySet? _want;
    private KeylessState? _keyless;
    private int _hash;

    /// <summary>The same as <see cref="None"/>, to be filled in.</summary>
    public ChangeTerms() { }

    // A copy is made to be changed: what was worked out for the original does not hold for it.
    private ChangeTerms(ChangeTerms other)
    {
        Bound = other.Bound;
        Declared = other.Declared;
        Remove = other.Remove;
        Revoked = other.Revoked;
        Expected = other.Expected;
        AllowKeyless = other.AllowKeyless;
        StopMode = other.StopMode;
        MustStart = other.MustStart;
        Resources = other.Resources;
    }

    /// <inheritdoc cref="InstanceChange.Bound"/>
    public KeySet Bound { get; init; } = KeySet.Empty;

    /// <inheritdoc cref="InstanceChange.Declared"/>
    public KeySet Declared { get; init; } = KeySet.Empty;

    /// <inheritdoc cref="InstanceChange.Remove"/>
    public KeySet Remove { get; init; } = KeySet.Empty;

    /// <inheritdoc cref="InstanceChange.Revoked"/>
    public KeySet Revoked { get; init; } = KeySet.Empty;

    /// <inheritdoc cref="InstanceChange.Expected"/>
    public KeySet Expected { get; init; } = KeySet.Empty;

    /// <inheritdoc cref="InstanceChange.AllowKeyless"/>
    public bool AllowKeyless { get; init; }

    /// <inheritdoc cref="InstanceChange.StopMode"/>
    public StopMode StopMode { get; init; }

    /// <inheritdoc cref="InstanceChange.MustStart"/>
    public bool MustStart { get; init; }

    /// <inheritdoc cref="InstanceChange.Resources"/>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <inheritdoc cref="InstanceChange.Add"/>
    public KeySet Add => _add ??= Declared.Except(Bound);

    /// <inheritdoc cref="InstanceChange.Want"/>
    public KeySet Want => _want ??= WantFrom(Bound);

    /// <inheritdoc cref="Lockout.FirstKeylessState"/>
    public BindReading? FirstKeylessState => (_keyless ??= new KeylessState(Lockout.FindKeylessState(this))).Under;

    /// <inheritdoc cref="InstanceChange.WantFrom"/>
    public KeySet WantFrom(KeySet read) => read.Except(Remove).Except(Revoked).Union(Declared);

    /// <inheritdoc/>
    public bool Equals(ChangeTerms? other) =>
        other is not null
        && (
            ReferenceEquals(this, other)
            || (
                (StopMode, AllowKeyless, MustStart) == (other.StopMode, other.AllowKeyless, other.MustStart)
                && Bound.Equals(other.Bound)
                && Declared.Equals(other.Declared)
                && Remove.Equals(other.Remove)
                && Revoked.Equals(other.Revoked)
                && Expected.Equals(other.Expected)
                && (Resources == other.Resources || Resources.SequenceEqual(other.Resources))
            )
        );

    /// <inheritdoc/>
    public override int GetHashCode() => _hash != 0 ? _hash : _hash = Hash();

    private int Hash()
    {
        var hash = new HashCode();
        hash.Add(Bound);
        hash.Add(Declared);
        hash.Add(Remove);
        hash.Add(StopMode);
        // All of them: thousands of resources may want the same of an instance each.
        foreach (var resource in Resources)
        {
            hash.Add(resource);
        }

        return hash.ToHashCode();
    }

    /// <summary>An answer that may be null, so that it is known whether it has been given.</summary>
    private sealed record KeylessState(BindReading? Under);
}
