using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine;

/// <content>A plan is followed, whoever made it.</content>
public sealed partial class KeyBindingEngine
{
    private async Task<ApplyReport> CarryOutAsync(
        Plan plan,
        IReadOnlyCollection<ResourceIntent> intents,
        FleetSnapshot read,
        TimeSpan readAt,
        IApplyProgress progress,
        ApplyCancellation cancellation,
        string owner = "",
        Gather gather = default
    )
    {
        var feed = new ProgressFeed(progress, _time);
        feed.Report(new ApplyEvent.Planned(plan));
        var rewritten = await RewriteAsync(plan, feed, cancellation);
        read = With(read, rewritten);
        var request = new PlanRunRequest
        {
            Plan = plan,
            Intents = intents,
            Fleet = read,
            ReadAt = readAt,
            Owner = owner,
            Gather = gather,
            Feed = feed,
            Cancellation = cancellation,
        };
        var run = new PlanRun(_conductor, request);
        Problem? fault = null;
        try
        {
            await run.RunAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The conductor starts what is down whatever becomes of whoever asked. What is left is to tell the truth.
            fault = Problem.Fault(exception);
        }

        var report = await new ReportBuilder(_reader).BuildAsync(request, run, fault);
        await feed.EndAsync();
        return report with
        {
            Sources = rewritten,
            Problems = [.. rewritten.Select(outcome => outcome.Problem).OfType<Problem>(), .. report.Problems],
        };
    }

    /// <summary>Machines that run and still carry the marker of a run that is gone lose it.</summary>
    private async Task TidyAsync(FleetSnapshot fleet)
    {
        InstanceId[] marked =
        [
            .. fleet
                .Instances.Values.Where(instance => instance.Marker == RestartMark.Old && instance.State == PowerState.Running)
                .Select(instance => instance.Id),
        ];
        if (marked.Length > 0)
        {
            await _conductor.TidyAsync(marked);
        }
    }
}
