using System.Net;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Cvm;

/// <summary>Where calls go: the public service, or one custom endpoint for all services.</summary>
internal sealed record ApiEndpoint(Uri? Custom)
{
    /// <summary>The public service.</summary>
    public static readonly ApiEndpoint Public = new((Uri?)null);

    public bool IsLoopback => Custom is { } uri && IsLoopbackHost(uri.Host);

    public Uri UriOf(string service) => Custom ?? new Uri($"https://{service}.tencentcloudapi.com/");

    /// <summary>Accepts <c>https://host[:port]</c>, and <c>http://</c> where it cannot be overheard or is explicitly allowed.</summary>
    public static bool TryParse(string? text, bool allowInsecure, out ApiEndpoint endpoint, out Problem? problem)
    {
        endpoint = Public;
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isPlain =
            Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            && uri.Scheme is "https" or "http"
            && uri.AbsolutePath == "/"
            && uri.Query.Length == 0
            && uri.UserInfo.Length == 0;
        if (!isPlain || uri is null)
        {
            problem = Refuse("is not of the form https://host[:port]");
            return false;
        }

        if (uri.Scheme == "http" && !IsLoopbackHost(uri.Host) && !allowInsecure)
        {
            problem = Refuse($"would send requests to {uri.Host} unencrypted");
            return false;
        }

        endpoint = new ApiEndpoint(uri);
        return true;

        Problem Refuse(string why) => Problem.Error(ProblemCodes.EndpointNotAllowed, $"The endpoint {why}.") with { Path = "endpoint" };
    }

    private static bool IsLoopbackHost(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
