using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>One wave: takes the leases, looks again, sorts out who still needs what, and changes the rest in batches that fit the free slots.</summary>
internal sealed class WaveRunner(
    ApplyRun run,
    OperationWaiter waiter,
    WindowRunner window,
    ForceRunner force,
    ChangeRunner change,
    InstanceLeases leases
)
{
    private readonly List<Member> _kept = [];

    /// <summary>Changes the members; each of them ends with a failure, a pending code, or as its keys read.</summary>
    public async Task RunAsync(Wave wave, List<Member> members, Func<bool> overBudget)
    {
        try
        {
            using var lease = run.Rules.Lease ? await leases.AcquireAsync(members.Select(member => member.Id), run.WhenCancelled) : null;
            foreach (var member in members.Where(member => lease?.Ids.Contains(member.Id) == false))
            {
                Block(member, PendingCode.Busy, "another operation of this process has it down and cannot bring it up.");
            }

            try
            {
                await RunLeasedAsync(wave, members.FindAll(member => member.IsOpen), overBudget);
            }
            finally
            {
                foreach (var member in members.Where(member => member.MayBeDown && lease is not null))
                {
                    lease!.Keep(member.Id);
                    _kept.Add(member);
                }
            }
        }
        catch (OperationCanceledException) when (run.NoNewStops)
        {
            // Cancelled while it waited for its turn; what had a turn is finished.
        }
    }

    /// <summary>Gives up the leases of instances that came up late, or at the end of the operation of all.</summary>
    public void ReleaseKept(bool all)
    {
        foreach (var member in _kept.FindAll(member => all || !member.MayBeDown))
        {
            _kept.Remove(member);
            leases.Release(member.Id);
        }
    }

    private async Task RunLeasedAsync(Wave wave, List<Member> members, Func<bool> overBudget)
    {
        await LookAgainAsync(members);
        members.ForEach(member => Judge(member, wave.Kind == WaveKind.Stopped));
        await ChangeStoppedAsync(members);
        var queue = members.FindAll(member => IsChangeable(member) && member.State == PowerState.Running);
        while (queue.Count > 0 && !overBudget() && run.WhyNoNewStop() is null && await OpenWindowAsync(queue)) { }
    }

    private async Task ChangeStoppedAsync(List<Member> members)
    {
        var stopped = members.FindAll(member => IsChangeable(member) && member.State == PowerState.Stopped);
        if (run.NoNewStops || run.Aborted is not null)
        {
            return;
        }

        stopped.ForEach(member => member.Reached = true);
        // Remove-only instances may be cut across calls; the others need their bind and unbind as one.
        await change.RunAsync(stopped.FindAll(member => !member.Change.NeedsBind(member.Keys)), mayShareInstances: true);
        await change.RunAsync(stopped.FindAll(member => member.Change.NeedsBind(member.Keys)), mayShareInstances: false);
    }

    /// <summary>Takes as many of the queue as may go down now through a window; false when no more may.</summary>
    private async Task<bool> OpenWindowAsync(List<Member> queue)
    {
        // Until one full cycle has succeeded in this process, one window at a time, and a small one.
        using var gate = MustProve(queue) ? await run.Traits.CanaryGate.AcquireAsync([default], run.WhenCancelled) : null;
        if (run.WhyNoNewStop() is not null)
        {
            return false;
        }

        var mustProve = MustProve(queue);
        if (!mustProve)
        {
            // Proven by whoever held the gate before: who waits for it need not wait any longer.
            gate?.Dispose();
        }

        var most = mustProve ? run.Policy.Canary : int.MaxValue;
        var admitted = (await run.Budget.TakeAsync([.. queue.Select(member => member.Id)], most, run.WhenCancelled)).ToHashSet();
        var batch = queue.FindAll(member => admitted.Contains(member.Id));
        queue.RemoveAll(batch.Contains);
        batch.ForEach(member => member.GoingDown());
        await DropWhoHasChangedAsync(batch);
        batch.ForEach(member => member.Reached = true);

        await window.RunAsync(batch.FindAll(member => member.Change.StopMode != StopMode.ForceStop));
        await force.RunAsync(batch.FindAll(member => member.Change.StopMode == StopMode.ForceStop));
        batch.ForEach(member => member.EndWindow());
        Learn(batch, mustProve);
        return admitted.Count > 0;
    }

    /// <summary>After a wait for the gate or for slots the look before it is old: somebody may have stopped or changed an instance meanwhile.</summary>
    private async Task DropWhoHasChangedAsync(List<Member> batch)
    {
        await waiter.LookIfStaleAsync(batch, batch);
        batch.ForEach(member => Judge(member, plannedStopped: false));
        var others = batch.FindAll(member => !IsChangeable(member) || member.State != PowerState.Running);
        others.ForEach(member => member.Up(cycled: false));
        batch.RemoveAll(others.Contains);
        await ChangeStoppedAsync(others);
    }

    private void Learn(List<Member> batch, bool mustProve)
    {
        if (batch.Count > 0 && batch.TrueForAll(member => member.PowerCycled && member.IsOpen && member.Change.IsSatisfiedBy(member.Keys)))
        {
            run.Traits.ForceProven = true;
            run.Traits.CanaryProven |= !AreForced(batch);
        }

        InstanceId[] lost = [.. batch.Where(member => member.StartGivenUp && member.MayBeDown).Select(member => member.Id)];
        if (mustProve && lost.Length > 0)
        {
            run.Traits.CanaryLost ??= Problem.Error(
                ProblemCodes.NotReached,
                $"Not begun because {InstanceList.Of(lost)}, stopped first, could not be started: nothing more is stopped."
            ) with
            {
                Instances = lost,
            };
        }
    }

    private bool MustProve(List<Member> queue) =>
        run.Rules.Canary && run.Policy.Canary > 0 && !run.Traits.CanaryProven && !(run.Traits.ForceProven && AreForced(queue));

    private static bool AreForced(List<Member> members) => members.TrueForAll(member => member.Change.StopMode == StopMode.ForceStop);

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
        foreach (
            var member in members.Where(member =>
                member.State == PowerState.Running && member.Instance is { LatestOperation.IsOperating: false }
            )
        )
        {
            // One that an earlier operation of this process had to leave down, and that somebody has started.
            run.Budget.SeenUp(member.Id);
        }

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

        if (code == PendingCode.Running && run.Policy.StopPolicy != StopPolicy.StoppedOnly && run.Policy.OnBlocked != OnBlocked.Skip)
        {
            member.Fail(
                ProblemCodes.ChangedMeanwhile,
                "was stopped when the plan was made and is running now; the plan did not say that it would be stopped."
            );
            return;
        }

        Block(member, code, $"is not as it was when the plan was made: {member.State}.");
    }

    private void Block(Member member, PendingCode code, string why)
    {
        if (run.Policy.OnBlocked == OnBlocked.Skip || code == PendingCode.Running)
        {
            member.Pending = code;
        }
        else
        {
            member.Fail(PendingCodes.ToProblemCode(code), why);
        }
    }
}
