using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine;

/// <content>Reads, and the plans that are made of them.</content>
public sealed partial class KeyBindingEngine
{
    /// <summary>
    /// Reads the key pairs and instances that a query asks for; those in a stop window of ours show as RUNNING, which is what they will be again.
    /// Throws <see cref="ProblemException"/> when it cannot read.
    /// </summary>
    public async Task<FleetSnapshot> ObserveAsync(FleetQuery query, CancellationToken cancellationToken)
    {
        var mark = _conductor.Windows.Mark();
        return _conductor.Windows.Overlay(await ReadAsync(query, cancellationToken), mark);
    }

    private async Task<FleetSnapshot> ReadAsync(FleetQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await _observer.ObserveAsync(query, cancellationToken);
        }
        catch (CvmException exception)
        {
            throw new ProblemException(exception.ToProblem());
        }
    }

    /// <summary>The plan, the fleet that it was made of, and the same as it was really read, windows of ours and all.</summary>
    private async Task<(Plan Plan, FleetSnapshot Fleet, FleetSnapshot Read)> ObserveAndPlanAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        CancellationToken cancellationToken,
        Func<IEnumerable<InstanceId>, IReadOnlyDictionary<InstanceId, KeySet>>? expected = null
    )
    {
        var begun = _time.GetTimestamp();
        var mark = _conductor.Windows.Mark();
        var read = await ReadAsync(FleetQuery.For(intents()), cancellationToken);
        while (true)
        {
            var fleet = _conductor.Windows.Overlay(read, mark);
            var plan = Planner.Plan(
                new PlanRequest(_api.Region, intents(), fleet, _conductor.CanaryProven, expected?.Invoke(fleet.Instances.Keys))
            );
            InstanceId[] busy = [.. plan.Pending.Where(pending => pending.Code == PendingCode.Busy).Select(pending => pending.Change.Id)];
            if (busy.Length == 0 || _time.GetElapsedTime(begun) >= _options.BusyBound)
            {
                return (plan, fleet, read);
            }

            try
            {
                var readings = await _poller.NextRoundAsync(busy).WaitAsync(cancellationToken);
                read = read.With(busy.Select(id => (id, readings[id].Instance)));
            }
            catch (CvmException exception)
            {
                throw new ProblemException(exception.ToProblem());
            }
        }
    }

    private sealed class NobodysClaims : IClaims
    {
        public KeySet ClaimedOn(InstanceId instance, string owner) => KeySet.Empty;
    }
}
