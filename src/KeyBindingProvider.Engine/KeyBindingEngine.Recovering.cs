using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine;

/// <content>What dead runs have left stopped, is found and started (rule <c>recover</c>).</content>
public sealed partial class KeyBindingEngine
{
    /// <summary>
    /// Looks for machines that dead runs have left down, by the restart marker and by what the request tells; never writes. Throws <see cref="ProblemException"/> when it
    /// cannot read.
    /// </summary>
    /// <param name="request">By what they are looked for, beside the marker.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RecoverFindings> FindLeftDownAsync(RecoverRequest request, CancellationToken cancellationToken) =>
        (await FindAsync(request, cancellationToken)).Findings;

    /// <summary>
    /// Looks again, starts what is left down, reads it RUNNING, and takes old markers off. Never throws for a start that failed: the report has it. Throws
    /// <see cref="ProblemException"/> when it cannot read at all, before any write.
    /// </summary>
    /// <param name="request">By what they are looked for.</param>
    /// <param name="approved">The machines that may be started; what is found beyond them is left alone. Null for all.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Nothing is stopped here: either step leaves alone what is not begun.</param>
    public async Task<RecoverReport> RecoverAsync(
        RecoverRequest request,
        IReadOnlySet<InstanceId>? approved,
        IApplyProgress progress,
        ApplyCancellation cancellation
    )
    {
        var (findings, read, readAt) = await FindAsync(request, cancellation.NoNewStops);
        var plan = RecoverPlan.Of(_api.Region, findings.LeftDown.Where(candidate => approved?.Contains(candidate.Id) ?? true));
        var started = plan.IsActionable ? await CarryOutAsync(plan, [], read, readAt, progress, cancellation) : null;
        var report = new RecoverReport(findings, started);
        InstanceId[] marked =
        [
            .. findings
                .Candidates.Where(candidate =>
                    candidate.HasOldMark && (candidate.State == RecoverState.Running || report.Recovered.Contains(candidate.Id))
                )
                .Select(candidate => candidate.Id),
        ];
        if (marked.Length > 0)
        {
            await _conductor.TidyAsync(marked);
        }

        return report;
    }

    private async Task<(RecoverFindings Findings, FleetSnapshot Read, TimeSpan ReadAt)> FindAsync(
        RecoverRequest request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (marked, unknown) = await ListMarkedAsync(cancellationToken);
            var readAt = _conductor.Stamp();
            var mark = _conductor.Windows.Mark();
            HashSet<InstanceId> ids = [.. request.Windows.Select(window => window.Id), .. request.Named];
            ids.UnionWith(marked ?? ids);
            var readings =
                marked is null || request.ListsStopped ? await _reader.ReadRegionAsync(ids, cancellationToken)
                : ids.Count > 0 ? await _reader.ReadAsync(ids, CallPriority.Read, cancellationToken)
                : new Dictionary<InstanceId, Reading>();
            var read = FleetSnapshot
                .Empty(_api.Region)
                .With(readings.Where(entry => entry.Value.Instance is not null).Select(entry => (entry.Key, entry.Value.Instance)));
            var begun = _time.GetTimestamp();
            var isTold = false;
            while (true)
            {
                // What this process has down now is nobody's to recover.
                var fleet = _conductor.Windows.Overlay(read, mark);
                var findings = RecoverFindings.Of(_api.Region, request, fleet.Instances, marked);
                InstanceId[] busy = [.. findings.Candidates.Where(candidate => candidate.IsBusy).Select(candidate => candidate.Id)];
                if (busy.Length == 0 || _time.GetElapsedTime(begun) >= _options.BusyBound)
                {
                    return (findings with { Problems = [.. findings.Problems, .. unknown] }, read, readAt);
                }

                if (!isTold)
                {
                    isTold = true;
                    _options.Waiting?.Invoke(WaitingFor(busy, fleet));
                }

                var round = await _poller.NextRoundAsync(busy).WaitAsync(cancellationToken);
                read = read.With(busy.Select(id => (id, round[id].Instance)));
            }
        }
        catch (CvmException exception)
        {
            throw new ProblemException(exception.ToProblem());
        }
    }

    /// <summary>The tag service tells it in one call; where it may not be asked, the whole region is read for what it shows.</summary>
    private async Task<(IReadOnlySet<InstanceId>? Marked, Problem[] Why)> ListMarkedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ((await _api.ListMarkedAsync(cancellationToken)).ToHashSet(), []);
        }
        catch (CvmException refused) when (refused.ErrorClass == ErrorClass.Authorization)
        {
            return (
                null,
                [
                    refused.ToProblem() with
                    {
                        Severity = Severity.Warning,
                        Remedy = "Allow tag:DescribeResourcesByTags, and the region need not be read whole for markers.",
                    },
                ]
            );
        }
    }
}
