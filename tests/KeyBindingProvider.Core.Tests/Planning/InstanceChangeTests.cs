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

    [Theory]
    [InlineData(5, "ins-00000001, ins-00000002, ins-00000003, ins-00000004, ins-00000005")]
    [InlineData(6, "ins-00000001, ins-00000002, ins-00000003, ins-00000004, ins-00000005 and 1 more")]
    public void InstanceList_NamesFive_AndCountsTheRest(int count, string text) =>
        Assert.Equal(text, InstanceList.Of(Enumerable.Range(1, count).Select(Ins)));

    [Fact]
    public void CallCounts_Total_IsAllFour() => Assert.Equal(1 + 20 + 300 + 4000, new CallCounts(1, 20, 300, 4000).Total);
}
