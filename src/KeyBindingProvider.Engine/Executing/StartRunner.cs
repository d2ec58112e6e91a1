using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>Starts what we stopped and waits for RUNNING. Tries again until the bound: leaving a machine down is the worst end.</summary>
internal sealed class StartRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter)
{
    /// <summary>A start that was accepted and came to nothing is sent again at most this often.</summary>
    private const int Attempts = 3;

    public async Task RunAsync(IEnumerable<Member> members)
    {
        var down = members.Where(member => member.StoppedByUs).ToList();
        if (!run.Rules.Restart)
        {
            return;
        }

        for (var attempt = 1; down.Count > 0 && attempt <= Attempts; attempt++)
        {
            await sender.SendAsync(new WriteCall(CallAction.Start, KeySet.Empty, Force: false), down.Where(member => !IsUp(member)));
            if (!run.Rules.HoldSlotUntilRunning)
            {
                down.ForEach(member => run.Budget.Release(member.Id));
            }

            await waiter.AwaitAsync(
                down.Where(member => member.Refusal is null),
                "RUNNING",
                member => IsUp(member) || waiter.IsOperationOver(member, goalRead: false, run.Options.StartBound)
            );
            foreach (var member in down.Where(IsUp))
            {
                member.Up(cycled: true);
            }

            down.RemoveAll(member => !member.StoppedByUs || member.TimesMissing >= OperationWaiter.LooksUntilGone);
        }

        down.ForEach(member => member.StartGivenUp = true);
    }

    /// <summary>RUNNING and nothing going on, after it was seen down: an old RUNNING may be stale (rule <c>done-is-read</c>).</summary>
    private bool IsUp(Member member) =>
        member.Instance is { } instance
        && member.State == PowerState.Running
        && run.Rules.IsDone(goalRead: member.SeenDown || IsOurs(member, instance), instance.LatestOperation, member.RequestId);

    private static bool IsOurs(Member member, InstanceSnapshot instance) =>
        member.RequestId.Length > 0 && instance.LatestOperation.RequestId == member.RequestId;
}
