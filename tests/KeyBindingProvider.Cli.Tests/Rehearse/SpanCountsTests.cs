using KeyBindingProvider.Cli.Rehearse;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Simulator.Judging;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Rehearse;

/// <summary>What a rehearsal counts, on spans that are written down.</summary>
public class SpanCountsTests
{
    private const string One = "ins-00000001";

    private static readonly DateTimeOffset Zero = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Spans_ThatTouch_DoNotOverlap()
    {
        Assert.Equal(1, SpanCounts.MostAtOnce([Of("a", 0, 5), Of("b", 5, 9)]));
        Assert.Equal(2, SpanCounts.MostAtOnce([Of("a", 0, 5), Of("b", 4, 9), Of("c", 5, 6)]));
        Assert.Equal(0, SpanCounts.MostAtOnce([]));
    }

    [Fact]
    public void Longest_OfEquals_IsTheFirstById()
    {
        Assert.Equal(
            new WorstSpan(TimeSpan.FromSeconds(5), InstanceId.FromService("a")),
            SpanCounts.Longest([Of("b", 0, 5), Of("a", 3, 8)])
        );
        Assert.Equal(WorstSpan.None, SpanCounts.Longest([]));
    }

    /// <summary>1 goes at 2, 2 comes at 7: without any key for 5 s. 2 alone is declared, and it was not there before.</summary>
    [Fact]
    public void Swap_ThatUnbindsFirst_IsKeylessInBetween()
    {
        Assert.Equal([Of(One, 2, 7)], Without(null, [Came(2, 7)], [Went(1, 2)]));
        Assert.Empty(Without(Keys(2), [Came(2, 7)], [Went(1, 2)]));
    }

    [Fact]
    public void Swap_ThatBindsFirst_IsNeverKeyless() => Assert.Empty(Without(null, [Came(2, 2)], [Went(1, 7)]));

    /// <summary>A bind that replaces.</summary>
    [Fact]
    public void Swap_AtOneInstant_IsNeverKeyless() => Assert.Empty(Without(null, [Came(2, 2)], [Went(1, 2)]));

    /// <summary>A key of others comes: some key, but none of the program's.</summary>
    [Fact]
    public void DeclaredKey_ThatIsLost_CountsUntilOneIsBackOrTheEnd()
    {
        Assert.Equal([Of(One, 2, 9)], Without(Keys(1), [Came(3, 2), Came(1, 9)], [Went(1, 2)]));
        Assert.Equal([Of(One, 2, 100)], Without(Keys(1), [Came(3, 2)], [Went(1, 2)]));
        Assert.Empty(Without(null, [Came(3, 2)], [Went(1, 2)]));
    }

    private static Span[] Without(KeySet? keys, KeyArrival[] arrivals, KeyRemoval[] removals) =>
        [.. SpanCounts.Without(Change(Keys(1), Keys(2), Keys(1)), keys, arrivals, removals, Zero.AddSeconds(100))];

    private static KeyArrival Came(int key, int second) => new(One, Key(key).Value, "us", Zero.AddSeconds(second));

    private static KeyRemoval Went(int key, int second) => new(One, Key(key).Value, "us", RemovalCause.Unbound, Zero.AddSeconds(second));

    private static Span Of(string instance, int from, int to) => new(instance, Zero.AddSeconds(from), Zero.AddSeconds(to));
}
