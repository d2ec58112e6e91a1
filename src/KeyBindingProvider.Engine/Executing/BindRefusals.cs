using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Two refusals of a full-set bind that have a way out: the service may refuse to name a key that is bound already
/// (rule <c>deltas-on-proof</c>), and an instance may hold only so many keys (rule <c>room-under-a-limit</c>).
/// </summary>
internal static class BindRefusals
{
    public static async Task ResolveAsync(ApplyRun run, BindRunner bind, UnbindRunner unbind, List<Member> binding)
    {
        var limited = Refused(binding, refusal => refusal.ErrorClass == ErrorClass.Limit);
        if (limited.Count > 0)
        {
            await MakeRoomAsync(run, bind, unbind, limited);
        }

        var refused = Refused(binding, MayMeanBoundKey);
        if (refused.Count == 0)
        {
            return;
        }

        // One operation asks; the others wait for the answer and go by it.
        using var gate = await run.Traits.ProbeGate.AcquireAsync([default], CancellationToken.None);
        if (run.Traits.MayRefuseBoundKeys)
        {
            await ProbeAsync(run, bind, refused);
        }
        else if (run.Traits.BindsDeltas)
        {
            await bind.SendAsync(refused, deltas: true, undivided: false);
        }
    }

    private static List<Member> Refused(List<Member> members, Func<CvmException, bool> isCause) =>
        members.FindAll(member => member.IsOpen && member.Refusal is { } refusal && isCause(refusal));

    /// <summary>A refusal with no other cause to be seen. A limit and a key that does not exist are causes.</summary>
    private static bool MayMeanBoundKey(CvmException refusal) =>
        refusal.ErrorClass is ErrorClass.Request or ErrorClass.SettledState or ErrorClass.KeyPair
        && !refusal.Code.EndsWith(".NotFound", StringComparison.Ordinal)
        && !refusal.Code.EndsWith("Malformed", StringComparison.Ordinal);

    /// <summary>
    /// Asks with one instance, while it is STOPPED. Its full set alone is accepted: another instance of the batch was the cause. Refused alone, only its
    /// missing keys are sent. Accepted and the kept keys still there: from now on binds carry deltas. Accepted and the kept keys gone: that one is
    /// repaired, and nothing else is tried. Refused: the cause is another one.
    /// </summary>
    private static async Task ProbeAsync(ApplyRun run, BindRunner bind, List<Member> refused)
    {
        var probe = refused.Find(member => !member.Wanted.Intersect(member.Keys).IsEmpty);
        if (probe is not null && refused.Count > 1)
        {
            // An undivided call of one that keeps keys: accepted, it says that full sets are.
            await bind.SendAsync([probe], deltas: false, undivided: true);
            if (probe.Refusal is null)
            {
                refused.Remove(probe);
                probe = null;
            }
        }

        if (probe is not null)
        {
            var kept = await SendDeltaAsync(bind, probe);
            if (probe.Refusal is null)
            {
                refused.Remove(probe);
                var hasLanded = !kept.IsEmpty && !probe.Change.NeedsBind(probe.Keys);
                // Somebody may have taken a key meanwhile; a bind that replaces would have taken all of them.
                if (hasLanded && kept.Intersect(probe.Keys).IsEmpty)
                {
                    await RestoreAsync(run, bind, probe, kept);
                    return;
                }

                // Without effect, or with nothing left that it could have dropped, it is no answer.
                run.Traits.BindsDeltas |= hasLanded;
            }
        }

        // The question is answered: now the batch may be halved to find another cause.
        await bind.SendAsync(refused, run.Traits.BindsDeltas, undivided: false);
        run.Traits.FullSetAccepted |= !run.Traits.BindsDeltas && refused.Exists(member => member.Refusal is null);
    }

    /// <summary>Answers the keys that were bound and not named, by the look directly before the call that was accepted.</summary>
    private static async Task<KeySet> SendDeltaAsync(BindRunner bind, Member probe)
    {
        var kept = KeySet.Empty;
        for (var attempt = 1; attempt <= 2 && probe is { IsOpen: true } && probe.Change.NeedsBind(probe.Keys); attempt++)
        {
            await bind.SendAsync([probe], deltas: true, undivided: false);
            if (probe.Refusal is not null)
            {
                break;
            }

            kept = probe.Wanted.Intersect(probe.Keys);
            await bind.AwaitAsync([probe]);
        }

        return kept;
    }

    private static async Task RestoreAsync(ApplyRun run, BindRunner bind, Member probe, KeySet kept)
    {
        probe.Restore(kept);
        await bind.SendAsync([probe], deltas: false, undivided: false);
        await bind.AwaitAsync([probe]);
        run.Abort(
            Problem.Error(
                ProblemCodes.BindFailed,
                $"{probe.Id}: the service refuses to name bound keys and drops what a bind does not name; no further bind is tried."
            ) with
            {
                Instances = [probe.Id],
            }
        );
    }

    /// <summary>Unbinds planned removals first, but leaves at least one key; then binds again. Where no key could be left, it is refused.</summary>
    private static async Task MakeRoomAsync(ApplyRun run, BindRunner bind, UnbindRunner unbind, List<Member> limited)
    {
        var roomy = limited.FindAll(member => !ToMakeRoom(member).IsEmpty);
        await unbind.RunAsync(roomy, ToMakeRoom, mayShareInstances: false);
        await bind.SendAsync(roomy);

        KeySet ToMakeRoom(Member member)
        {
            var removals = run.Rules.ToUnbind(member.Change, member.Keys);
            return run.Rules.LocksOut(member.Change, member.Keys, removals) ? KeySet.Of(removals.Skip(1)) : removals;
        }
    }
}
