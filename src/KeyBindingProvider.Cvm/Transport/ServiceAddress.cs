using System.Globalization;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>Where one service answers.</summary>
internal sealed class ServiceAddress(Uri uri)
{
    public Uri Uri { get; } = uri;

    /// <summary>The Host header as it is sent and signed: brackets around IPv6, international names in ASCII, no default port.</summary>
    public string Host { get; } = HostOf(uri);

    private static string HostOf(Uri uri)
    {
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? host : $"{host}:{uri.Port.ToString(CultureInfo.InvariantCulture)}";
    }
}
