using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Tests;

public class MaxUnavailableTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("40", "40")]
    [InlineData("007", "7")]
    [InlineData("1%", "1%")]
    [InlineData("100%", "100%")]
    [InlineData("2147483647", "2147483647")]
    public void TryParse_CountOrPercent_RoundTrips(string text, string expected)
    {
        Assert.True(MaxUnavailable.TryParse(text, out var value));
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("0")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1 %")]
    [InlineData("1%%")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("2147483648")]
    [InlineData("\u0661")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(MaxUnavailable.TryParse(text, out _));

    [Theory]
    [InlineData("40", 229, 40)]
    [InlineData("40", 3, 40)]
    [InlineData("25%", 229, 57)]
    [InlineData("25%", 4, 1)]
    [InlineData("25%", 3, 1)]
    [InlineData("25%", 0, 1)]
    [InlineData("100%", 7, 7)]
    [InlineData("99%", 100_000_000, 99_000_000)]
    public void Resolve_Running_FloorsAndIsAtLeastOne(string text, int running, int expected)
    {
        Assert.True(MaxUnavailable.TryParse(text, out var limit));
        Assert.Equal(expected, limit.Resolve(running));
    }
}
