using System.Collections.Immutable;

namespace KeyBindingProvider.Terraform.Cty;

/// <summary>The types of Terraform's values that schemas of ours use. Tuples and dynamic values are not among them: no attribute has one.</summary>
internal abstract record CtyType
{
    private CtyType() { }

    /// <summary>A text.</summary>
    public static readonly CtyType Text = new Primitive("string");

    /// <summary>A number.</summary>
    public static readonly CtyType Number = new Primitive("number");

    /// <summary>True or false.</summary>
    public static readonly CtyType Flag = new Primitive("bool");

    /// <summary>A primitive type, named as the engine names it.</summary>
    public sealed record Primitive(string Name) : CtyType;

    /// <summary>A sequence in order.</summary>
    public sealed record List(CtyType Element) : CtyType;

    /// <summary>A set: no order, no duplicates.</summary>
    public sealed record Set(CtyType Element) : CtyType;

    /// <summary>Any names, one type.</summary>
    public sealed record Map(CtyType Element) : CtyType;

    /// <summary>Fixed names, each with its type; every one of them is always there.</summary>
    public sealed record Object(ImmutableSortedDictionary<string, CtyType> Attributes) : CtyType
    {
        /// <summary>An object type of these attributes.</summary>
        public static Object Of(params IEnumerable<(string Name, CtyType Type)> attributes) =>
            new(attributes.ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Type, StringComparer.Ordinal));

        /// <inheritdoc/>
        public bool Equals(Object? other) => other is not null && Attributes.SequenceEqual(other.Attributes);

        /// <inheritdoc/>
        public override int GetHashCode() => Attributes.Count;
    }
}
