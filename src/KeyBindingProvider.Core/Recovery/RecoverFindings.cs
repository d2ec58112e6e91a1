using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Recovery;

/// <summary>What dead runs have left in a region, by one look (rule <c>recover</c>).</summary>
/// <param name="Region">The region.</param>
/// <param name="Candidates">Machines that were found, sorted by id.</param>
/// <param name="Problems">What could not be asked, or is not as whoever asked thought.</param>
public sealed record RecoverFindings(string Region, ImmutableArray<RecoverCandidate> Candidates, ImmutableArray<Problem> Problems)
{
    private const string Stop = "StopInstances";
    private const string Start = "StartInstances";

    /// <summary>
    /// So long after the end of a run its last request may still take effect, and answers may be older than that: nothing is taken for settled before. Twice the bound of
    /// the conductor for both, since the clock of the journal is another one.
    /// </summary>
    private static readonly TimeSpan s_settles = TimeSpan.FromSeconds(120);

    /// <summary>What a run of ours leaves as last operation of a machine that is down.</summary>
    private static readonly string[] s_ours = [Stop, "AssociateInstancesKeyPairs", "DisassociateInstancesKeyPairs"];

    /// <summary>Machines to be started.</summary>
    public IEnumerable<RecoverCandidate> LeftDown => In(RecoverState.LeftDown);

    /// <summary>Machines in a state.</summary>
    public IEnumerable<RecoverCandidate> In(RecoverState state) => Candidates.Where(candidate => candidate.State == state);

    /// <summary>Judges what was read.</summary>
    /// <param name="region">The region.</param>
    /// <param name="request">By what it was looked for.</param>
    /// <param name="seen">What was read: all that is asked about, or the whole region.</param>
    /// <param name="marked">What the tag service lists; null where it did not tell, and what the instances show decides.</param>
    public static RecoverFindings Of(
        string region,
        RecoverRequest request,
        IReadOnlyDictionary<InstanceId, InstanceSnapshot> seen,
        IReadOnlySet<InstanceId>? marked
    )
    {
        var windows = request.Windows.Where(window => window.Region == region).ToLookup(window => window.Id);
        var isMarked =
            marked ?? seen.Values.Where(instance => instance.Marker != RestartMark.None).Select(instance => instance.Id).ToHashSet();
        var ids = isMarked.Concat(windows.Select(window => window.Key)).Concat(request.Named);
        if (request.ListsStopped)
        {
            ids = ids.Concat(
                seen.Values.Where(instance => IsSuspect(instance) && (request.Stops is null || StopOf(request, instance) is not null))
                    .Select(instance => instance.Id)
            );
        }

        RecoverCandidate[] candidates =
        [
            .. ids.Distinct()
                .Order()
                .Select(id =>
                    Judge(id, seen.GetValueOrDefault(id), [.. windows[id]], isMarked.Contains(id), request.Named.Contains(id)) with
                    {
                        Stop = StopOf(request, seen.GetValueOrDefault(id)),
                    }
                ),
        ];
        return new RecoverFindings(region, [.. candidates], [.. Misnamed(candidates), .. request.Notes]);
    }

    private static StopEvent? StopOf(RecoverRequest request, InstanceSnapshot? instance) =>
        instance is { LatestOperation: { Name: Stop } last } ? request.Stops?.Find(last.RequestId) : null;

    private static RecoverCandidate Judge(InstanceId id, InstanceSnapshot? instance, OpenWindow[] windows, bool isMarked, bool isNamed)
    {
        var sources = ImmutableArray.CreateBuilder<RecoverSource>();
        if (isMarked)
        {
            sources.Add(RecoverSource.Marker);
        }

        if (windows.Length > 0)
        {
            sources.Add(RecoverSource.Journal);
        }

        if (isNamed)
        {
            sources.Add(RecoverSource.Named);
        }

        if (sources.Count == 0)
        {
            sources.Add(RecoverSource.LastOperation);
        }

        return new RecoverCandidate(id, StateOf(instance, windows, isMarked, isNamed), sources.ToImmutable())
        {
            Instance = instance,
            OpenedAt = windows.Length == 0 ? null : windows.MaxBy(window => window.OpenedAt, StringComparer.Ordinal)!.OpenedAt,
        };
    }

