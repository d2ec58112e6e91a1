using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Two refusals of a full-set bind that have a way out: the service may refuse to name a key that is bound already
/// (<c>execution-rules.md</c> 1.4), and an instance may hold only so many keys (1.5).
/// </summary>
internal static class BindRefusals
{
    public static async Task ResolveAsync(ChangeRunner change, ApplyRun run, List<Member> binding)
    {
        var limited = Refused(binding, refusal => refusal.ErrorClass == ErrorClass.Limit);
        if (limited.Count > 0)
        {
            await MakeRoomAsync(change, run, limited);
        }

        var refused = Refused(binding, MayMeanBoundKey);
        if (refused.Count > 0 && !run.Traits.FullSetAccepted && !run.Traits.BindsDeltas)
        {
            await ProbeDeltaAsync(change, run, refused);
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
    /// Sends only the missing keys to one instance, while it is STOPPED. Accepted and the kept keys still there: from now on binds carry deltas.
    /// Accepted and the kept keys gone: that one is repaired, and nothing else is tried. Refused: the cause is another one.
    /// </summary>
    private static async Task ProbeDeltaAsync(ChangeRunner change, ApplyRun run, List<Member> refused)
    {
        var probe = refused.Find(member => !member.Wanted.Intersect(member.Keys).IsEmpty);
        if (probe is not null)
        {
            run.Traits.BindsDeltas = true;
            await change.SendBindsAsync([probe]);
            await change.AwaitBoundAsync([probe]);
            if (probe.Refusal is not null || !ChangeRunner.IsBound(probe))
            {
                run.Traits.BindsDeltas = false;
            }

            if (probe.Refusal is null && !ChangeRunner.IsBound(probe))
            {
                await change.SendBindsAsync([probe]);
                await change.AwaitBoundAsync([probe]);
                run.Abort(
                    Problem.Error(
                        ProblemCodes.BindFailed,
                        $"{probe.Id}: the service refuses to name bound keys and drops what a bind does not name; no further bind is tried."
                    ) with
                    {
                        Instances = [probe.Id],
                    }
                );
                return;
            }

            refused.Remove(probe);
            if (probe.Refusal is not null)
            {
                refused.Add(probe);
            }
        }

        // The question is answered: now the batch may be halved to find another cause.
        var known = run.Traits.FullSetAccepted;
        run.Traits.FullSetAccepted = true;
        await change.SendBindsAsync(refused);
        run.Traits.FullSetAccepted = known || (!run.Traits.BindsDeltas && refused.Exists(member => member.Refusal is null));
    }

    /// <summary>Unbinds planned removals first, but leaves at least one key; then binds again. Where no key could be left, it is refused.</summary>
    private static async Task MakeRoomAsync(ChangeRunner change, ApplyRun run, List<Member> limited)
    {
        var roomy = new List<(Member Member, KeySet Remove)>();
        foreach (var member in limited)
        {
            var removals = run.Rules.ToUnbind(member.Change, member.Keys);
            var mustLeaveOne = !member.Change.AllowKeyless && member.Keys.Except(removals).IsEmpty;
            var now = mustLeaveOne ? KeySet.Of(removals.Skip(1)) : removals;
            if (!now.IsEmpty)
            {
                roomy.Add((member, now));
            }
        }

        await change.UnbindNowAsync(roomy);
        await change.SendBindsAsync(roomy.Select(entry => entry.Member));
    }
}
