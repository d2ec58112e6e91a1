using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Which endpoints are acceptable: <c>https://host[:port]</c>, and <c>http://</c> for loopback unless more is allowed.</summary>
public static class EndpointForm
{
    /// <summary>Why this endpoint is not acceptable, or null. Shows nothing that may be a password.</summary>
    public static string? WhyNot(string endpoint, bool allowInsecure)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("http" or "https"))
        {
            return $"{Shown(endpoint)} is not an endpoint; write https://host or https://host:port.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return $"the endpoint on host '{uri.Host}' carries a user or password; credentials do not belong there.";
        }

        if (uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return $"'{ShownUrl.Of(uri)}' is followed by a path, query or fragment; only a host and a port are allowed.";
        }

        return uri.Scheme == "https" || IsLoopback(uri) || allowInsecure
            ? null
            : $"'{ShownUrl.Of(uri)}' would send requests in clear text to another machine; http:// is for loopback only.";
    }

    /// <summary>Whether requests stay on this machine. Of names only <c>localhost</c>: whatever else a name says, a resolver may say otherwise.</summary>
    public static bool IsLoopback(Uri uri) => uri.IsLoopback && (uri.HostNameType != UriHostNameType.Dns || uri.Host == "localhost");

    private static string Shown(string endpoint) => endpoint.AsSpan().ContainsAny('@', '?') ? "the text" : $"'{endpoint}'";
}
