using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Wire;
using Polly;
using Polly.Retry;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>
/// Sends reads again: throttled ones until a total bound, after faults of server and network a few times; anything else only after a refused token and its
/// refresh, a refused timestamp after a correction of the clock. Paces every attempt. A write whose fate is unknown is never repeated here.
/// </summary>
internal sealed class RetryingTransport(
    ApiTransport transport,
    ICredentialSource credentials,
    CallLimits limits,
    ServiceClock clock,
    TimeProvider time
)
{
    private const int ReadAttempts = 4;
    private static readonly TimeSpan ThrottlingBound = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // From the moment of its making: processes that were started together must not march in step, and on a virtual clock every run is the same.
    private readonly Random _jitter = new((int)(time.GetUtcNow().Ticks ^ time.GetTimestamp()));
    private ResiliencePipeline? _pipeline;

    /// <summary>Sends a call, and answers with its response; throws <see cref="CvmException"/>.</summary>
    public async Task<T> SendAsync<T>(ApiCall call, CallPriority priority, CancellationToken cancellationToken)
        where T : ApiResponse, new() => (T)await SendAsync(call, priority, static () => new T(), cancellationToken);

    /// <summary>One type for all calls: native code builds every generic type that it comes to, and a pipeline has dozens.</summary>
    private async Task<ApiResponse> SendAsync(
        ApiCall call,
        CallPriority priority,
        Func<ApiResponse> fresh,
        CancellationToken cancellationToken
    )
    {
        var state = new CallState(call);
        // On the captured context: the virtual clock of the tests runs everything on one thread.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(CallState.Key, state);
        try
        {
            _pipeline ??= BuildPipeline();
            return await _pipeline.ExecuteAsync(
                async _ =>
                {
                    var current = await credentials.GetAsync(cancellationToken);
                    var account = await credentials.AccountAsync(cancellationToken);
                    if (call.IsRead || state.Attempts > 0)
                    {
                        await limits.WaitAsync(account, call.Region, call.Action, priority, cancellationToken);
                    }

                    state.Credentials = current;
                    return await transport.SendAsync(call, current, ++state.Attempts, fresh, cancellationToken);
                },
                context
            );
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Renews credentials that would end too soon, where their source can; a refusal leaves them as they are.</summary>
    public async Task RenewCredentialsAsync(TimeSpan atLeast)
    {
        try
        {
            var current = await credentials.GetAsync(CancellationToken.None);
            if (current.End is { } end && end < clock.Now + atLeast)
            {
                await credentials.ReplaceAsync(current, CancellationToken.None);
            }
        }
        catch (CvmException)
        {
            // Whoever sends next is told.
        }
    }

    /// <summary>A turn for a write, if it is free.</summary>
    public bool TryTakeTurn(string region, string action)
    {
        var account = credentials.AccountAsync(CancellationToken.None);
        // Whose limit it is may still be asked for; then no turn is free, and whoever wants one waits in TakeTurnAsync.
        return account.IsCompletedSuccessfully && limits.TryTake(account.Result, region, action);
    }

    /// <summary>Waits for a turn for a write.</summary>
    public async Task TakeTurnAsync(string region, string action, CallPriority priority, CancellationToken cancellationToken) =>
        await limits.WaitAsync(await credentials.AccountAsync(cancellationToken), region, action, priority, cancellationToken);

    private ResiliencePipeline BuildPipeline() =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = int.MaxValue,
                    ShouldHandle = async arguments =>
                        arguments.Outcome.Exception is CvmException exception
                        && arguments.Context.Properties.TryGetValue(CallState.Key, out var state)
                        && await MaySendAgainAsync(state, exception, arguments.Context.CancellationToken),
                    DelayGenerator = arguments => new ValueTask<TimeSpan?>(Pause(arguments.AttemptNumber)),
                }
            )
            .Build();

    private async ValueTask<bool> MaySendAgainAsync(CallState state, CvmException exception, CancellationToken cancellationToken)
    {
        switch (exception.ErrorClass)
        {
            case ErrorClass.Throttled when !state.Call.IsRead:
                // What it says may be old by the next attempt: whoever sent it decides anew.
                return false;
            case ErrorClass.Throttled:
                // Counted from the first refusal: the wait for our own limit before it is not the service's doing.
                state.FirstThrottled ??= time.GetTimestamp();
                return time.GetElapsedTime(state.FirstThrottled.Value) < ThrottlingBound;
            case ErrorClass.Server or ErrorClass.Network:
                state.Call.Lost?.Invoke();
                return state.Call.IsRead && ++state.Faults < ReadAttempts;
            case ErrorClass.Authorization
                when exception.Code is "AuthFailure.TokenFailure" or "UnauthorizedOperation.InvalidToken" && !state.Refreshed:
                state.Refreshed = true;
                return state.Credentials is { } refused && await credentials.ReplaceAsync(refused, cancellationToken);
            case ErrorClass.Authorization when exception.Code == "AuthFailure.SignatureExpire" && !state.ClockCorrected:
                state.ClockCorrected = true;
                return clock.TryCorrect(exception.ServiceDate, exception.SignedAt);
            default:
                return false;
        }
    }

    /// <summary>Half a second, doubling, up to a bound; a random half of it, so that processes do not march in step.</summary>
    private TimeSpan Pause(int attempt)
    {
        var full = Math.Min(LongestPause.TotalSeconds, 0.5 * Math.Pow(2, Math.Min(attempt, 16)));
        lock (_jitter)
        {
            return TimeSpan.FromSeconds(full * (0.5 + (_jitter.NextDouble() / 2)));
        }
    }

    private sealed class CallState(ApiCall call)
    {
        public static readonly ResiliencePropertyKey<CallState> Key = new("keybinding.call");

        public ApiCall Call { get; } = call;
        public long? FirstThrottled { get; set; }
        public CvmCredentials? Credentials { get; set; }
        public int Attempts { get; set; }
        public int Faults { get; set; }
        public bool Refreshed { get; set; }
        public bool ClockCorrected { get; set; }
    }
}