    private static RecoverState StateOf(InstanceSnapshot? instance, OpenWindow[] windows, bool isMarked, bool isNamed)
    {
        if (windows.Any(window => window.IsAlive))
        {
            return RecoverState.OtherRun;
        }

        if (instance is null)
        {
            return RecoverState.Missing;
        }

        if (instance.IsUnreadable || instance.LatestOperation.IsOperating)
        {
            return RecoverState.Unsettled;
        }

        if (instance.State == PowerState.Stopped)
        {
            return OfStopped(instance, windows, isMarked, isNamed);
        }

        return instance.State != PowerState.Running || IsYoung(windows) ? RecoverState.Unsettled
            : isMarked && instance.Marker != RestartMark.Old ? RecoverState.OtherRun
            : RecoverState.Running;
    }

    /// <summary>A stop of a person is never undone: what is on record last has to be of the run that has ended.</summary>
    private static RecoverState OfStopped(InstanceSnapshot instance, OpenWindow[] windows, bool isMarked, bool isNamed)
    {
        var last = instance.LatestOperation;
        var isStarted = last is { Name: Start, IsSuccess: true };
        if (!isStarted && windows.Any(window => window.Sent(last)))
        {
            return RecoverState.LeftDown;
        }

        if (isMarked && instance.Marker != RestartMark.Old)
        {
            // The mark of a run that may be alive, or one so new that the instance does not show it yet.
            return RecoverState.OtherRun;
        }

        return (isMarked && instance.IsLeftDown)
            || (!isStarted && windows.Any(window => window.MayHaveSent(last)))
            || (isNamed && IsLikeOurs(instance))
                ? RecoverState.LeftDown
            : IsYoung(windows) ? RecoverState.Unsettled
            : isMarked || windows.Length > 0 || isNamed ? RecoverState.StoppedByAnother
            : RecoverState.Suspect;
    }

    private static bool IsYoung(OpenWindow[] windows) => windows.Any(window => window.Age.Duration() < s_settles);

    /// <summary>Our stops keep the machine charged: what is not was stopped by somebody else.</summary>
    private static bool IsLikeOurs(InstanceSnapshot instance) =>
        !instance.IsStopCharging
        && (
            s_ours.Contains(instance.LatestOperation.Name, StringComparer.Ordinal)
            || instance.LatestOperation is { Name: Start, IsSuccess: false }
        );

    private static bool IsSuspect(InstanceSnapshot instance) =>
        instance.State == PowerState.Stopped
        && !instance.IsUnreadable
        && !instance.IsStopCharging
        && instance.LatestOperation is { Name: Stop, IsSuccess: true };

    private static ImmutableArray<Problem> Misnamed(RecoverCandidate[] candidates) =>
        [
            .. candidates
                .Where(candidate =>
                    candidate.Sources.Contains(RecoverSource.Named)
                    && candidate.State is RecoverState.Missing or RecoverState.StoppedByAnother
                )
                .Select(candidate =>
                    Problem.Warning(
                        ProblemCodes.NotLeftDown,
                        candidate.State == RecoverState.Missing
                            ? $"{candidate.Id} is not in this region, or of another account."
                            : $"{candidate.Id} was not stopped as a run stops machines: {LastOf(candidate.Instance!)}."
                    ) with
                    {
                        Instances = [candidate.Id],
                    }
                ),
        ];

    private static string LastOf(InstanceSnapshot instance) =>
        instance.IsStopCharging ? "it is not charged while it is down"
        : instance.LatestOperation.Name.Length == 0 ? "no operation is on record"
        : $"its last operation is {Rendering.UntrustedText.Show(instance.LatestOperation.Name)}";
}
