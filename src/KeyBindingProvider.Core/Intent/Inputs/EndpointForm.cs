namespace KeyBindingProvider.Core;

/// <summary>Which endpoints are acceptable: <c>https://host[:port]</c>, and <c>http://</c> for loopback unless more is allowed.</summary>
public static class EndpointForm
{
    /// <summary>Why this endpoint is not acceptable, or null.</summary>
    public static string? WhyNot(string endpoint, bool allowInsecure)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("http" or "https"))
        {
            return $"'{endpoint}' is not an endpoint; write https://host or https://host:port.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return $"the endpoint on host '{uri.Host}' carries a user or password; credentials do not belong there.";
        }

        if (uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return $"'{endpoint}' has more than a host and a port.";
        }

        return uri.Scheme == "https" || uri.IsLoopback || allowInsecure
            ? null
            : $"'{endpoint}' would send requests in clear text to another machine; http:// is for loopback only.";
    }
}
