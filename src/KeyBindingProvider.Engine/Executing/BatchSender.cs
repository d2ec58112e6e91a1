using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Sends a write to many instances and finds out, for each of them, what became of it: accepted, already so, refused for good.
/// Nothing is repeated blindly: whatever may have had an effect is read first (<c>execution-rules.md</c> 6).
/// </summary>
internal sealed class BatchSender(ApplyRun run, OperationWaiter waiter)
{
    /// <summary>An ambiguous write is sent at most this often; each time what could have landed was read first.</summary>
    private const int AmbiguousAttempts = 3;

    /// <summary>When both halves of a batch are refused alike this often in a row, the cause is not one of the instances.</summary>
    private const int AlikeRefusals = 2;

    public async Task SendAsync(WriteCall call, IEnumerable<Member> members)
    {
        foreach (var chunk in members.OrderBy(member => member.Id).Chunk(CvmLimits.InstancesPerCall))
        {
            List<Member> batch = [.. chunk];
            batch.ForEach(member => member.ClearRefusal());
            if (await TryAsync(call, batch) is { } refusal)
            {
                await DivideAsync(call, batch, refusal, alike: 0);
            }
        }
    }

    /// <summary>
    /// Sends until the batch is accepted, satisfied or refused. On a refusal the batch is left holding the members that still need the write.
    /// </summary>
    private async Task<CvmException?> TryAsync(WriteCall call, List<Member> batch)
    {
        var ambiguous = 0;
        var busySince = run.Now;
        while (batch.Count > 0)
        {
            if (call.TakesDown && run.WhyNoNewStop() is not null)
            {
                // Only where no earlier attempt may still land is it certain that nothing went down.
                batch.ForEach(member =>
                {
                    member.Reached = ambiguous > 0;
                    if (ambiguous == 0 && !member.StoppedByUs)
                    {
                        member.Up(cycled: false);
                    }
                });
                batch.Clear();
                break;
            }

            // Started by somebody in our window: a change without force is not for it any more, and a second stop is not ours to send.
            if (call.ChangesStopped && batch.RemoveAll(IsStarted) > 0)
            {
                continue;
            }

            var before = batch.ToDictionary(member => member.Id, member => member.Instance);
            var sentAt = run.Now;
            try
            {
                var requestId = await call.SendAsync(run.Api, [.. batch.Select(member => member.Id)]);
                batch.ForEach(member => Accept(call, member, requestId, sentAt));
                run.Report(new ApplyEvent.CallSent(call.Action, [.. batch.Select(member => member.Id)], call.Keys, call.Force, requestId));
                batch.Clear();
            }
            catch (CvmException refusal) when (refusal.IsAmbiguous)
            {
                await QuarantineAsync(call, batch, before, sentAt, refusal);
                if (batch.Count > 0 && ++ambiguous == AmbiguousAttempts)
                {
                    return refusal;
                }
            }
            catch (CvmException refusal) when (refusal.ErrorClass is ErrorClass.Throttled or ErrorClass.Busy or ErrorClass.PassingState)
            {
                var bound = call.Action == CallAction.Start ? run.Options.StartBound : run.Options.BusyBound;
                await SettleAsync(batch, sentAt, TimeSpan.Zero);
                Subtract(call, batch, refusal, sentAt);
                if (run.Now - busySince >= bound)
                {
                    return batch.Count > 0 ? refusal : null;
                }
            }
            catch (CvmException refusal)
            {
                if (refusal.ErrorClass == ErrorClass.Authorization || (refusal.ErrorClass == ErrorClass.Request && !call.Undivided))
                {
                    run.Abort(refusal);
                }

                // A batch of one that was refused did nothing: there is no healthy part of it.
                await SettleAsync(batch, sentAt, batch.Count > 1 ? run.Options.StalenessBound : TimeSpan.Zero);
                if (batch.Count > 1)
                {
                    Subtract(call, batch, refusal, sentAt);
                }

                return batch.Count > 0 ? refusal : null;
            }
        }

        return null;
    }

