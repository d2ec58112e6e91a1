using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>Takes instances down softly or hard, with KEEP_CHARGING, and waits for STOPPED.</summary>
internal sealed class StopRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter)
{
    /// <summary>Sends the stops; answers the members that are going down because of us.</summary>
    public async Task<List<Member>> SendAsync(List<Member> members)
    {
        foreach (var group in members.GroupBy(member => member.Change.StopMode is StopMode.Hard or StopMode.ForceStop))
        {
            await sender.SendAsync(new WriteCall(CallAction.Stop, KeySet.Empty, Force: group.Key), group);
        }

        foreach (var member in members)
        {
            if (member.Refusal is { } refusal)
            {
                member.Fail(ProblemCodes.StopFailed, $"could not be stopped: {refusal.Message}");
            }

            // Refused in so many words: it did not go down by us. After a lost answer it still may.
            if (!member.StoppedByUs && (member.Refusal is null or { IsAmbiguous: false }))
            {
                member.Up(cycled: false);
            }
        }

        return [.. members.Where(member => member.StoppedByUs)];
    }

    /// <summary>
    /// Waits until members are STOPPED. Leaves when all are settled, or when some have been ready for the straggler grace, so that a machine that
    /// stops slowly does not keep the others down. What is not ready is kept in <paramref name="going"/>.
    /// </summary>
    public async Task<List<Member>> AwaitReadyAsync(List<Member> going)
    {
        var ready = new List<Member>();
        DateTimeOffset? firstReady = null;
        var open = await waiter.AwaitAsync(
            going,
            "STOPPED",
            member =>
            {
                if (IsStopped(member))
                {
                    firstReady ??= run.Now;
                    ready.Add(member);
                    return true;
                }

                return HasEndedOtherwise(member);
            },
            open => (firstReady is { } since && run.Now - since >= run.Options.StragglerGrace) || open.Exists(MustHarden)
        );

        await EscalateAsync(open);
        going.Clear();
        going.AddRange(open.Where(member => member.IsOpen));

        return ready;
    }

    private static bool IsStopped(Member member) =>
        member.Instance is { LatestOperation.IsOperating: false } && member.State == PowerState.Stopped;

    /// <summary>Failed, reverted, gone or too late. A member that may still stop keeps its slot; the ledger follows it.</summary>
    private bool HasEndedOtherwise(Member member)
    {
        if (member.TimesMissing >= OperationWaiter.LooksUntilGone)
        {
            member.Fail(ProblemCodes.MissingInstance, "vanished while it was being stopped.");
            member.Up(cycled: false);
            return true;
        }

        var isRunning = member.Instance is { LatestOperation.IsOperating: false } && member.State == PowerState.Running;
        if (isRunning && waiter.IsOperationOver(member, goalRead: false, Timeout(member)))
        {
            var latest = member.Instance!.LatestOperation;
            var isOurs = member.RequestId.Length > 0 && latest.RequestId == member.RequestId;
            var why = isOurs && latest.IsFailed ? $"the service reports: {latest.Error}" : "it is running again";
            member.Fail(ProblemCodes.StopFailed, $"did not stop; {why} (request {member.RequestId}).");
            // Our own request on record as ended, and RUNNING: it did not take. Otherwise it may still stop late.
            if (isOurs)
            {
                member.Up(cycled: member.SeenDown);
            }

            return true;
        }

        if (run.Now - member.SentAt < Timeout(member))
        {
            return false;
        }

        if (MustHarden(member))
        {
            // Over for this round of looking: EscalateAsync takes it from here.
            return false;
        }

        FailLate(member);
        return true;
    }

    private bool MustHarden(Member member) =>
        member is { IsOpen: true, Hardened: false, Change.StopMode: StopMode.SoftThenHard } && run.Now - member.SentAt >= Timeout(member);

    private void FailLate(Member member) =>
        member.Fail(
            ProblemCodes.StopTimedOut,
            $"is still {member.State} {Timeout(member).TotalSeconds:0} s after the stop (request {member.RequestId})."
        );

    private TimeSpan Timeout(Member member) =>
        member.Hardened ? run.Options.LateStopBound : TimeSpan.FromSeconds(run.Policy.StopTimeoutSeconds);

    /// <summary><c>gracefulThenForce</c>: HARD at the deadline. Refused because it is STOPPING: keep looking, to a second bound.</summary>
    private async Task EscalateAsync(List<Member> open)
    {
        var late = open.FindAll(MustHarden);
        if (late.Count == 0)
        {
            return;
        }

        if (run.WhyNoNewStop() is not null)
        {
            late.ForEach(FailLate);
            return;
        }

        late.ForEach(member => member.Hardened = true);
        await sender.SendAsync(new WriteCall(CallAction.Stop, KeySet.Empty, Force: true), late);
        late.ForEach(member => member.Accept(member.RequestId, run.Now));
    }
}
