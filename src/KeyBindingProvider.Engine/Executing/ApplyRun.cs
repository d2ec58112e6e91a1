using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>What all steps of one apply share.</summary>
internal sealed class ApplyRun(
    ICvmApi api,
    InstancePoller poller,
    TimeProvider time,
    EngineOptions options,
    ExecutionRules rules,
    ServiceTraits traits,
    DisruptionBudget budget,
    IApplyProgress progress,
    ApplyCancellation cancellation
) : IDisposable
{
    private readonly CancellationTokenSource _noNewStops = CancellationTokenSource.CreateLinkedTokenSource(
        cancellation.NoNewStops,
        cancellation.StartOnly
    );

    public ICvmApi Api => api;
    public InstancePoller Poller => poller;
    public TimeProvider Time => time;
    public DateTimeOffset Now => time.GetUtcNow();
    public EngineOptions Options => options;
    public ExecutionRules Rules => rules;
    public ServiceTraits Traits => traits;
    public DisruptionBudget Budget => budget;

    /// <summary>The policy of the rollout that runs.</summary>
    public ChangePolicy Policy { get; set; } = ChangePolicy.Default;

    /// <summary>Set when going on is pointless for everybody (rights, a malformed request): no more windows, only restarts.</summary>
    public Problem? Aborted { get; private set; }

    /// <summary>Set while the service refuses to let us read: waiting for anything is pointless then.</summary>
    public bool ReadsDenied { get; set; }

    public bool NoNewStops => _noNewStops.IsCancellationRequested;

    /// <summary>Ends every wait for a turn.</summary>
    public CancellationToken WhenCancelled => _noNewStops.Token;

    public bool StartOnly => cancellation.StartOnly.IsCancellationRequested;

    /// <summary>Why no new window may be opened now, or null.</summary>
    public Problem? WhyNoNewStop()
    {
        if (NoNewStops)
        {
            return Problem.Error(ProblemCodes.Cancelled, "The run was cancelled before its turn.");
        }

        if (Aborted is not null)
        {
            return Aborted;
        }

        if (Policy.Canary > 0 && !traits.CanaryProven && traits.CanaryLost is { } lost)
        {
            return lost;
        }

        // A window that cannot be closed must not be opened: the start needs credentials too.
        var margin = TimeSpan.FromSeconds(Policy.StopTimeoutSeconds) + options.ChangeBound + options.LateStopBound;
        return api.CredentialsEnd is { } end && end < Now + margin
            ? Problem.Error(
                ProblemCodes.CredentialsExpiring,
                $"The credentials end at {end:u}; a stop window may need {margin.TotalSeconds:0} s."
            )
            : null;
    }

    public void Abort(CvmException cause)
    {
        if (Aborted is null)
        {
            Aborted = cause.ToProblem();
            Notice(Aborted);
        }
    }

    public void Abort(Problem cause)
    {
        if (Aborted is null)
        {
            Aborted = cause;
            Notice(cause);
        }
    }

    public void Notice(Problem problem) => progress.Report(new ApplyEvent.Notice(problem));

    public void Report(ApplyEvent applyEvent) => progress.Report(applyEvent);

    public void Dispose() => _noNewStops.Dispose();
}
