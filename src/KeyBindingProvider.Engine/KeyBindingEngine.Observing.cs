using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Resources;

namespace KeyBindingProvider.Engine;

/// <content>Reads, and the plans that are made of them.</content>
public sealed partial class KeyBindingEngine
{
    /// <summary>
    /// Reads the key pairs and instances that a query asks for; those in a stop window of ours show as RUNNING, which is what they will be again.
    /// Throws <see cref="ProblemException"/> when it cannot read all of them.
    /// </summary>
    public Task<FleetSnapshot> ObserveAsync(FleetQuery query, CancellationToken cancellationToken) =>
        ObserveAsync(query, mayBeRecent: false, cancellationToken);

    /// <summary>The same to refresh the state of one resource of many; nothing may be sent by it (rule <c>recent-scan</c>).</summary>
    internal Task<FleetSnapshot> RefreshAsync(FleetQuery query, CancellationToken cancellationToken) =>
        ObserveAsync(query, mayBeRecent: true, cancellationToken);

    private async Task<FleetSnapshot> ObserveAsync(FleetQuery query, bool mayBeRecent, CancellationToken cancellationToken)
    {
        var mark = _conductor.Windows.Mark();
        return _conductor.Windows.Overlay(Readable(await ReadAsync(query, mayBeRecent, cancellationToken)), mark);
    }

    /// <summary>A state would forget what it owns on a machine whose keys are not known: nothing is made of such a look.</summary>
    private static FleetSnapshot Readable(FleetSnapshot fleet)
    {
        InstanceId[] unreadable =
        [
            .. fleet.Instances.Values.Where(instance => instance.IsUnreadable).Select(instance => instance.Id).Order(),
        ];
        return unreadable.Length == 0
            ? fleet
            : throw new ProblemException(
                Problem.Error(
                    ProblemCodes.Unreadable,
                    $"What the service tells of {InstanceList.Of(unreadable)} cannot be read; nothing was changed."
                ) with
                {
                    Instances = unreadable,
                    Remedy = "Look at it in the console and report it to the service.",
                }
            );
    }

    private async Task<FleetSnapshot> ReadAsync(FleetQuery query, bool mayBeRecent, CancellationToken cancellationToken)
    {
        try
        {
            return await _observer.ObserveAsync(query, mayBeRecent, cancellationToken);
        }
        catch (CvmException exception)
        {
            throw new ProblemException(exception.ToProblem());
        }
    }

    /// <summary>The plan by a look that waits for what other objects of the run bring where it would lock somebody out.</summary>
    private async Task<(Plan Plan, FleetSnapshot Fleet, FleetSnapshot Read, TimeSpan ReadAt)> ObserveAndPlanAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        OtherObjects? others,
        bool mayBeRecent,
        CancellationToken cancellationToken,
        KeySet? along = null
    )
    {
        var observed = await ObserveAndPlanOnceAsync(intents, others, mayBeRecent, cancellationToken, along);
        if (others is null)
        {
            return observed;
        }

        var keyless = observed
            .Plan.Pending.Where(pending => pending.Code == PendingCode.WouldBeKeyless)
            .ToDictionary(pending => pending.Change.Id, pending => pending.Change.Remove);
        if (keyless.Count > 0 && await others.WaitAsync(keyless, cancellationToken))
        {
            observed = await ObserveAndPlanOnceAsync(intents, others, mayBeRecent, cancellationToken, along);
        }

        return observed with
        {
            Plan = others.Explained(observed.Plan),
        };
    }

    /// <summary>The plan, the fleet that it was made of, the same as it was really read, windows of ours and all, and when that began.</summary>
    private async Task<(Plan Plan, FleetSnapshot Fleet, FleetSnapshot Read, TimeSpan ReadAt)> ObserveAndPlanOnceAsync(
        Func<IReadOnlyCollection<ResourceIntent>> intents,
        OtherObjects? others,
        bool mayBeRecent,
        CancellationToken cancellationToken,
        KeySet? along = null
    )
    {
        var readAt = _conductor.Stamp();
        var begun = _time.GetTimestamp();
        var mark = _conductor.Windows.Mark();
        var isTold = false;
        var query = FleetQuery.For(intents()) with { Along = along ?? KeySet.Empty };
        var read = await ReadAsync(query, mayBeRecent, cancellationToken);
        // Where there are others an engine keeps a state of this one, which must not forget what it owns.
        read = others is null ? read : Readable(read);
        while (true)
        {
            var fleet = _conductor.Windows.OverlayForPlan(read, mark, intents().SelectMany(intent => intent.LeftDown).ToHashSet());
            var plan = Planner.Plan(
                new PlanRequest(_api.Region, intents(), fleet, _conductor.CanaryProven, others?.Expected(fleet.Instances.Keys))
                {
                    Pinned = _options.PinnedKeys,
                }
            );
            InstanceId[] busy = [.. plan.Pending.Where(pending => pending.Code == PendingCode.Busy).Select(pending => pending.Change.Id)];
            if (busy.Length == 0 || _time.GetElapsedTime(begun) >= _options.BusyBound)
            {
                return (plan, fleet, read, readAt);
            }

            if (!isTold)
            {
                isTold = true;
                _options.Waiting?.Invoke(WaitingFor(busy, fleet));
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

    private string WaitingFor(InstanceId[] busy, FleetSnapshot fleet)
    {
        const int shown = 5;
        var states = busy.Take(shown).Select(id => fleet.Find(id) is { } instance ? $"{id} ({StateOf(instance)})" : $"{id}");
        var more = busy.Length > shown ? $" and {busy.Length - shown} more" : "";
        return $"waiting, for {_options.BusyBound.TotalSeconds:0} s at most, until {Grammar.Instances(busy.Length)} {Grammar.Is(busy.Length)} at rest: {string.Join(", ", states)}{more}";
    }

    private static string StateOf(InstanceSnapshot instance) =>
        !instance.State.IsKnown ? $"{instance.State}, a state that is not documented"
        : instance.LatestOperation.IsOperating ? $"{instance.State}, an operation goes on"
        : $"{instance.State}";

    private sealed class NobodysClaims : IClaims
    {
        public KeySet ClaimedOn(InstanceId instance, string owner) => KeySet.Empty;

        public KeySet ComingOn(InstanceId instance, string owner) => KeySet.Empty;
    }
}
