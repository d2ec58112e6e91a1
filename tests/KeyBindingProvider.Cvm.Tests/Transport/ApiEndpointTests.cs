using System.Net;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Transport;

namespace KeyBindingProvider.Cvm.Tests.Transport;

public class ApiEndpointTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void TryParse_Nothing_IsThePublicService(string? text)
    {
        Assert.True(ApiEndpoint.TryParse(text, allowInsecure: false, out var endpoint, out _));
        Assert.Equal("https://cvm.tencentcloudapi.com/", endpoint.Of("cvm").Uri.ToString());
        Assert.Equal("https://sts.tencentcloudapi.com/", endpoint.Of("sts").Uri.ToString());
        Assert.False(endpoint.IsLoopback);
    }

    [Theory]
    [InlineData("https://cvm.ap-shanghai-fsi.tencentcloudapi.com", "cvm.ap-shanghai-fsi.tencentcloudapi.com", false)]
    [InlineData(" https://cvm.intl.tencentcloudapi.com/ ", "cvm.intl.tencentcloudapi.com", false)]
    [InlineData("https://example.test:8443", "example.test:8443", false)]
    [InlineData("https://example.test:443", "example.test", false)]
    [InlineData("HTTPS://EXAMPLE.TEST", "example.test", false)]
    [InlineData("https://bücher.test:99", "xn--bcher-kva.test:99", false)]
    [InlineData("https://127.0.0.1:1", "127.0.0.1:1", true)]
    [InlineData("http://localhost", "localhost", true)]
    [InlineData("http://LocalHost:8080", "localhost:8080", true)]
    [InlineData("http://127.0.0.1:5000", "127.0.0.1:5000", true)]
    [InlineData("http://127.8.9.10:5000", "127.8.9.10:5000", true)]
    [InlineData("http://[::1]:5000", "[::1]:5000", true)]
    [InlineData("http://[::1]", "[::1]", true)]
    // The name is rewritten before anybody resolves it.
    [InlineData("http://loopback:80", "localhost", true)]
    public void TryParse_Allowed_GivesTheHostThatIsSigned(string text, string host, bool isLoopback)
    {
        Assert.True(ApiEndpoint.TryParse(text, allowInsecure: false, out var endpoint, out var problem), problem?.Message);
        Assert.Equal(host, endpoint.Of("cvm").Host);
        Assert.Equal(isLoopback, endpoint.IsLoopback);
    }

    [Theory]
    [InlineData("http://example.test")]
    [InlineData("http://10.0.0.1:80")]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("http://[2001:db8::1]:80")]
    [InlineData("http://localhost.example.test")]
    [InlineData("http://127.0.0.1.example.test")]
    [InlineData("https://example.test/path")]
    [InlineData("https://example.test/?query=1")]
    [InlineData("https://example.test/#fragment")]
    [InlineData("https://example.test#fragment")]
    [InlineData("https://user@example.test")]
    [InlineData("https://user:hunter2@example.test")]
    [InlineData("https://user:hunter2@example.test:999999")]
    [InlineData("https://example.test/?key=hunter2")]
    [InlineData("ftp://example.test")]
    [InlineData("file:///etc/passwd")]
    [InlineData("cvm.tencentcloudapi.com")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("localhost:5000")]
    [InlineData("https://")]
    [InlineData("https://:443")]
    [InlineData("//example.test")]
    [InlineData("nonsense")]
    public void TryParse_NotAllowed_SaysWhyAndShowsNoPassword(string text)
    {
        Assert.False(ApiEndpoint.TryParse(text, allowInsecure: false, out _, out var problem));
        Assert.Equal("KB1014", problem!.Code.Id);
        Assert.NotEmpty(problem.Message);
        Assert.DoesNotContain("hunter2", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.test", true)]
    [InlineData("http://10.0.0.1:80", true)]
    [InlineData("http://user:hunter2@example.test", false)]
    [InlineData("http://example.test/path", false)]
    public void TryParse_InsecureAllowed_AllowsClearTextAndNothingElse(string text, bool expected) =>
        Assert.Equal(expected, ApiEndpoint.TryParse(text, allowInsecure: true, out _, out _));

    [Fact]
    public void Proxy_ForTheMetadataService_IsNeverUsed()
    {
        var proxy = new ProxyForOthers(new WebProxy("http://proxy.test:3128"), new SystemEnvironment().Metadata.IdnHost);
        var metadata = new Uri("http://metadata.tencentyun.com/latest/");
        Assert.True(proxy.IsBypassed(metadata));
        Assert.Null(proxy.GetProxy(metadata));
        var other = new Uri("https://cvm.tencentcloudapi.com/");
        Assert.False(proxy.IsBypassed(other));
        Assert.Equal("proxy.test", proxy.GetProxy(other)!.Host);
    }
}
