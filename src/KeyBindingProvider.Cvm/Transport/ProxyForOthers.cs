using System.Net;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>
/// The machine's proxy, except for one host: the metadata service hands out credentials in clear text and answers for the machine that asks, so a
/// proxy would see them, or answer with its own.
/// </summary>
internal sealed class ProxyForOthers(IWebProxy proxy, string direct) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    /// <summary>Without user and password, which <see cref="Credentials"/> has: messages and telemetry of the runtime quote the address as it is given here.</summary>
    public Uri? GetProxy(Uri destination) =>
        IsDirect(destination) || proxy.GetProxy(destination) is not { } address ? null
        : address.UserInfo.Length == 0 ? address
        : new UriBuilder(address) { UserName = "", Password = "" }.Uri;

    public bool IsBypassed(Uri host) => IsDirect(host) || proxy.IsBypassed(host);

    private bool IsDirect(Uri uri) => uri.IdnHost.Equals(direct, StringComparison.OrdinalIgnoreCase);
}
