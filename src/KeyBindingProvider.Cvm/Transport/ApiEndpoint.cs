using System.Globalization;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>Where calls go: the public service, or one custom endpoint for all services.</summary>
internal sealed record ApiEndpoint(Uri? Custom)
{
    /// <summary>The public service.</summary>
    public static readonly ApiEndpoint Public = new((Uri?)null);

    public bool IsLoopback => Custom is { } uri && EndpointForm.IsLoopback(uri);

    public Uri UriOf(string service) => Custom ?? new Uri($"https://{service}.tencentcloudapi.com/");

    /// <summary>The Host header as it is sent and signed: brackets around IPv6, international names in ASCII, no default port.</summary>
    public static string HostOf(Uri uri)
    {
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? host : $"{host}:{uri.Port.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Accepts what <see cref="EndpointForm"/> does; null and blank are the public service.</summary>
    public static bool TryParse(string? text, bool allowInsecure, out ApiEndpoint endpoint, out Problem? problem)
    {
        endpoint = Public;
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var trimmed = text.Trim();
        if (EndpointForm.WhyNot(trimmed, allowInsecure) is { } why)
        {
            problem = Problem.Error(ProblemCodes.EndpointNotAllowed, why) with { Path = "endpoint" };
            return false;
        }

        endpoint = new ApiEndpoint(new Uri(trimmed));
        return true;
    }
}
