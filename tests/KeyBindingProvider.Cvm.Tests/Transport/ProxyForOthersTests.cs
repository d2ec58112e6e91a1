using System.Net;
using KeyBindingProvider.Cvm.Transport;

namespace KeyBindingProvider.Cvm.Tests.Transport;

/// <summary>The proxy's address as the runtime gets it, and quotes it, holds no password; who asks for the password gets it.</summary>
public class ProxyForOthersTests
{
    private static readonly Uri s_service = new("https://cvm.tencentcloudapi.com/");

    [Theory]
    [InlineData("http://ada:s3cret@proxy.example.test:3128", "http://proxy.example.test:3128/")]
    [InlineData("http://proxy.example.test", "http://proxy.example.test/")]
    [InlineData("socks5://ada:s3cret@[::1]:1080", "socks5://[::1]:1080/")]
    public void GetProxy_HasNoUserInfo(string configured, string address)
    {
        var credentials = new NetworkCredential("ada", "s3cret");
        var proxy = new ProxyForOthers(new WebProxy(configured) { Credentials = credentials }, "metadata.tencentyun.com");

        Assert.Equal(address, proxy.GetProxy(s_service)!.AbsoluteUri);
        Assert.Same(credentials, proxy.Credentials);
        Assert.Null(proxy.GetProxy(new Uri("http://metadata.tencentyun.com/latest")));
    }
}
