using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Reads what became of a write that was not simply accepted, before anybody sends it again: a refused batch of which the healthy part may have gone
/// on, and a lost answer whose request may still land (rule <c>read-before-repeat</c>).
/// </summary>
internal sealed class WriteAftermath(ApplyRun run, OperationWaiter waiter)
{
    /// <summary>
    /// Finds out what a refused call did, and takes out who does not need it any more. Where the healthy part of the batch may have gone on, that takes as
    /// long as the service's answers can be old.
    /// </summary>
    public async Task OfRefusalAsync(WriteCall call, List<Member> batch, CvmException refusal, bool mayHaveLanded)
    {
        var refusedAt = run.Now;
        // A batch of one that was refused did nothing: there is no healthy part of it.
        var hasHealthyPart = batch.Count > 1;
        if (refusal.RequestId.Length > 0)
        {
            call.RefusedRequests.Add(refusal.RequestId);
        }

        await SettleAsync(batch, refusedAt, mayHaveLanded && hasHealthyPart ? run.Options.StalenessBound : TimeSpan.Zero);
        if (hasHealthyPart || refusal.ErrorClass is ErrorClass.Busy or ErrorClass.PassingState)
        {
            Subtract(call, batch, refusedAt);
        }
    }

    /// <summary>Takes out of a refused batch who does not need the write any more: satisfied, or changed by a refused call itself.</summary>
    private void Subtract(WriteCall call, List<Member> batch, DateTimeOffset refusedAt) =>
        batch.RemoveAll(member =>
        {
            var request = member.Instance?.LatestOperation.RequestId ?? "";
            // Where operations do not show, a forced change is known by the power that went: it must not be taken again.
            var claimed = call.RefusedRequests.Contains(request) || (call.IsForcedChange && member.SeenDown);
            if (run.Rules.StillNeeded(call.IsSatisfiedBy(member), claimed))
            {
                return false;
            }

            if (claimed)
            {
                call.AcceptSeen(member, call.RefusedRequests.Contains(request) ? request : "", refusedAt);
            }
            else if (call.Action is not CallAction.Stop)
            {
                member.Accept("", refusedAt);
            }

            return true;
        });

    /// <summary>Looks until nothing goes on in the batch, and at least until <paramref name="atLeast"/> after the call.</summary>
    private async Task SettleAsync(List<Member> batch, DateTimeOffset sentAt, TimeSpan atLeast)
    {
        var looked = false;
        await waiter.AwaitAsync(
            batch,
            "settled",
            member => (member.Instance is null || !IsUnsettled(member.Instance)) && run.Now - sentAt >= atLeast,
            _ =>
            {
                var leave = looked && run.Now - sentAt >= atLeast + run.Options.BusyBound;
                looked = true;
                return leave;
            }
        );
    }

    private static bool IsUnsettled(InstanceSnapshot instance) => instance.LatestOperation.IsOperating || instance.State.IsPassing;

    /// <summary>
    /// After an answer was lost: waits out the time in which the request may still land and its effect may not show, wants two equal looks,
    /// and takes out whoever has what was asked for.
    /// </summary>
    public async Task OfLostAnswerAsync(
        WriteCall call,
        List<Member> batch,
        Dictionary<InstanceId, InstanceSnapshot?> before,
        DateTimeOffset sentAt,
        CvmException refusal
    )
    {
        if (!run.Rules.ReadAfterAmbiguity)
        {
            return;
        }

        batch.ForEach(member => member.MayHaveBeenWritten(sentAt));
        var previous = new Dictionary<InstanceId, InstanceSnapshot?>();
        var deadline = sentAt + run.Options.StalenessBound + run.Options.ChangeBound;
        var unread = await waiter.AwaitAsync(
            batch,
            "lost answer",
            member =>
            {
                var isStable = previous.TryGetValue(member.Id, out var earlier) && LooksAlike(earlier, member.Instance);
                previous[member.Id] = member.Instance;
                var isQuiet = member.Instance is null || !IsUnsettled(member.Instance);
                return run.Now >= deadline || (isStable && isQuiet && run.Now - sentAt >= run.Options.StalenessBound);
            }
        );
        if (unread.Count > 0)
        {
            foreach (var member in batch)
            {
                // Nobody may look any more, and it may still land.
                member.Refuse(refusal);
                member.BrokenOffAt = run.Now;
            }

            batch.Clear();
            return;
        }

        batch.RemoveAll(member =>
        {
            if (call.IsSatisfiedBy(member))
            {
                // Down after we saw it running and sent a stop: ours, whoever's request the service names.
                call.AcceptSeen(member, "", sentAt);
                return true;
            }

            if (call.IsForcedChange && (member.SeenDown || !LooksAlike(before[member.Id], member.Instance)))
            {
                // A forced change may be half way: sending it again could pull the plug twice.
                member.StoppedByUs = true;
                member.Refuse(refusal);
                return true;
            }

            return false;
        });
    }

    private static bool LooksAlike(InstanceSnapshot? a, InstanceSnapshot? b) =>
        (a is null && b is null)
        || (a is not null && b is not null && a.State == b.State && a.Keys.Equals(b.Keys) && a.LatestOperation == b.LatestOperation);
}
