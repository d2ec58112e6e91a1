using System.Collections.Immutable;

namespace KeyBindingProvider.Terraform.Cty;

/// <summary>
/// A value of the engine. Null, unknown and known are three states that are never folded into one another: null is what nobody wrote, unknown is what
/// will be known after something else has been applied. Compared by content; sets without regard to order.
/// </summary>
internal abstract record CtyValue
{
    private CtyValue() { }

    /// <summary>Nothing.</summary>
    public static readonly CtyValue Nothing = new Null();

    /// <summary>Not known yet.</summary>
    public static readonly CtyValue NotKnown = new Unknown();

    /// <summary>The set with no element.</summary>
    public static readonly CtyValue EmptySet = new Set([]);

    /// <summary>Nothing.</summary>
    public sealed record Null : CtyValue;

    /// <summary>Not known yet. What the engine says about its limits (refinements) is dropped: it compares plans without them.</summary>
    public sealed record Unknown : CtyValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : CtyValue;

    /// <summary>A number.</summary>
    public sealed record Number(CtyNumber Value) : CtyValue;

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : CtyValue;

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<CtyValue> Items) : CtyValue
    {
        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>A set, in the order in which it came.</summary>
    public sealed record Set(ImmutableArray<CtyValue> Items) : CtyValue
    {
        /// <inheritdoc/>
        public bool Equals(Set? other) => other is not null && Items.ToHashSet().SetEquals(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => 1;
    }

    /// <summary>A map or an object.</summary>
    public sealed record Map(ImmutableSortedDictionary<string, CtyValue> Entries) : CtyValue
    {
        /// <summary>The value of an attribute; nothing when there is no such attribute.</summary>
        public CtyValue this[string name] => Entries.GetValueOrDefault(name, Nothing);

        /// <summary>The same with one attribute replaced.</summary>
        public Map With(string name, CtyValue value) => new(Entries.SetItem(name, value));

        /// <summary>Builds one.</summary>
        public static Map Of(params IEnumerable<(string Name, CtyValue Value)> entries)
        {
            var map = ImmutableSortedDictionary.CreateBuilder<string, CtyValue>(StringComparer.Ordinal);
            foreach (var (name, value) in entries)
            {
                map[name] = value;
            }

            return new Map(map.ToImmutable());
        }

        /// <inheritdoc/>
        public bool Equals(Map? other) => other is not null && Entries.SequenceEqual(other.Entries);

        /// <inheritdoc/>
        public override int GetHashCode() => Entries.Count;
    }

    /// <summary>A text, or nothing.</summary>
    public static CtyValue OfText(string? value) => value is null ? Nothing : new Text(value);

    /// <summary>A set of texts, in the order given.</summary>
    public static CtyValue OfTexts(IEnumerable<string> values) => new Set([.. values.Select(value => (CtyValue)new Text(value))]);

    /// <summary>Whether nothing in it is unknown.</summary>
    public bool IsWhollyKnown =>
        this switch
        {
            Unknown => false,
            List list => list.Items.All(item => item.IsWhollyKnown),
            Set set => set.Items.All(item => item.IsWhollyKnown),
            Map map => map.Entries.Values.All(item => item.IsWhollyKnown),
            _ => true,
        };

    /// <summary>The text, or null for anything else.</summary>
    public string? AsText => (this as Text)?.Value;
}
