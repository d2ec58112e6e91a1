using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Sends a write to many instances and finds out, for each of them, what became of it: accepted, already so, refused for good.
/// Nothing is repeated blindly: whatever may have had an effect is read first (rule <c>read-before-repeat</c>).
/// </summary>
internal sealed class BatchSender(ApplyRun run, OperationWaiter waiter, WriteAftermath aftermath)
{
    /// <summary>An ambiguous write is sent at most this often; each time what could have landed was read first.</summary>
    private const int AmbiguousAttempts = 3;

    /// <summary>When both halves of a batch are refused alike this often in a row, the cause is not one of the instances.</summary>
    private const int AlikeRefusals = 2;

    /// <summary>Answers the members that the call is not exact for any more, so that nothing was sent to them: they need another one.</summary>
    public async Task<List<Member>> SendAsync(WriteCall call, IEnumerable<Member> members)
    {
        var misfits = new List<Member>();
        foreach (var chunk in members.OrderBy(member => member.Id).Chunk(CvmLimits.InstancesPerCall))
        {
            List<Member> batch = [.. chunk];
            batch.ForEach(member => member.ClearRefusal());
            if (await TryAsync(call, batch, misfits) is { } refusal)
            {
                await DivideAsync(call, batch, misfits, refusal, alike: 0);
            }
        }

        return misfits;
    }

    /// <summary>
    /// Sends until the batch is accepted, satisfied or refused. On a refusal the batch is left holding the members that still need the write.
    /// </summary>
    private async Task<CvmException?> TryAsync(WriteCall call, List<Member> batch, List<Member> misfits)
    {
        var ambiguous = 0;
        var busySince = run.Now;
        while (true)
        {
            TakeOutMisfits(call, batch, misfits);
            if (batch.Count == 0 || (call.ChangesStopped && run.StartOnly))
            {
                batch.Clear();
                return null;
            }

            if (call.TakesDown && run.WhyNoNewStop() is not null)
            {
                GiveUp(batch, mayHaveLanded: ambiguous > 0);
                return null;
            }

            var before = batch.ToDictionary(member => member.Id, member => member.Instance);
            if (call.IsForcedChange)
            {
                batch.ForEach(member => member.ExpectDown());
            }

            try
            {
                var requestId = await call.SendAsync(run.Api, [.. batch.Select(member => member.Id)]);
                // From the answer on: the wait for our own limit does not run any clock, and only a read that begins now has seen the write.
                batch.ForEach(member => call.Accept(member, requestId, run.Now));
                run.Report(new ApplyEvent.CallSent(call.Action, [.. batch.Select(member => member.Id)], call.Keys, call.Force, requestId));
                return null;
            }
            catch (CvmException refusal) when (refusal.IsAmbiguous)
            {
                await aftermath.OfLostAnswerAsync(call, batch, before, run.Now, refusal);
                if (batch.Count > 0 && ++ambiguous == AmbiguousAttempts)
                {
                    return refusal;
                }
            }
            catch (CvmException refusal) when (refusal.ErrorClass is ErrorClass.Throttled or ErrorClass.Busy or ErrorClass.PassingState)
            {
                await aftermath.OfRefusalAsync(
                    call,
                    batch,
                    refusal,
                    mayHaveLanded: call.TakesDown && refusal.ErrorClass != ErrorClass.Throttled
                );
                if (run.Now - busySince >= (call.Action == CallAction.Start ? run.Options.StartBound : run.Options.BusyBound))
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

                await aftermath.OfRefusalAsync(call, batch, refusal, mayHaveLanded: true);
                return batch.Count > 0 ? refusal : null;
            }
        }
    }

    /// <summary>Takes out who must not get this call, by what was read last.</summary>
    private void TakeOutMisfits(WriteCall call, List<Member> batch, List<Member> misfits)
    {
        // Started by somebody in our window: a change without force is not for it any more, and a second stop is not ours to send.
        batch.RemoveAll(member => call.ChangesStopped && IsStarted(member));
        // After a cancel what we took down is finished; a machine that was stopped before needs nothing more from us.
        batch.RemoveAll(member => call.ChangesStopped && run.NoNewStops && !member.StoppedByUs);
        if (call.IsExactFor is { } isExact)
        {
            var others = batch.FindAll(member => !isExact(member, call.Keys));
            misfits.AddRange(others);
            batch.RemoveAll(others.Contains);
        }
    }

    /// <summary>No new stop may be sent any more. Only where no earlier attempt may still land is it certain that nothing went down.</summary>
    private static void GiveUp(List<Member> batch, bool mayHaveLanded)
    {
        foreach (var member in batch)
        {
            member.Reached = mayHaveLanded;
            if (!mayHaveLanded && !member.StoppedByUs)
            {
                member.Up(cycled: false);
            }
        }

        batch.Clear();
    }

    /// <summary>Halves a refused batch until the culprits are alone; the healthy members go on.</summary>
    private async Task DivideAsync(WriteCall call, List<Member> batch, List<Member> misfits, CvmException refusal, int alike)
    {
        if (refusal.ErrorClass == ErrorClass.KeyPair && call.Action == CallAction.Disassociate && (!call.Force || call.Keys.Count == 1))
        {
            await DivideKeysAsync(call, batch, misfits, refusal);
            return;
        }

        if (batch.Count == 1 || !IsDivisible(call, refusal))
        {
            batch.ForEach(member => Refuse(call, member, refusal));
            return;
        }

        List<Member>[] halves = [batch[..(batch.Count / 2)], batch[(batch.Count / 2)..]];
        var refusals = new CvmException?[2];
        for (var half = 0; half < 2; half++)
        {
            refusals[half] = await TryAsync(call, halves[half], misfits);
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
                await DivideAsync(call, halves[half], misfits, again, alike);
            }
        }
    }

    /// <summary>
    /// Only where an instance can be the cause. A start is always halved to the end, also when it is forbidden, as rights may be given instance by
    /// instance: leaving a machine down is the worst end. A signature or a token that is refused is refused for all.
    /// </summary>
    private static bool IsDivisible(WriteCall call, CvmException refusal) =>
        call.Action == CallAction.Start
            ? !refusal.Code.StartsWith("AuthFailure", StringComparison.Ordinal)
            : !call.Undivided
                && refusal.ErrorClass is not (ErrorClass.Authorization or ErrorClass.Request or ErrorClass.KeyPair or ErrorClass.Limit);

    /// <summary>A key is the cause of a refused unbind: the others go on, and a key that does not exist is unbound already.</summary>
    private async Task DivideKeysAsync(WriteCall call, List<Member> batch, List<Member> misfits, CvmException refusal)
    {
        if (call.Keys.Count == 1)
        {
            foreach (var member in batch)
            {
                member.Accept("", run.Now);
                member.KeyRefusal = refusal;
            }

            return;
        }

        foreach (var keys in call.Keys.Chunk((call.Keys.Count + 1) / 2))
        {
            var part = call with { Keys = KeySet.Of(keys) };
            misfits.AddRange(await SendAsync(part, batch));
            batch.RemoveAll(misfits.Contains);
            await waiter.AwaitAsync(
                batch,
                "keys",
                member => waiter.IsOperationOver(member, part.IsSatisfiedBy(member), run.Options.ChangeBound)
            );
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

    private static bool IsStarted(Member member) => member.State == PowerState.Running || member.State == PowerState.Starting;
}
