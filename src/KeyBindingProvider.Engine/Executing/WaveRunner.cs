using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>One wave: takes the leases, looks again, sorts out who still needs what, and changes the rest in batches that fit the free slots.</summary>
internal sealed class WaveRunner(
    ApplyRun run,
    OperationWaiter waiter,
    WindowRunner window,
    ForceRunner force,
    ChangeRunner change,
    InstanceLeases leases,
    InstanceLeases canaryGate
)
{
    /// <summary>Changes the members; each of them ends with a failure, a pending code, or as its keys read.</summary>
    public async Task RunAsync(Wave wave, List<Member> members, DownSlots slots, Func<bool> overBudget)
    {
        using var lease = await leases.AcquireAsync(members.Select(member => member.Id), CancellationToken.None);
        await LookAgainAsync(members);
        members.ForEach(member => Judge(member, wave.Kind == WaveKind.Stopped));

        var stopped = members.FindAll(member => IsChangeable(member) && member.State == PowerState.Stopped);
        if (!run.StartOnly && run.Aborted is null)
        {
            stopped.ForEach(member => member.Reached = true);
            // Remove-only instances may be cut across calls; the others need their bind and unbind as one.
            await change.RunAsync(stopped.FindAll(member => !member.Change.NeedsBind(member.Keys)), mayShareInstances: true);
            await change.RunAsync(stopped.FindAll(member => member.Change.NeedsBind(member.Keys)), mayShareInstances: false);
        }

        var queue = new Queue<Member>(members.Where(member => IsChangeable(member) && member.State == PowerState.Running));
        while (queue.Count > 0 && slots.Free > 0 && !overBudget() && run.WhyNoNewStop() is null)
        {
            await OpenWindowAsync(queue, slots);
        }
    }

    private async Task OpenWindowAsync(Queue<Member> queue, DownSlots slots)
    {
        // Until one full cycle has succeeded in this process, one window at a time, and a small one. The gate is one lease on no instance.
        using var gate = MustProve() ? await canaryGate.AcquireAsync([default], CancellationToken.None) : null;
        var size = MustProve() ? Math.Min(run.Policy.Canary, slots.Free) : slots.Free;
        var batch = new List<Member>();
        while (batch.Count < size && queue.TryDequeue(out var member))
        {
            member.Reached = true;
            member.GoingDown();
            batch.Add(member);
        }

        await window.RunAsync(batch.FindAll(member => member.Change.StopMode != StopMode.ForceStop));
        await force.RunAsync(batch.FindAll(member => member.Change.StopMode == StopMode.ForceStop));
        run.Traits.CanaryProven |= batch.TrueForAll(member =>
            member.PowerCycled && member.IsOpen && member.Change.IsSatisfiedBy(member.Keys)
        );
    }

    private bool MustProve() => run.Policy.Canary > 0 && !run.Traits.CanaryProven;

    /// <summary>Reads the wave directly before it is changed, and waits for what is busy, up to the bound.</summary>
    private async Task LookAgainAsync(List<Member> members)
    {
        var begun = run.Now;
        var first = true;
        var unread = await waiter.AwaitAsync(
            members,
            "ready",
            member =>
                member.Instance is { } instance
                    ? !(instance.State.IsPassing || instance.LatestOperation.IsOperating)
                    : member.TimesMissing >= OperationWaiter.LooksUntilGone,
            _ =>
            {
                var leave = !first && run.Now - begun >= run.Options.BusyBound;
                first = false;
                return leave;
            }
        );
        foreach (var member in unread.Where(member => member.Last is null))
        {
            member.Fail(ProblemCodes.Unverified, "could not be read directly before its change, so it was not begun.");
        }
    }

    private static bool IsChangeable(Member member) =>
        member.IsOpen && member.Instance is not null && !member.Change.IsSatisfiedBy(member.Keys);

    /// <summary>What the plan assumed is looked at once more; who is not as assumed is failed or left pending, never surprised.</summary>
    private void Judge(Member member, bool plannedStopped)
    {
        if (!member.IsOpen || (member.Instance is not null && member.Change.IsSatisfiedBy(member.Keys)))
        {
            return;
        }

        var code = PendingCodes.Of(member.Change with { Bound = member.Keys }, member.Instance, member.Change.AllowKeyless);
        var isGone = code == PendingCode.Missing || member.State.IsGoing;
        if (
            code == PendingCode.Ready
            || (isGone && !member.Change.NeedsBind(member.Keys))
            || (code == PendingCode.Running && !plannedStopped)
        )
        {
            return;
        }

        if (run.Policy.OnBlocked == OnBlocked.Skip || (code == PendingCode.Running && run.Policy.StopPolicy == StopPolicy.StoppedOnly))
        {
            member.Pending = code;
        }
        else if (code == PendingCode.Running)
        {
            member.Fail(
                ProblemCodes.ChangedMeanwhile,
                "was stopped when the plan was made and is running now; the plan did not say that it would be stopped."
            );
        }
        else
        {
            member.Fail(PendingCodes.ToProblemCode(code), $"is not as it was when the plan was made: {member.State}.");
        }
    }
}
