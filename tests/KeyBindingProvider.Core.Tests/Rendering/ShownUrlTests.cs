using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Tests.Rendering;

/// <summary>No address that is shown has a password before its host or a token after its path.</summary>
public class ShownUrlTests
{
    [Theory]
    [InlineData("nothing of the kind, me@example.test", "nothing of the kind, me@example.test")]
    [InlineData("'http://proxy.test:3128/' failed", "'http://proxy.test:3128/' failed")]
    [InlineData("to 'http://ada:s3cret@proxy.test:3128/' failed", "to 'http://proxy.test:3128/' failed")]
    [InlineData("to 'http://ada:s3 c'r@e\"t@proxy.test:3128/' failed", "to 'http://proxy.test:3128/' failed")]
    [InlineData("to 'http://ada:s3://cret@proxy.test/' failed", "to 'http://proxy.test/' failed")]
    [InlineData("http://ada:s3cret@proxy.test", "http://proxy.test")]
    [InlineData("https://a.test/p?token=s3cret and https://b.test/?s3cret#s3cret.", "https://a.test/p and https://b.test/")]
    [InlineData("https://a.test/p#s3cret, then", "https://a.test/p then")]
    [InlineData("://", "://")]
    public void In_AnyText_LeavesHostsAndPaths(string text, string shown) => Assert.Equal(shown, ShownUrl.In(text));

    [Fact]
    public void Of_ShowsWhereItGoes_AndNothingElse()
    {
        Assert.Equal("https://b.test:8443", ShownUrl.Of(new Uri("https://ada:s3cret@b.test:8443/p?token=s3cret#s3cret")));
        Assert.Equal("", ShownUrl.Of(new Uri("/p?token=s3cret", UriKind.Relative)));
    }

    [Fact]
    public void Fault_QuotesNoPassword() =>
        Assert.Equal(
            "InvalidOperationException: http://proxy.test is broken",
            Problem.Fault(new InvalidOperationException("http://ada:s3cret@proxy.test is broken")).Message
        );
}
