using System.Collections.Concurrent;
using System.Net;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Telemetry;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>
/// One account: credentials, limits and connections that all its regions share. Finding credentials reads variables and files, but asks the network
/// only when a call needs it.
/// </summary>
public sealed class CvmClient : IDisposable
{
    private readonly ConcurrentDictionary<string, CvmApi> _apis = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private readonly CallLimits _limits;
    private readonly RetryingTransport _transport;
    private readonly ICredentialSource _credentials;

    private CvmClient(HttpClient http, CallLimits limits, RetryingTransport transport, ICredentialSource credentials, string? defaultRegion)
    {
        _http = http;
        _limits = limits;
        _transport = transport;
        _credentials = credentials;
        DefaultRegion = defaultRegion;
    }

    /// <summary>Region by configuration, variable or profile; null when none is set anywhere.</summary>
    public string? DefaultRegion { get; }

    /// <summary>The region that a configuration amounts to, without looking for credentials.</summary>
    public static string? FindRegion(CvmConfiguration configuration, IEnvironment environment) =>
        new CredentialChain(configuration, environment).Region;

    /// <summary>
    /// Composes a client. Throws <see cref="CvmException"/> with class Authorization when credentials are there but unusable, and
    /// <see cref="ProblemException"/> when the endpoint is not allowed.
    /// </summary>
    /// <param name="configuration">What was configured.</param>
    /// <param name="environment">Where the rest is looked for.</param>
    /// <param name="time">The clock of signatures, waits and limits.</param>
    /// <param name="handler">What sends the requests; null for the network.</param>
    /// <param name="observer">Told of every attempt.</param>
    public static CvmClient Create(
        CvmConfiguration configuration,
        IEnvironment environment,
        TimeProvider time,
        HttpMessageHandler? handler = null,
        ICallObserver? observer = null
    )
    {
        if (!ApiEndpoint.TryParse(configuration.Endpoint, configuration.AllowInsecureEndpoint, out var endpoint, out var problem))
        {
            throw new ProblemException(problem!);
        }

        if (configuration.MaxRequestsPerSecond is not (null or (>= 0.001 and <= 1_000_000)))
        {
            throw new ArgumentOutOfRangeException(nameof(configuration), "MaxRequestsPerSecond must be between 0.001 and 1000000.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(configuration.RequestTimeout, TimeSpan.Zero);
        var chain = new CredentialChain(configuration, environment);
        var found = chain.Find();
        // Our own deadline counts on the injected clock; the largest answer is bounded where it is read.
        var http = new HttpClient(handler ?? Network(endpoint, environment.Metadata), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = EnvelopeReader.LargestAnswer,
        };
        var clock = new ServiceClock(time, environment.Warn);
        var limits = new CallLimits(time, configuration.MaxRequestsPerSecond);
        var transport = new ApiTransport(http, endpoint, clock, time, configuration.RequestTimeout, observer);
        ICredentialSource source = found is not null
            ? new FixedCredentials(found)
            : FromCvmRole(http, environment.Metadata, clock, time, chain.Looked);
        var retrying = new RetryingTransport(transport, source, limits, clock, time);
        if (configuration.AssumeRole is { } role)
        {
            var signing = retrying;
            source = new RefreshingCredentials(clock, role.RoleArn, () => RoleSources.AssumeAsync(signing, role));
            retrying = new RetryingTransport(transport, source, limits, clock, time);
        }

        return new CvmClient(http, limits, retrying, source, chain.Region);
    }

    /// <summary>The calls of one region.</summary>
    public ICvmApi ForRegion(string region) => _apis.GetOrAdd(region, name => new CvmApi(name, _transport, _credentials));

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _limits.Dispose();
    }

    private static RefreshingCredentials FromCvmRole(
        HttpClient http,
        Uri metadata,
        ServiceClock clock,
        TimeProvider time,
        IReadOnlyList<string> looked
    ) =>
        new(
            clock,
            "cvm-role",
            async () =>
            {
                try
                {
                    return await RoleSources.FromCvmRoleAsync(http, metadata, time);
                }
                catch (CvmException exception)
                {
                    throw CredentialFailure.Of(
                        $"none found. Looked at: {string.Join("; ", looked)}; CVM role ({exception.ServiceMessage})",
                        exception
                    );
                }
            }
        );

    private static SocketsHttpHandler Network(ApiEndpoint endpoint, Uri metadata) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !endpoint.IsLoopback,
            Proxy = new ProxyForOthers(HttpClient.DefaultProxy, metadata.IdnHost),
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
}
