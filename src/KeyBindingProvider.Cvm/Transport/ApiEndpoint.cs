using System.Collections.Concurrent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>Where calls go: the public service, or one custom endpoint for all services.</summary>
internal sealed class ApiEndpoint(Uri? custom)
{
    private readonly ConcurrentDictionary<string, ServiceAddress> _addresses = new(StringComparer.Ordinal);

    /// <summary>The public service.</summary>
    public static readonly ApiEndpoint Public = new(custom: null);

    /// <summary>The endpoint that was configured; null for the public service.</summary>
    public Uri? Custom => custom;

    public bool IsLoopback => custom is { } uri && EndpointForm.IsLoopback(uri);

    /// <summary>Where one service answers; made once, since every call asks.</summary>
    public ServiceAddress Of(string service) =>
        _addresses.GetOrAdd(service, name => new ServiceAddress(custom ?? new Uri($"https://{name}.tencentcloudapi.com/")));

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