    /// <summary>Halves a refused batch until the culprits are alone; the healthy members go on.</summary>
    private async Task DivideAsync(WriteCall call, List<Member> batch, CvmException refusal, int alike)
    {
        if (refusal.ErrorClass == ErrorClass.KeyPair && call.Action == CallAction.Disassociate)
        {
            await DivideKeysAsync(call, batch, refusal);
            return;
        }

        var divisible =
            batch.Count > 1
            && !call.Undivided
            && refusal.ErrorClass is not (ErrorClass.Authorization or ErrorClass.Request or ErrorClass.KeyPair or ErrorClass.Limit);
        if (!divisible)
        {
            batch.ForEach(member => Refuse(call, member, refusal));
            return;
        }

        List<Member>[] halves = [batch[..(batch.Count / 2)], batch[(batch.Count / 2)..]];
        var refusals = new CvmException?[2];
        for (var half = 0; half < 2; half++)
        {
            refusals[half] = await TryAsync(call, halves[half]);
        }

        alike = refusals[0] is not null && refusals[0]?.Code == refusals[1]?.Code ? alike + 1 : 0;
        for (var half = 0; half < 2; half++)
        {
            if (refusals[half] is not { } again)
            {
                continue;
            }

            if (alike >= AlikeRefusals && call.Action != CallAction.Start)
            {
                halves[half].ForEach(member => Refuse(call, member, again));
            }
            else
            {
                await DivideAsync(call, halves[half], again, alike);
            }
        }
    }

    /// <summary>A key is the cause of a refused unbind: the others go on, and a key that does not exist is unbound already.</summary>
    private async Task DivideKeysAsync(WriteCall call, List<Member> batch, CvmException refusal)
    {
        if (call.Keys.Count == 1)
        {
            batch.ForEach(member => member.Accept("", run.Now));
            return;
        }

        foreach (var keys in call.Keys.Chunk((call.Keys.Count + 1) / 2))
        {
            await SendAsync(call with { Keys = KeySet.Of(keys) }, batch);
            await waiter.AwaitAsync(
                batch,
                "keys",
                member => waiter.IsOperationOver(member, call.IsSatisfiedBy(member), run.Options.ChangeBound)
            );
        }
    }

    private static void Accept(WriteCall call, Member member, string requestId, DateTimeOffset sentAt)
    {
        member.Accept(requestId, sentAt);
        member.StoppedByUs |= call.TakesDown;
        member.KeysWritten |= call.Action is CallAction.Associate or CallAction.Disassociate;
        if (call.TakesDown)
        {
            member.ExpectDown();
        }
    }

    private void Refuse(WriteCall call, Member member, CvmException refusal)
    {
        if (call.Action == CallAction.Start && IsAlreadyUp(refusal))
        {
            member.Accept("", run.Now);
            return;
        }

        member.Refuse(refusal);
    }

    private static bool IsAlreadyUp(CvmException refusal) =>
        refusal.Code is "UnsupportedOperation.InstanceStateRunning" or "UnsupportedOperation.InstanceStateStarting";

    /// <summary>Takes out of a refused batch who does not need the write any more: satisfied, or changed by the refused call itself.</summary>
    private void Subtract(WriteCall call, List<Member> batch, CvmException refusal, DateTimeOffset sentAt) =>
        batch.RemoveAll(member =>
        {
            var claimed = refusal.RequestId.Length > 0 && member.Instance?.LatestOperation.RequestId == refusal.RequestId;
            var satisfied = call.IsSatisfiedBy(member);
            if (run.Rules.StillNeeded(satisfied, claimed))
            {
                return false;
            }

            if (claimed)
            {
                Accept(call, member, refusal.RequestId, sentAt);
            }
            else if (call.Action is not CallAction.Stop)
            {
                member.Accept("", sentAt);
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

    private static bool IsStarted(Member member) => member.State == PowerState.Running || member.State == PowerState.Starting;

    private static bool IsUnsettled(InstanceSnapshot instance) => instance.LatestOperation.IsOperating || instance.State.IsPassing;

    /// <summary>
    /// After an answer was lost: waits out the time in which the request may still land and its effect may not show, wants two equal looks,
    /// and takes out whoever has what was asked for.
    /// </summary>
    private async Task QuarantineAsync(
        WriteCall call,
        List<Member> batch,
        Dictionary<InstanceId, InstanceSnapshot?> before,
        DateTimeOffset sentAt,
        CvmException refusal
    )
    {
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
            batch.ForEach(member => member.Refuse(refusal));
            batch.Clear();
            return;
        }

        batch.RemoveAll(member =>
        {
            if (call.IsSatisfiedBy(member))
            {
                // Down after we saw it running and sent a stop: ours, whoever's request the service names.
                Accept(call, member, "", sentAt);
                member.Observe(member.Last!);
                return true;
            }

            if (call.TakesDown && call.Action != CallAction.Stop && !LooksAlike(before[member.Id], member.Instance))
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
