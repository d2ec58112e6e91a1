using CsCheck;
using KeyBindingProvider.Core.Identity;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class KeySetTests
{
    private static readonly Gen<int[]> Numbers = Gen.Int[0, 12].Array[0, 14];

    [Fact]
    public void Of_AnyOrderWithDuplicates_IsSortedAndDistinct() =>
        Numbers.Sample(numbers =>
            Assert.Equal(
                numbers.Distinct().Order().Select(Key),
                numbers.Length % 2 == 0 ? Keys(numbers) : KeySet.Of([.. numbers.Select(Key)])
            )
        );

    [Fact]
    public void Algebra_AgainstHashSet_Agrees() =>
        Gen.Select(Numbers, Numbers)
            .Sample(
                (a, b) =>
                {
                    var (left, right) = (Keys(a), Keys(b));
                    AssertSame(a.Union(b), left.Union(right));
                    AssertSame(a.Except(b), left.Except(right));
                    AssertSame(a.Intersect(b), left.Intersect(right));
                    Assert.Equal(new HashSet<int>(a).IsSubsetOf(b), left.IsSubsetOf(right));
                    Assert.Equal(new HashSet<int>(a).SetEquals(b), left.Equals(right));
                    Assert.All(Enumerable.Range(0, 13), n => Assert.Equal(a.Contains(n), left.Contains(Key(n))));
                    // The operands are never written to.
                    AssertSame(a, left);
                    AssertSame(b, right);
                }
            );

    [Fact]
    public void Equals_SameContent_HasSameHashAndComparesAsZero() =>
        Gen.Select(Numbers, Numbers)
            .Sample(
                (a, b) =>
                {
                    var (left, right) = (Keys(a), Keys([.. b.Where(n => n < 3)]));
                    Assert.Equal(left.Equals(right), left.CompareTo(right) == 0);
                    Assert.Equal(Math.Sign(left.CompareTo(right)), -Math.Sign(right.CompareTo(left)));
                    Assert.Equal(Keys(a).GetHashCode(), Keys([.. a.Reverse()]).GetHashCode());
                    Assert.True(left.Equals((object)Keys(a)));
                }
            );

    [Fact]
    public void Of_CallersArray_IsNotShared()
    {
        KeyId[] keys = [Key(2), Key(1)];
        var set = KeySet.Of(keys);
        keys[0] = Key(9);
        Assert.Equal(Keys(1, 2), set);
        Assert.Equal(Key(9), keys[0]);
    }

    [Fact]
    public void CompareTo_PrefixAndNull_OrdersThemFirst()
    {
        Assert.True(Keys(1).CompareTo(Keys(1, 2)) < 0);
        Assert.True(Keys(1, 9).CompareTo(Keys(2)) < 0);
        Assert.True(KeySet.Empty.CompareTo(null) > 0);
        Assert.False(KeySet.Empty.Equals(null));
    }

    [Fact]
    public void ToString_Keys_ListsThemSorted() => Assert.Equal("skey-00000001, skey-00000002", Keys(2, 1).ToString());

    private static void AssertSame(IEnumerable<int> expected, KeySet actual) =>
        Assert.Equal(expected.Distinct().Order().Select(Key), actual);
}
