using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <content>Changes of keys with the power cycle around them, and the steps that all operations are made of.</content>
internal sealed partial class InstanceMachine
{
    private void PowerOffAndChange(SimulatedInstance instance, RunningOperation operation, KeyChange change, PowerPath path)
    {
        SetState(instance, InstanceStates.Stopping);
        var soft = path is PowerPath.ShutDownAndLeave or PowerPath.ShutDownUnlessItHangs;
        var stuck = path == PowerPath.ShutDownUnlessItHangs && MannerOf(instance) != SoftStopManner.Normal;
        Then(
            instance,
            operation,
            soft ? options.StopSoft : options.StopHard,
            () =>
            {
                if (stuck)
                {
                    // The international text: no power-off after a normal shutdown that failed.
                    SetState(instance, InstanceStates.Running);
                    End(instance, operation, "the guest did not shut down in time");
                    return;
                }

                SetState(instance, InstanceStates.Stopped);
                Then(instance, operation, TimeOf(change), () => AfterPowerOff(instance, operation, change, path));
            }
        );
    }

    private void AfterPowerOff(SimulatedInstance instance, RunningOperation operation, KeyChange change, PowerPath path)
    {
        if (path is PowerPath.ShutDownAndLeave or PowerPath.ShutDownUnlessItHangs)
        {
            LandAndEnd(instance, operation, change);
            return;
        }

        var order = operation.Order;
        var restart =
            options.RestartRequestId == RestartRequestId.Own
                ? order with
                {
                    Action = "StartInstances",
                    RequestId = dice.Guid("restart/" + instance.Id, instance.NextTurn()),
                    FailureMessage = null,
                }
                : order;
        if (path == PowerPath.PowerOffRestartRefused || instance.StartRefused is not null)
        {
            LandAndEnd(instance, operation, change);
            if (restart.Shows && options.RestartRequestId == RestartRequestId.Own)
            {
                ShowLatest(instance, restart, "FAILED", "the instance could not be started again");
            }

            return;
        }

        if (options.RestartRequestId == RestartRequestId.Own)
        {
            LandAndEnd(instance, operation, change);
            operation = Begin(instance, restart);
        }
        else if (order.FailureMessage is null)
        {
            Land(instance, order, change);
        }

        SetState(instance, InstanceStates.Starting);
        Then(
            instance,
            operation,
            options.Start,
            () =>
            {
                SetState(instance, InstanceStates.Running);
                End(instance, operation, operation.Order.FailureMessage);
            }
        );
    }

    private void LandAndEnd(SimulatedInstance instance, RunningOperation operation, KeyChange change)
    {
        if (operation.Order.FailureMessage is null)
        {
            Land(instance, operation.Order, change);
        }

        End(instance, operation, operation.Order.FailureMessage);
    }

    private void Land(SimulatedInstance instance, OperationOrder order, KeyChange change)
    {
        var before = instance.Keys;
        var after = change.Apply(before, options.Bind);
        instance.SetKeys(after, Due(instance, options.KeysLag), Due(instance, options.ListLag));
        ledger.KeysChanged(instance, order.Actor, before, change);
    }

    private RunningOperation Begin(SimulatedInstance instance, OperationOrder order)
    {
        var operation = new RunningOperation(order);
        instance.Running = operation;
        if (order.Shows)
        {
            ShowLatest(instance, order, "OPERATING", null);
        }

        return operation;
    }

    private void End(SimulatedInstance instance, RunningOperation operation, string? failure)
    {
        instance.Running = null;
        if (operation.Order.Shows)
        {
            ShowLatest(instance, operation.Order, failure is null ? "SUCCESS" : "FAILED", failure);
        }
    }

    private void ShowLatest(SimulatedInstance instance, OperationOrder order, string state, string? error) =>
        instance.SetLatest(new LatestOperation(order.Action, state, order.RequestId, error), Due(instance, options.OperationLag));

    private void SetState(SimulatedInstance instance, string state, bool stopCharging = false)
    {
        instance.SetPower(state, stopCharging, Due(instance, options.StateLag));
        ledger.StateChanged(instance);
    }

    private void Then(SimulatedInstance instance, RunningOperation operation, DurationRange time, Action happens) =>
        timeline.After(
            Draw(instance, time),
            () =>
            {
                if (ReferenceEquals(instance.Running, operation))
                {
                    happens();
                }
            }
        );

    private DurationRange TimeOf(KeyChange change) => change.IsBind ? options.BindTime : options.UnbindTime;

    private DateTimeOffset Due(SimulatedInstance instance, DurationRange lag) => timeline.Now + Draw(instance, lag);

    private TimeSpan Draw(SimulatedInstance instance, DurationRange range) =>
        (range.Min == range.Max ? range.Min : range.At(dice.Roll(instance.Id, instance.NextTurn(), "time"))) / options.TimeScale;
}
