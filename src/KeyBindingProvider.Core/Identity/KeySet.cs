using System.Collections;

namespace KeyBindingProvider.Core.Identity;

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

    /// <summary>Adds every key to the collection; allocates nothing.</summary>
    internal void AddTo(HashSet<KeyId> keys)
    {
        foreach (var key in _keys)
        {
            keys.Add(key);
        }
    }

    /// <summary>Whether every key of this set is in the other.</summary>
    public bool IsSubsetOf(KeySet other)
    {
        var at = 0;
        foreach (var key in _keys)
        {
            while (at < other._keys.Length && other._keys[at].CompareTo(key) < 0)
            {
                at++;
            }

            if (at == other._keys.Length || other._keys[at] != key)
            {
                return false;
            }
        }

        return true;
    }

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

    /// <summary>One linear merge of two sorted arrays, counted first: often the answer is one of the operands, which then serves as it is.</summary>
    private KeySet Merge(KeySet other, bool keepLeft, bool keepBoth, bool keepRight)
    {
        var both = CountCommon(other);
        var (left, right) = (_keys.Length - both, other._keys.Length - both);
        var keepsBoth = keepBoth || both == 0;
        if (keepsBoth && (keepLeft || left == 0) && !(keepRight && right > 0))
        {
            return this;
        }

        if (keepsBoth && (keepRight || right == 0) && !(keepLeft && left > 0))
        {
            return other;
        }

        var count = (keepLeft ? left : 0) + (keepBoth ? both : 0) + (keepRight ? right : 0);
        if (count == 0)
        {
            return Empty;
        }

        var merged = new KeyId[count];
        var write = 0;
        for (var walk = new Walk(_keys, other._keys); walk.Next(); )
        {
            if (
                walk.Order < 0 ? keepLeft
                : walk.Order == 0 ? keepBoth
                : keepRight
            )
            {
                merged[write++] = walk.Key;
            }
        }

        return new KeySet(merged);
    }

    private int CountCommon(KeySet other)
    {
        var (count, left, right) = (0, 0, 0);
        while (left < _keys.Length && right < other._keys.Length)
        {
            var order = _keys[left].CompareTo(other._keys[right]);
            count += order == 0 ? 1 : 0;
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Visits the keys of two sorted arrays in order, each once, and says in which of them it is.</summary>
    private ref struct Walk(KeyId[] left, KeyId[] right)
    {
        private int _left;
        private int _right;

        /// <summary>The key; none before the first.</summary>
        public KeyId Key { get; private set; } = null!;

        /// <summary>Negative: only left; zero: both; positive: only right.</summary>
        public int Order { get; private set; }

        public bool Next()
        {
            if (_left == left.Length && _right == right.Length)
            {
                return false;
            }

            Order =
                _left == left.Length ? 1
                : _right == right.Length ? -1
                : left[_left].CompareTo(right[_right]);
            Key = Order <= 0 ? left[_left] : right[_right];
            _left += Order <= 0 ? 1 : 0;
            _right += Order >= 0 ? 1 : 0;
            return true;
        }
    }
}
