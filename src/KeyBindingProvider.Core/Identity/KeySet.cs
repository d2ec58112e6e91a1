using System.Collections;

namespace KeyBindingProvider.Core;

/// <summary>
/// An immutable set of key ids, sorted ordinally, compared by value: two instances that need the same keys have equal sets,
/// which is what calls are grouped by.
/// </summary>
public sealed class KeySet : IReadOnlyList<KeyId>, IEquatable<KeySet>, IComparable<KeySet>
{
    /// <summary>The set with no key.</summary>
    public static readonly KeySet Empty = new([]);

    private readonly KeyId[] _keys;
    private readonly int _hash;

    private KeySet(KeyId[] sorted)
    {
        _keys = sorted;
        var hash = new HashCode();
        foreach (var key in sorted)
        {
            hash.Add(key);
        }

        _hash = hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <summary>True when there is no key in the set.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <inheritdoc/>
    public KeyId this[int index] => _keys[index];

    /// <summary>Builds a set; order does not matter and duplicates collapse.</summary>
    public static KeySet Of(IEnumerable<KeyId> keys)
    {
        var array = keys.ToArray();
        if (array.Length == 0)
        {
            return Empty;
        }

        Array.Sort(array);
        var write = 1;
        for (var read = 1; read < array.Length; read++)
        {
            if (array[read] != array[write - 1])
            {
                array[write++] = array[read];
            }
        }

        return new KeySet(write == array.Length ? array : array[..write]);
    }

    /// <summary>Builds a set from the given keys.</summary>
    public static KeySet Of(params ReadOnlySpan<KeyId> keys) => Of(keys.ToArray().AsEnumerable());

    /// <summary>Whether the key is in the set.</summary>
    public bool Contains(KeyId key) => Array.BinarySearch(_keys, key) >= 0;

    /// <summary>Whether every key of this set is in the other.</summary>
    public bool IsSubsetOf(KeySet other) => Except(other).IsEmpty;

    /// <summary>Keys in either set.</summary>
    public KeySet Union(KeySet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other))
        {
            return this;
        }

        return IsEmpty ? other : Merge(other, keepLeft: true, keepBoth: true, keepRight: true);
    }

    /// <summary>Keys in this set that are not in the other.</summary>
    public KeySet Except(KeySet other) => IsEmpty || other.IsEmpty ? this : Merge(other, keepLeft: true, keepBoth: false, keepRight: false);

    /// <summary>Keys in both sets.</summary>
    public KeySet Intersect(KeySet other) =>
        IsEmpty || other.IsEmpty ? Empty : Merge(other, keepLeft: false, keepBoth: true, keepRight: false);

    /// <inheritdoc/>
    public bool Equals(KeySet? other) =>
        other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _keys.AsSpan().SequenceEqual(other._keys)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeySet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(KeySet? other) => other is null ? 1 : _keys.AsSpan().SequenceCompareTo(other._keys);

    /// <inheritdoc/>
    public IEnumerator<KeyId> GetEnumerator() => ((IEnumerable<KeyId>)_keys).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _keys);

    /// <summary>One linear merge of two sorted arrays; returns this very instance when nothing changes, to spare allocations.</summary>
    private KeySet Merge(KeySet other, bool keepLeft, bool keepBoth, bool keepRight)
    {
        var left = _keys;
        var right = other._keys;
        var merged = new KeyId[left.Length + right.Length];
        int l = 0,
            r = 0,
            count = 0;
        while (l < left.Length || r < right.Length)
        {
            var order =
                l == left.Length ? 1
                : r == right.Length ? -1
                : left[l].CompareTo(right[r]);
            var key = order <= 0 ? left[l] : right[r];
            if (
                order < 0 ? keepLeft
                : order == 0 ? keepBoth
                : keepRight
            )
            {
                merged[count++] = key;
            }

            l += order <= 0 ? 1 : 0;
            r += order >= 0 ? 1 : 0;
        }

        if (count == left.Length && merged.AsSpan(0, count).SequenceEqual(left))
        {
            return this;
        }

        return count == 0 ? Empty : new KeySet(merged[..count]);
    }
}
