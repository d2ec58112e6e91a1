using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// The life of an instance: what follows an accepted operation, when, and what readers see of it how late. Whether an
/// operation is accepted is decided before (see <see cref="WriteRules"/>).
/// </summary>
internal sealed partial class InstanceMachine(SimulatorOptions options, Timeline timeline, Dice dice, OracleLedger ledger)
{
    public void Stop(SimulatedInstance instance, OperationOrder order, string stopType, bool stopCharging)
    {
        ledger.Down(instance, order.Actor, stopType == StopTypes.Hard ? DownCause.HardStop : DownCause.SoftStop);
        var operation = Begin(instance, order);
        SetState(instance, InstanceStates.Stopping);
        var manner = stopType == StopTypes.Soft ? MannerOf(instance) : SoftStopManner.Normal;
        if (manner == SoftStopManner.Hangs)
        {
            return;
        }

        var time = stopType switch
        {
            StopTypes.Hard => options.StopHard,
            _ when manner == SoftStopManner.Late => options.StopLate,
            _ => options.StopSoft,
        };
        Then(
            instance,
            operation,
            time,
            () =>
            {
                var failure = order.FailureMessage ?? (manner == SoftStopManner.Reverts ? "the guest did not shut down in time" : null);
                SetState(
                    instance,
                    failure is null ? InstanceStates.Stopped : InstanceStates.Running,
                    failure is null && (stopCharging || options.StopChargingAnyway)
                );
                End(instance, operation, failure);
            }
        );
    }

    public void Start(SimulatedInstance instance, OperationOrder order)
    {
        ledger.Start(instance, order.Actor);
        var operation = Begin(instance, order);
        SetState(instance, InstanceStates.Starting);
        Then(
            instance,
            operation,
            options.Start,
            () =>
            {
                SetState(instance, order.FailureMessage is null ? InstanceStates.Running : InstanceStates.Stopped);
                End(instance, operation, order.FailureMessage);
            }
        );
    }

    public void ChangeKeys(SimulatedInstance instance, OperationOrder order, KeyChange change, PowerPath path)
    {
        if (options.KeyChanges == KeyChangeMode.Synchronous)
        {
            order = order with { Shows = false };
        }

        if (path == PowerPath.StaysStopped)
        {
            if (options.KeyChanges == KeyChangeMode.Synchronous)
            {
                Land(instance, order, change);
                return;
            }

            var operation = Begin(instance, order);
            Then(instance, operation, TimeOf(change), () => LandAndEnd(instance, operation, change));
            return;
        }

        ledger.Down(instance, order.Actor, path == PowerPath.ShutDownUnlessItHangs ? DownCause.SoftStop : DownCause.ForceStop);
        PowerOffAndChange(instance, Begin(instance, order), change, path);
    }

    /// <summary>A change by a person at the console: there at once, whatever else goes on.</summary>
    public void ChangeKeysByHand(SimulatedInstance instance, OperationOrder order, KeyChange change)
    {
        Land(instance, order, change);
        if (instance.Running is null)
        {
            ShowLatest(instance, order, "SUCCESS", null);
        }
    }

    public void Terminate(SimulatedInstance instance, OperationOrder order)
    {
        var operation = Begin(instance, order);
        SetState(instance, InstanceStates.Terminating);
        Then(
            instance,
            operation,
            options.Terminate,
            () =>
            {
                instance.SetGone(Due(instance, options.StateLag), Due(instance, options.ListLag));
                ledger.Gone(instance);
                instance.Running = null;
            }
        );
    }

    /// <summary>Lets a passing state of the world's start settle.</summary>
    public void Settle(SimulatedInstance instance)
    {
        if (instance.Origin.SettlesTo is { } state)
        {
            var operation = new RunningOperation(new OperationOrder("Settle", "", Actors.Service) { Shows = false });
            instance.Running = operation;
            Then(
                instance,
                operation,
                DurationRange.Exactly(instance.Origin.SettlesAfter),
                () =>
                {
                    SetState(instance, state);
                    End(instance, operation, null);
                }
            );
        }
    }

    private SoftStopManner MannerOf(SimulatedInstance instance)
    {
        if (instance.Origin.SoftStop is { } manner)
        {
            return manner;
        }

        // Which guest misbehaves is a property of the guest, not of the call.
        var luck = dice.Roll(instance.Id, 0, "soft-stop");
        return luck < options.SoftStopHangs ? SoftStopManner.Hangs
            : luck < options.SoftStopHangs + options.SoftStopReverts ? SoftStopManner.Reverts
            : luck < options.SoftStopHangs + options.SoftStopReverts + options.SoftStopLate ? SoftStopManner.Late
            : SoftStopManner.Normal;
    }
}
