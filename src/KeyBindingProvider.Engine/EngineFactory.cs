using System.Collections.Concurrent;
using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Auditing;
using KeyBindingProvider.Engine.Resources;

namespace KeyBindingProvider.Engine;

/// <summary>Composes engines by hand: one account, one engine for each region. The only place outside the client that knows how it is made.</summary>
public sealed class EngineFactory : IDisposable
{
    private readonly CvmClient _client;
    private readonly TimeProvider _time;
    private readonly EngineOptions _options;
    private readonly ChangePolicyInput _providerPolicy;
    private readonly DisruptionBudget _budget;
    private readonly PlannedStops _plannedStops;
    private readonly AuditReader _audit;
    private readonly ConcurrentDictionary<string, Lazy<KeyBindingEngine>> _engines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<ResourceOperations>> _resources = new(StringComparer.Ordinal);

    private EngineFactory(CvmClient client, TimeProvider time, EngineOptions options, ChangePolicyInput providerPolicy) =>
        (_client, _time, _options, _providerPolicy, _budget, _plannedStops, _audit) = (
            client,
            time,
            options,
            providerPolicy,
            new DisruptionBudget(providerPolicy.MaxUnavailable ?? options.MaxUnavailable, providerPolicy.MaxStops),
            new PlannedStops(providerPolicy.MaxStops),
            new AuditReader(client, time)
        );

    /// <summary>Region by configuration, variable or profile; null when none is set anywhere.</summary>
    public string? DefaultRegion => _client.DefaultRegion;

    /// <summary>What whoever connected should know: credential files that others can read.</summary>
    public IReadOnlyList<Problem> Warnings =>
        [
            .. _client.ExposedFiles.Select(path =>
                Problem.Warning(ProblemCodes.CredentialsExposed, $"{path} can be read by other users of this machine.")
            ),
        ];

    /// <summary>
    /// Connects to an account; no call is made yet. Throws <see cref="ProblemException"/> when the configuration cannot work: an endpoint that is not
    /// allowed, credentials that are there and broken.
    /// </summary>
    /// <param name="configuration">What was configured.</param>
    /// <param name="environment">Where the rest is looked for.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="options">Bounds of waiting.</param>
    /// <param name="callCounter">Counts calls, for a table; null counts nothing.</param>
    /// <param name="handler">What sends the requests; null for the network.</param>
    public static EngineFactory Connect(
        ProviderInput configuration,
        EngineEnvironment environment,
        TimeProvider time,
        EngineOptions options,
        CallCounter? callCounter = null,
        HttpMessageHandler? handler = null
    )
    {
        try
        {
            var client = CvmClient.Create(Translate(configuration), environment.ForClient(), time, handler, callCounter?.Observer);
            return new EngineFactory(client, time, options with { PinnedKeys = configuration.PinnedKeys }, configuration.ChangePolicy);
        }
        catch (CvmException exception)
        {
            throw new ProblemException(exception.ToProblem());
        }
    }

    /// <summary>The region that a configuration amounts to; needs no credentials.</summary>
    public static string? FindRegion(ProviderInput configuration, EngineEnvironment environment) =>
        CvmClient.FindRegion(Translate(configuration), environment.ForClient());

    /// <summary>The engine of a region; the same one each time, since it keeps what concurrent operations share.</summary>
    public KeyBindingEngine ForRegion(string region) =>
        _engines
            .GetOrAdd(region, name => new(() => new KeyBindingEngine(_client.ForRegion(name), _time, _options, _budget, _plannedStops)))
            .Value;

    /// <summary>What the faces of an engine call for one resource at a time; the same one each time, as above.</summary>
    public ResourceOperations Resources(string region) =>
        _resources.GetOrAdd(region, name => new(() => new ResourceOperations(ForRegion(name), name, _providerPolicy))).Value;

    /// <summary>The role that signs, whoever asks for it; null where none is assumed.</summary>
    public string? RoleArn => _client.RoleArn;

    /// <summary>Where the credentials come from, over each role that is assumed.</summary>
    public string CredentialOrigin => _client.CredentialOrigin;

    /// <summary>Whose credentials these are, in one call. Throws <see cref="ProblemException"/>.</summary>
    public async Task<Caller> WhoAmIAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client.WhoAmIAsync(cancellationToken);
        }
        catch (CvmException exception)
        {
            throw new ProblemException(exception.ToProblem());
        }
    }

    /// <summary>
    /// Who made a drift, by the audit log of the account; null, and nothing is asked, where nothing has drifted. Each part of the log is read once for each span, for all
    /// regions that it covers and all that ask at the same time or later. Never throws for a refusal or a silence: the answer says why nothing is known.
    /// </summary>
    /// <param name="pairs">What differs, sorted.</param>
    /// <param name="region">Where.</param>
    /// <param name="span">How far back; 30 days at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<WhoDidIt?> WhoDidItAsync(
        ImmutableArray<DriftedPair> pairs,
        string region,
        TimeSpan span,
        CancellationToken cancellationToken
    ) => _audit.ExplainAsync(pairs, region, span, cancellationToken);

    /// <summary>Which StopInstances the audit log of the account has, the last stops of machines among them. Never throws for a refusal or a silence.</summary>
    /// <param name="region">Where the machines are.</param>
    /// <param name="span">How far back; 30 days at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The log, or why it is not known.</returns>
    public Task<(StopEventLog? Log, Problem? Problem)> StopsSinceAsync(string region, TimeSpan span, CancellationToken cancellationToken) =>
        _audit.ReadStopsAsync(region, span, cancellationToken);

    /// <summary>
    /// A run of an engine begins: what the resources of the run before have declared and claimed is forgotten. A process that an engine attaches
    /// to lives across several.
    /// </summary>
    public void BeginRun()
    {
        _plannedStops.Clear();
        foreach (var resources in _resources.Values)
        {
            resources.Value.BeginRun();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static CvmConfiguration Translate(ProviderInput configuration) =>
        new()
        {
            SecretId = SecretText.Of(configuration.SecretId),
            SecretKey = SecretText.Of(configuration.SecretKey),
            SecurityToken = SecretText.Of(configuration.SecurityToken),
            Region = configuration.Region,
            Profile = configuration.Profile,
            SharedCredentialsDir = configuration.SharedCredentialsDir,
            Endpoint = configuration.Endpoint,
            AllowInsecureEndpoint = configuration.AllowInsecureEndpoint ?? false,
            MaxRequestsPerSecond = configuration.MaxRequestsPerSecond,
            AssumeRole = configuration.AssumeRole is { } role
                ? new AssumeRole
                {
                    RoleArn = role.RoleArn,
                    SessionName = role.SessionName ?? "keybinding",
                    DurationSeconds = role.SessionDuration ?? 7200,
                    Policy = role.Policy,
                    ExternalId = role.ExternalId,
                }
                : null,
        };
}
