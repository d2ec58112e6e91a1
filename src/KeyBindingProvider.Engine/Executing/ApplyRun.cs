using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>What all steps of one apply share.</summary>
internal sealed class ApplyRun(
    ICvmApi api,
    InstancePoller poller,
    TimeProvider time,
    EngineOptions options,
    ExecutionRules rules,
    ServiceTraits traits,
    IApplyProgress progress,
    ApplyCancellation cancellation
)
{
    public ICvmApi Api => api;
    public InstancePoller Poller => poller;
    public TimeProvider Time => time;
    public DateTimeOffset Now => time.GetUtcNow();
    public EngineOptions Options => options;
    public ExecutionRules Rules => rules;
    public ServiceTraits Traits => traits;

    /// <summary>The policy of the rollout that runs.</summary>
    public ChangePolicy Policy { get; set; } = ChangePolicy.Default;

    /// <summary>Set when going on is pointless for everybody (rights, a malformed request): no more windows, only restarts.</summary>
    public Problem? Aborted { get; private set; }

    public bool NoNewStops => cancellation.NoNewStops.IsCancellationRequested || StartOnly;

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
}
