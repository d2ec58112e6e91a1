using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent;

/// <summary>Values of a policy by field. Which fields there are is told by the table that it was made with.</summary>
internal sealed class PolicyValues : IEquatable<PolicyValues>
{
    private readonly ImmutableArray<PolicyField> _fields;
    private readonly ImmutableArray<object?> _values;

    private PolicyValues(ImmutableArray<PolicyField> fields, ImmutableArray<object?> values) => (_fields, _values) = (fields, values);

    /// <summary>One value a field.</summary>
    public static PolicyValues Of(ImmutableArray<PolicyField> fields, Func<PolicyField, object?> valueOf) =>
        new(fields, [.. fields.Select(valueOf)]);

    /// <summary>All fields with their values, in the order of the table.</summary>
    public IEnumerable<(PolicyField Field, object? Value)> All => _fields.Zip(_values);

    /// <summary>The value of a field, null where there is none.</summary>
    public T? Get<T>(PolicyField<T> field)
        where T : struct => (T?)Find(field);

    /// <summary>The same with another value for a field.</summary>
    public PolicyValues With(PolicyField field, object? value) =>
        IndexOf(field) is >= 0 and var index ? new(_fields, _values.SetItem(index, value)) : new(_fields.Add(field), _values.Add(value));

    /// <summary>The value of a field of this and of the other as one, for every field of either.</summary>
    public PolicyValues Combine(PolicyValues other, Func<PolicyField, object?, object?, object?> combine) =>
        Of(_fields == other._fields ? _fields : [.. _fields.Union(other._fields)], field => combine(field, Find(field), other.Find(field)));

    /// <inheritdoc/>
    public bool Equals(PolicyValues? other) =>
        other is not null && (_fields == other._fields || _fields.SequenceEqual(other._fields)) && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PolicyValues);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private object? Find(PolicyField field) => IndexOf(field) is >= 0 and var index ? _values[index] : null;

    private int IndexOf(PolicyField field)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            if (ReferenceEquals(_fields[i], field))
            {
                return i;
            }
        }

        return -1;
    }
}
