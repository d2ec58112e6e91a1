using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class InstanceChangeTests
{
    private static InstanceChange Some() => Change(Keys(1), Keys(2), Keys(1)) with { Resources = ["web"] };

    [Fact]
    public void Equals_ByValueInEveryPart()
    {
        Assert.Equal(Some(), Some());
        InstanceChange[] others =
        [
            Some() with
            {
                Id = Ins(2),
            },
            Some() with
            {
                Bound = Keys(1, 3),
            },
            Some() with
            {
                Declared = Keys(3),
            },
            Some() with
            {
                Remove = KeySet.Empty,
            },
            Some() with
            {
                Revoked = Keys(3),
            },
            Some() with
            {
                Expected = Keys(3),
            },
            Some() with
            {
                Resources = ["other"],
            },
            Some() with
            {
                StopMode = StopMode.Hard,
            },
            Some() with
            {
                AllowKeyless = true,
            },
        ];
        Assert.All(others, other => Assert.NotEqual(Some(), other));
        Assert.False(Some().Equals(null));
    }

    /// <summary>What follows from a change is worked out once and kept; a copy is another change.</summary>
    [Fact]
    public void Copy_ForgetsWhatWasDerived()
    {
        var swap = Change(Keys(1, 9), declared: Keys(2), remove: Keys(1));
        Assert.Equal((Keys(2), Keys(2, 9)), (swap.Add, swap.Want));
        Assert.Null(Lockout.FirstKeylessState(swap));
        Assert.Equal(swap.GetHashCode(), (swap with { Name = "other" }).GetHashCode());

        var removal = swap with { Declared = KeySet.Empty, Remove = Keys(1, 9) };
        Assert.Equal((KeySet.Empty, KeySet.Empty), (removal.Add, removal.Want));
        Assert.NotNull(Lockout.FirstKeylessState(removal));
        Assert.Equal(Change(Keys(1, 9), declared: KeySet.Empty, remove: Keys(1, 9)), removal);
        Assert.Equal((Keys(2), Keys(2, 9)), (swap.Add, swap.Want));
    }

    [Theory]
    [InlineData(5, "ins-00000001, ins-00000002, ins-00000003, ins-00000004, ins-00000005")]
    [InlineData(6, "ins-00000001, ins-00000002, ins-00000003, ins-00000004, ins-00000005 and 1 more")]
    public void InstanceList_NamesFive_AndCountsTheRest(int count, string text) =>
        Assert.Equal(text, InstanceList.Of(Enumerable.Range(1, count).Select(Ins)));

    [Fact]
    public void CallCounts_Total_IsAllFour() => Assert.Equal(1 + 20 + 300 + 4000, new CallCounts(1, 20, 300, 4000).Total);
}
