using System.Collections.Immutable;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>
/// A value as the engine sends it: a closed set in which unknown, secret and null are values of their own and never folded into another.
/// What is read is written back the same, so that a check can hand a user's inputs on as they are.
/// </summary>
internal abstract record PropertyValue
{
    private PropertyValue() { }

    /// <summary>Null, which is not absent.</summary>
    public sealed record Null : PropertyValue
    {
        public static readonly Null Instance = new();
    }

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : PropertyValue;

    /// <summary>A number.</summary>
    public sealed record Number(double Value) : PropertyValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : PropertyValue;

    /// <summary>Known only once the engine has made something else.</summary>
    public sealed record Unknown : PropertyValue
    {
        public static readonly Unknown Instance = new();
    }

    /// <summary>A value that must not be shown.</summary>
    public sealed record Secret(PropertyValue Value) : PropertyValue;

    /// <summary>A value with the resources that it comes from; no value is an unknown one.</summary>
    public sealed record Output(PropertyValue? Value, bool IsSecret, ImmutableArray<string> Dependencies) : PropertyValue
    {
        public bool Equals(Output? other) =>
            other is not null
            && IsSecret == other.IsSecret
            && Equals(Value, other.Value)
            && Dependencies.AsSpan().SequenceEqual(other.Dependencies.AsSpan());

        public override int GetHashCode() => HashCode.Combine(Value, IsSecret, Dependencies.Length);
    }

    /// <summary>A resource; its id stands for it. The other fields travel along.</summary>
    public sealed record Reference(PropertyValue Id, Map Fields) : PropertyValue;

    /// <summary>An asset, an archive or another kind of object that means nothing here; handed on as it is.</summary>
    public sealed record Opaque(Map Fields) : PropertyValue;

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<PropertyValue> Items) : PropertyValue
    {
        public bool Equals(List? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

        public override int GetHashCode() => Items.Length;
    }

    /// <summary>An object, sorted by name.</summary>
    public sealed record Map(ImmutableSortedDictionary<string, PropertyValue> Entries) : PropertyValue
    {
        public static readonly Map Empty = new(ImmutableSortedDictionary.Create<string, PropertyValue>(StringComparer.Ordinal));

        /// <summary>The value of a property; null when it is absent.</summary>
        public PropertyValue? Find(string name) => Entries.GetValueOrDefault(name);

        public Map With(string name, PropertyValue value) => new(Entries.SetItem(name, value));

        public Map Without(string name) => new(Entries.Remove(name));

        public bool Equals(Map? other) => other is not null && Entries.SequenceEqual(other.Entries);

        public override int GetHashCode() => Entries.Count;
    }

    /// <summary>The value inside secrets and outputs: null, flag, number, text, unknown, list, object, reference or opaque.</summary>
    public PropertyValue Plain =>
        this switch
        {
            Secret { Value: var inner } => inner.Plain,
            Output { Value: var inner } => inner?.Plain ?? Unknown.Instance,
            _ => this,
        };

    /// <summary>Whether it, or anything in it, must not be shown.</summary>
    public bool HoldsSecret =>
        this switch
        {
            Secret or Output { IsSecret: true } => true,
            Output { Value: { } inner } => inner.HoldsSecret,
            List { Items: var items } => items.Any(item => item.HoldsSecret),
            Map { Entries: var entries } => entries.Values.Any(entry => entry.HoldsSecret),
            _ => false,
        };
}
