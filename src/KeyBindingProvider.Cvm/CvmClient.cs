using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Auditing;
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
    private readonly ServiceClock _clock;

    private CvmClient(
        HttpClient http,
        CallLimits limits,
        RetryingTransport transport,
        ICredentialSource credentials,
        ServiceClock clock,
        CredentialChain chain
    )
    {
        _http = http;
        _limits = limits;
        _transport = transport;
        _credentials = credentials;
        _clock = clock;
        DefaultRegion = chain.Region;
        ExposedFiles = chain.Exposed;
    }

    /// <summary>Region by configuration, variable or profile; null when none is set anywhere.</summary>
    public string? DefaultRegion { get; }

    /// <summary>Credential files in use that other users of this machine can read.</summary>
    public IReadOnlyList<string> ExposedFiles { get; }

    /// <summary>Where the credentials come from, over each role that is assumed, in words. No secret.</summary>
    public required string CredentialOrigin { get; init; }

    /// <summary>The role that signs, whoever asks for it: the configuration, a variable or a profile; null where none is assumed.</summary>
    public required string? RoleArn { get; init; }

    /// <summary>The region that a configuration amounts to, without looking for credentials.</summary>
    public static string? FindRegion(CvmConfiguration configuration, IEnvironment environment) =>
        new CredentialChain(configuration, environment, TimeProvider.System).Region;

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
        var chain = new CredentialChain(configuration, environment, time);
        var found = chain.Find();
        var role = RoleSettings.Find(configuration, environment);
        // Our own deadline counts on the injected clock; the largest answer is bounded where it is read.
        var network = handler ?? Network(endpoint, environment.Metadata);
        var http = new HttpClient(network, disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = EnvelopeReader.LargestAnswer,
        };
        // Calls of the API need nothing of what a client adds to the handler; it is a source of cancellation and two tasks for each of them.
        var invoker = new HttpMessageInvoker(network, disposeHandler: false);
        var clock = new ServiceClock(time, environment.Warn);
        var limits = new CallLimits(time, configuration.MaxRequestsPerSecond);
        var transport = new ApiTransport(invoker, endpoint, clock, time, configuration.RequestTimeout, observer);
        var source = RoleSources.First(found, http, environment.Metadata, clock, time, chain.Looked);
        var origin =
            found is null ? "role of this CVM"
            : found.Pair is null ? $"role of this CVM ({found.Name})"
            : found.Name;
        var retrying = new RetryingTransport(transport, source, limits, clock, time);
        // What a profile comes to is its role; a role that is asked for beside it is assumed with that one.
        var ofProfile = found?.Role?.Role.RoleArn == role?.Role.RoleArn ? null : found?.Role;
        foreach (var next in new[] { ofProfile, role }.OfType<RoleToAssume>())
        {
            var signing = retrying;
            source = new RefreshingCredentials(clock, next.Role.RoleArn, () => RoleSources.AssumeAsync(signing, next));
            retrying = new RetryingTransport(transport, source, limits, clock, time);
            origin = $"role {next.Role.RoleArn} ({next.AskedBy}), assumed with {origin}";
        }

        return new CvmClient(http, limits, retrying, source, clock, chain)
        {
            CredentialOrigin = origin,
            RoleArn = (role ?? ofProfile)?.Role.RoleArn,
        };
    }

    /// <summary>The calls of one region.</summary>
    public ICvmApi ForRegion(string region) => _apis.GetOrAdd(region, name => new CvmApi(name, _transport, _credentials, _clock));

    /// <summary>
    /// Which calls bound and unbound keys of this account, by its audit log as it is told in <see cref="AuditRegionOf"/>: at most 20 calls, of at most 4 MiB each. Throws
    /// <see cref="CvmException"/>.
    /// </summary>
    /// <param name="auditRegion">Where the log is asked.</param>
    /// <param name="span">How far back; 30 days at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<KeyEventLog> ReadKeyEventsAsync(string auditRegion, TimeSpan span, CancellationToken cancellationToken) =>
        new AuditLog(auditRegion, _transport, _credentials, _clock).ReadAsync(span, cancellationToken);

    /// <summary>Which calls stopped machines of this account: at most 10 calls, of at most 4 MiB each; else as <see cref="ReadKeyEventsAsync"/>.</summary>
    public Task<StopEventLog> ReadStopEventsAsync(string auditRegion, TimeSpan span, CancellationToken cancellationToken) =>
        new AuditLog(auditRegion, _transport, _credentials, _clock).ReadStopsAsync(span, cancellationToken);

    /// <summary>Where the audit log is asked about a region: there where the service has it, else in ap-guangzhou.</summary>
    public static string AuditRegionOf(string region) => AuditLog.RegionFor(region);

    /// <summary>Whose credentials these are, in one call. Throws <see cref="CvmException"/>.</summary>
    public async Task<Caller> WhoAmIAsync(CancellationToken cancellationToken)
    {
        var call = new ApiCall("sts", "2018-08-13", "GetCallerIdentity", DefaultRegion ?? "ap-guangzhou", "{}"u8.ToArray(), IsRead: true);
        var answer = await _transport.SendAsync<GetCallerIdentityResponse>(call, CallPriority.Read, cancellationToken);
        var credentials = await _credentials.GetAsync(cancellationToken);
        string Shown(string? text) => credentials.Redact(text ?? "");
        return new Caller
        {
            AccountId = Shown(answer.AccountId),
            PrincipalId = Shown(answer.PrincipalId),
            UserId = Shown(answer.UserId),
            Type = Shown(answer.Type),
            Arn = Shown(answer.Arn),
            Source = CredentialOrigin,
            EndsAt = credentials.End?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            IsRenewed = _credentials is RefreshingCredentials { End: null },
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _limits.Dispose();
    }

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
